import { KERNEL_BYTES } from './kernel-bytes.js';

/** The functions of kernel.wat; every argument is a byte address or a count. */
interface KernelFunctions {
  first(rows: number, count: number, table: number, units: number, out: number): void;
  pair(
    sums: number,
    gain: number,
    bias: number,
    units: number,
    weights: number,
    width: number,
    hiddenBias: number,
    heads: number,
    headsBias: number,
    active: number,
    out: number,
  ): void;
}

interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

// Node provides WebAssembly, but the ES2023 library types do not name it; only what is used here is declared.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number }) => KernelMemory;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: KernelMemory } },
  ) => { readonly exports: KernelFunctions };
};

const PAGE_BYTES = 65_536;
// One cache line, so that no vector load straddles two.
const ALIGNMENT = 64;

export interface Kernel {
  readonly run: KernelFunctions;
  /** Reserves `bytes` for good and returns their address; views got before may be detached by it. */
  reserve(bytes: number): number;
  /** Reserves room for `values` as float32, copies them and returns their address. */
  store(values: Float32Array): number;
  floats(address: number, length: number): Float32Array;
  integers(address: number, length: number): Int32Array;
}

/** A fresh instance of kernel.wat with memory of its own. WebAssembly's float32 arithmetic is the same on every machine. */
export function createKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports: run } = new WebAssembly.Instance(compiled(), { env: { memory } });
  let used = ALIGNMENT;
  const kernel: Kernel = {
    run,
    reserve(bytes) {
      const address = used;
      used += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
      const missing = used - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
      return address;
    },
    store(values) {
      const address = kernel.reserve(values.length * 4);
      kernel.floats(address, values.length).set(values);
      return address;
    },
    floats: (address, length) => new Float32Array(memory.buffer, address, length),
    integers: (address, length) => new Int32Array(memory.buffer, address, length),
  };
  return kernel;
}

let module: object | null = null;

function compiled(): object {
  module ??= new WebAssembly.Module(new Uint8Array(Buffer.from(KERNEL_BYTES, 'base64')));
  return module;
}
