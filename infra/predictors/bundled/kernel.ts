import { defect } from '../../../schemas/errors.js';
import { KERNEL_BYTES } from './kernel-bytes.js';

/** The functions of kernel.wat; every argument is a byte address, a count, or a weight. */
interface KernelFunctions {
  decode(from: number, count: number, to: number): void;
  affine(
    inputs: number,
    count: number,
    weights: number,
    width: number,
    bias: number,
    floor: number,
    out: number,
  ): void;
  score(
    sets: number,
    setsEnd: number,
    alleles: number,
    net: number,
    scratch: number,
    firstWeight: number,
    secondWeight: number,
    out: number,
  ): void;
}

interface KernelMemory {
  readonly buffer: ArrayBuffer;
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
/** The kernel's own table (its data segment) lies below. */
const FIRST_FREE = 64 + 256;
const STAGING_BYTES = 1 << 18;

export interface Kernel {
  readonly run: KernelFunctions;
  /** Reserves `bytes`, zeroed, for good and returns their address. */
  reserve(bytes: number): number;
  /** Reserves room for `values` as float32, copies them and returns their address. */
  store(values: ArrayLike<number>): number;
  /** Decodes little-endian half-precision numbers (IEEE 754-2008 binary16) to float32 at `address`; exact. */
  decodeHalves(bytes: Uint8Array, address: number): void;
  bytes(address: number, length: number): Uint8Array;
  shorts(address: number, length: number): Uint16Array;
  integers(address: number, length: number): Int32Array;
  floats(address: number, length: number): Float32Array;
  doubles(address: number, length: number): Float64Array;
}

/**
 * A fresh instance of kernel.wat with `capacity` bytes of memory of its own, so that views of it stay valid; what is never reserved is
 * never touched and costs nothing. WebAssembly's arithmetic is the same on every machine.
 */
export function createKernel(capacity: number): Kernel {
  const { buffer, run } = instantiate(capacity + FIRST_FREE + STAGING_BYTES);
  let used = FIRST_FREE;
  const reserve = (bytes: number): number => {
    const address = used;
    used += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    if (used > buffer.byteLength) throw defect('the kernel was given too little memory', { capacity });
    return address;
  };
  const staging = reserve(STAGING_BYTES);
  return {
    run,
    reserve,
    store(values) {
      const address = reserve(values.length * 4);
      new Float32Array(buffer, address, values.length).set(values);
      return address;
    },
    decodeHalves(bytes, address) {
      for (let start = 0; start < bytes.length; start += STAGING_BYTES) {
        const part = bytes.subarray(start, start + STAGING_BYTES);
        new Uint8Array(buffer, staging, part.length).set(part);
        run.decode(staging, part.length / 2, address + start * 2);
      }
    },
    bytes: (address, length) => new Uint8Array(buffer, address, length),
    shorts: (address, length) => new Uint16Array(buffer, address, length),
    integers: (address, length) => new Int32Array(buffer, address, length),
    floats: (address, length) => new Float32Array(buffer, address, length),
    doubles: (address, length) => new Float64Array(buffer, address, length),
  };
}

let module: object | null = null;

function instantiate(bytes: number): { readonly buffer: ArrayBuffer; readonly run: KernelFunctions } {
  module ??= new WebAssembly.Module(new Uint8Array(Buffer.from(KERNEL_BYTES, 'base64')));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
  const { exports: run } = new WebAssembly.Instance(module, { env: { memory } });
  return { buffer: memory.buffer, run };
}
