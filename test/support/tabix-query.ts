/** Answers a region query with a tabix index and nothing else, as the specification describes (SAM v1 §5.1, §5.3): the other side of our writer. */
import { gunzipSync, inflateRawSync } from 'node:zlib';

interface Contig {
  readonly bins: ReadonlyMap<number, readonly (readonly [number, number])[]>;
  readonly windows: readonly number[];
}

export interface Tabix {
  readonly format: readonly number[];
  readonly contigs: ReadonlyMap<string, Contig>;
}

export function readTabix(compressed: Uint8Array): Tabix {
  const bytes = gunzipSync(compressed);
  let at = 4;
  const int = (): number => {
    at += 4;
    return bytes.readInt32LE(at - 4);
  };
  const offset = (): number => {
    at += 8;
    return Number(bytes.readBigUInt64LE(at - 8));
  };
  if (bytes.toString('latin1', 0, 4) !== 'TBI\x01') throw new Error('no tabix magic');
  const contigCount = int();
  const format = [int(), int(), int(), int(), int(), int()];
  const nameBytes = int();
  const names = bytes
    .toString('latin1', at, at + nameBytes)
    .split('\0')
    .slice(0, contigCount);
  at += nameBytes;
  const contigs = new Map<string, Contig>();
  for (const name of names) {
    const bins = new Map<number, (readonly [number, number])[]>();
    for (let left = int(); left > 0; left -= 1) {
      const bin = int();
      bins.set(
        bin,
        Array.from({ length: int() }, () => [offset(), offset()] as const),
      );
    }
    contigs.set(name, { bins, windows: Array.from({ length: int() }, offset) });
  }
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes behind the index`);
  return { format, contigs };
}

/** Bins that may hold records overlapping 0-based [start, end): reg2bins of §5.3. */
function binsOf(start: number, end: number): number[] {
  const bins = [0];
  for (const [first, shift] of [
    [1, 26],
    [9, 23],
    [73, 20],
    [585, 17],
    [4681, 14],
  ] as const) {
    for (let bin = first + (start >> shift); bin <= first + ((end - 1) >> shift); bin += 1) bins.push(bin);
  }
  return bins;
}

/** The lines that a reader meets between the chunks' offsets, before it looks at what they say. */
export function linesFor(file: Buffer, contig: Contig, [start, end]: readonly [number, number]): string[] {
  const least = contig.windows[start >> 14] ?? 0;
  const chunks = binsOf(start, end).flatMap((bin) => contig.bins.get(bin) ?? []);
  const wanted = chunks.filter(([, to]) => to > least).sort(([a], [b]) => a - b);
  return wanted.flatMap(([from, to]) => between(file, from, to).split('\n').slice(0, -1));
}

/** The inflated bytes from one virtual offset to another. */
function between(file: Buffer, from: number, to: number): string {
  const parts: Buffer[] = [];
  let block = Math.floor(from / 0x10000);
  let skip = from % 0x10000;
  while (block < Math.floor(to / 0x10000)) {
    parts.push(inflate(file, block).subarray(skip));
    block += file.readUInt16LE(block + 16) + 1;
    skip = 0;
  }
  if (to % 0x10000 > 0) parts.push(inflate(file, block).subarray(skip, to % 0x10000));
  return Buffer.concat(parts).toString('latin1');
}

function inflate(file: Buffer, block: number): Buffer {
  return inflateRawSync(file.subarray(block + 18, block + file.readUInt16LE(block + 16) + 1 - 8));
}
