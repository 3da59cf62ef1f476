import { execFileSync } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CompressedBytesError,
  compressBlocks,
  decompress,
  detectCompression,
} from '../../../../../stages/shared/bgzf/index.js';
import { byteSource } from '../../../../support/vcf-text.js';

async function inflate(bytes: Uint8Array, chunkSize = 65_536): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of decompress(byteSource(bytes, { chunkSize }))) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
const bgzip = (text: string | Uint8Array): Buffer => Buffer.concat([...compressBlocks([text])]);
const problemOf = async (bytes: Uint8Array): Promise<string | undefined> =>
  inflate(bytes).then(
    () => undefined,
    (error: unknown) => (error instanceof CompressedBytesError ? error.problem : String(error)),
  );

describe('compressBlocks', () => {
  it('ends with the end-of-file block of the SAM specification, §4.1.2', () => {
    expect(bgzip('x').subarray(-28).toString('hex')).toBe(
      '1f8b08040000000000ff0600424302001b0003000000000000000000',
    );
  });

  it('is read by gzip whatever the size, several blocks included', () => {
    const text = 'ACGT'.repeat(50_000);
    expect(gunzipSync(bgzip(text)).toString()).toBe(text);
  });

  it('keeps incompressible blocks within 64 KiB', () => {
    const noise = Buffer.alloc(200_000);
    for (let index = 0, state = 7; index < noise.length; index += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      noise[index] = state >>> 24;
    }
    expect(gunzipSync(bgzip(noise)).equals(noise)).toBe(true);
  });
});

describe('decompress', () => {
  it('gives back what compressBlocks took, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5000 }),
        fc.integer({ min: 1, max: 300 }),
        async (bytes, chunkSize) => {
          expect((await inflate(bgzip(bytes), chunkSize)).equals(Buffer.from(bytes))).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('reads plain gzip of several members in chunks of any size', async () => {
    const joined = Buffer.concat([gzipSync('first\n'), gzipSync('second\n')]);
    for (const chunkSize of [1, 7, 1000])
      expect((await inflate(joined, chunkSize)).toString()).toBe('first\nsecond\n');
  });

  it('reads BGZF joined with plain gzip', async () => {
    const joined = Buffer.concat([bgzip('first\n'), gzipSync('second\n')]);
    expect((await inflate(joined, 11)).toString()).toBe('first\nsecond\n');
  });

  it('passes plain text through', async () => {
    expect((await inflate(Buffer.from('##fileformat'))).toString()).toBe('##fileformat');
  });

  it('tells the three apart by magic', () => {
    expect(detectCompression(byteSource(bgzip('x'), { chunkSize: 3 }))).toBe('bgzip');
    expect(detectCompression(byteSource(gzipSync('x'), { chunkSize: 3 }))).toBe('gzip');
    expect(detectCompression(byteSource('x'))).toBe('plain');
    expect(detectCompression(byteSource(''))).toBe('plain');
  });

  it('calls BGZF without its end-of-file block cut', async () => {
    expect(await problemOf(bgzip('x'.repeat(1000)).subarray(0, -28))).toBe('cut');
  });

  it('calls every cut of a BGZF or gzip file cut', async () => {
    for (const whole of [bgzip('ACGT'.repeat(30_000)), gzipSync('ACGT'.repeat(30_000))]) {
      for (const keep of [20, 40, whole.length - 30, whole.length - 9, whole.length - 1]) {
        expect(await problemOf(whole.subarray(0, keep))).toBe('cut');
      }
    }
  });

  it('calls a flipped bit damaged', async () => {
    const bytes = bgzip('ACGTTGCA'.repeat(500));
    bytes[30] = (bytes[30] ?? 0) ^ 0x10;
    expect(await problemOf(bytes)).toBe('damaged');
    const plain = gzipSync('ACGTTGCA'.repeat(500));
    plain[plain.length - 8] = (plain[plain.length - 8] ?? 0) ^ 1;
    expect(await problemOf(plain)).toBe('damaged');
  });

  it('holds no whole file: 64 MB of zeros arrive in pieces', async () => {
    let largest = 0;
    for await (const part of decompress(byteSource(gzipSync(Buffer.alloc(64_000_000)))))
      largest = Math.max(largest, part.length);
    expect(largest).toBeLessThan(1_000_000);
  });

  it('reads what the bgzip of htslib writes, where it is installed', async () => {
    const text = 'chr1\t1\n'.repeat(30_000);
    let bytes: Buffer;
    try {
      bytes = execFileSync('bgzip', ['-c'], { input: text, stdio: ['pipe', 'pipe', 'ignore'] });
    } catch {
      return;
    }
    expect((await inflate(bytes)).toString()).toBe(text);
  });
});
