import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BgzfWriter } from '../../../../../stages/shared/bgzf/index.js';
import { binOf } from '../../../../../stages/shared/tabix/bins.js';
import { TabixIndex } from '../../../../../stages/shared/tabix/index.js';
import { linesFor, readTabix } from '../../../../support/tabix-query.js';

interface Place {
  readonly start: number;
  readonly end: number;
}

function build(
  chrom: string,
  places: readonly Place[],
): { readonly file: Buffer; readonly index: Buffer | null } {
  const blocks: Uint8Array[] = [];
  const writer = new BgzfWriter((block) => blocks.push(block), { level: 1 });
  const index = new TabixIndex();
  writer.write('##header\n');
  for (const { start, end } of places) {
    const offset = writer.virtualOffset;
    // Long lines, so that a few of them fill blocks.
    writer.write(`${start}-${end}\t${'x'.repeat(5000)}\n`);
    index.add({ chrom, start, end, offset, endOffset: writer.virtualOffset });
  }
  writer.finish();
  return { file: Buffer.concat(blocks), index: index.bytes() };
}

function compressed(bytes: Buffer): Buffer {
  const blocks: Uint8Array[] = [];
  const writer = new BgzfWriter((block) => blocks.push(block));
  writer.write(bytes);
  writer.finish();
  return Buffer.concat(blocks);
}

describe('a tabix index', () => {
  // Worked from the table of SAM v1 §5.3: bins of 2^14 begin at 4681, of 2^17 at 585, of 2^29 at 0.
  it.each([
    [0, 1, 4681],
    [16_383, 16_384, 4681],
    [16_384, 16_385, 4682],
    [16_383, 16_385, 585],
    [131_071, 131_073, 73],
    [0, 2 ** 29, 0],
    [2 ** 29 - 1, 2 ** 29, 4681 + 32_767],
  ])('files [%i, %i) under bin %i', (start, end, bin) => {
    expect(binOf(start, end)).toBe(bin);
  });

  it('says that it indexes a VCF: contig column 1, position column 2, comments by #', () => {
    const { index } = build('chr1', [{ start: 5, end: 6 }]);
    const { format, contigs } = readTabix(compressed(index ?? Buffer.alloc(0)));
    expect(format).toEqual([2, 1, 2, 0, 35, 0]);
    expect([...contigs.keys()]).toEqual(['chr1']);
  });

  it('is none where a position is beyond what its bins reach', () => {
    expect(build('chr1', [{ start: 2 ** 29, end: 2 ** 29 + 1 }]).index).toBeNull();
  });

  it('leads to every record that overlaps a region', () => {
    const place = fc.tuple(fc.nat(300_000), fc.constantFrom(1, 1, 3, 20_000, 200_000));
    const places = fc.array(place, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(places, fc.nat(320_000), fc.constantFrom(1, 100, 50_000), (drawn, from, length) => {
        const sorted = drawn
          .map(([start, size]) => ({ start, end: start + size }))
          .sort((a, b) => a.start - b.start);
        const { file, index } = build('1', sorted);
        const contig = readTabix(compressed(index ?? Buffer.alloc(0))).contigs.get('1');
        if (contig === undefined) throw new Error('no contig');
        const met = linesFor(file, contig, [from, from + length]).map((line) => line.split('\t')[0]);
        const overlapping = sorted.filter(({ start, end }) => start < from + length && end > from);
        expect(met).toEqual(expect.arrayContaining(overlapping.map(({ start, end }) => `${start}-${end}`)));
        // No line is met twice: chunks do not overlap.
        expect(met.length).toBeLessThanOrEqual(sorted.length);
      }),
      { numRuns: 40 },
    );
  });
});
