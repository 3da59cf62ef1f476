import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../schemas/errors.js';
import { cancerCellFraction } from '../../stages/collect-evidence/clonality/cancer-cell-fraction.js';
import { readCopyNumber } from '../../stages/collect-evidence/copy-number/index.js';
import { readExpressionTable } from '../../stages/collect-evidence/expression/index.js';
import { readHlaLoss } from '../../stages/collect-evidence/hla-loss/index.js';
import { keyOf, plainAllele } from '../../stages/collect-evidence/rna-counts/allele-key.js';
import { readRnaCounts, WantedAlleles } from '../../stages/collect-evidence/rna-counts/index.js';
import { evidenceSource } from '../support/evidence-file.js';
import { memoryReference } from '../support/memory-reference.js';

const readers = {
  EXPRESSION_MALFORMED: (bytes: string | Uint8Array) => readExpressionTable(evidenceSource(bytes)),
  RNA_COUNTS_MALFORMED: (bytes: string | Uint8Array) => {
    const wanted = new WantedAlleles(null);
    wanted.want({ chrom: '1', position: 100, ref: 'A', alt: 'C' });
    wanted.want({ chrom: '1', position: 100, ref: 'AC', alt: 'A' });
    return readRnaCounts(evidenceSource(bytes), wanted, null);
  },
  COPY_NUMBER_MALFORMED: (bytes: string | Uint8Array) => readCopyNumber(evidenceSource(bytes)),
  HLA_LOSS_MALFORMED: (bytes: string | Uint8Array) =>
    readHlaLoss(evidenceSource(bytes), { maxCopies: 0.5, maxPValue: 0.01 }),
} as const;

/** Headers and lines of each format, to be cut and mixed. */
const lines = [
  'Name\tLength\tEffectiveLength\tTPM\tNumReads',
  'gene_id\ttpm',
  'tracking_id class_code gene_id gene_short_name locus FPKM FPKM_status',
  'Geneid\tChr\tStart\tEnd\tStrand\tLength\ta.bam',
  'chrom\tpos\tref\talt\tref_count\talt_count',
  'chrom\tstart\tend\ttotal_cn',
  'chromosome\tstart\tend\tgene\tlog2',
  'Alleles\tDASH_deletion',
  'HLA\tAllele1\tAllele2\tcopyratio\tKeptHLA\tLossHLA\tLOH',
  'allele\tis_lost',
  '##fileformat=VCFv4.2',
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tRNA',
  '1\t100\t.\tA\tC\t.\t.\t.\tAD\t3,4',
  '1\t100\tA\t4\t.,+1C-1c\tFFFF',
  '1\t100\tA\t9\t=:0:0.00\tA:3:1.00\tC:4:1.00\tG:0:0\tT:0:0\tN:0:0\t+A:2:1',
  'hla_a_02_01_01\tTrue',
  'ENST00000000001.1\t9\t8\t1.5\t3',
  '1\t100\t200\t2',
  'chr1\tStringTie\ttranscript\t1\t9\t.\t+\t.\tgene_id "G"; transcript_id "T"; TPM "1.0";',
];

describe.each(Object.entries(readers))('%s is the only way to fail', (code, read) => {
  const isReadOrRefused = async (bytes: string | Uint8Array) => {
    const problem = await read(bytes).then(
      () => null,
      (error: unknown) => error,
    );
    if (problem === null) return;
    expect(problem).toBeInstanceOf(AntigraphError);
    if (!(problem instanceof AntigraphError)) return;
    // A VCF that is none is told as a VCF would be.
    expect(problem.code === code || problem.code.startsWith('VCF_')).toBe(true);
    expect(problem.at?.file).toBe('evidence.tsv');
  };

  it('on any bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), isReadOrRefused), { numRuns: 100 });
  });

  it('on lines of any format, in any order, cut anywhere', async () => {
    const texts = fc
      .tuple(
        fc.array(fc.constantFrom(...lines), { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([chosen, share]) => {
        const text = chosen.map((line) => `${line}\n`).join('');
        return text.slice(0, Math.ceil(text.length * share));
      });
    await fc.assert(fc.asyncProperty(texts, isReadOrRefused), { numRuns: 300 });
  });
});

const bases = (limits: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom('A', 'C', 'G', 'T'), ...limits });

it('an indel has one key wherever in a repeat it is written', () => {
  fc.assert(
    fc.property(
      bases({ minLength: 1, maxLength: 3 }),
      fc.integer({ min: 2, max: 6 }),
      fc.nat(),
      (unit, count, pick) => {
        const sequence = `TTTTG${unit.repeat(count)}CGGGG`;
        const reference = memoryReference({ '1': sequence });
        const deletion = (copy: number) => {
          const start = 5 + copy * unit.length;
          const ref = sequence.slice(start - 1, start + unit.length);
          return { chrom: 'chr1', position: start, ref, alt: ref.slice(0, 1) };
        };
        const [first, other] = [deletion(0), deletion(pick % count)].map((allele) =>
          plainAllele(allele, reference),
        );
        expect(first && keyOf(first)).toBe(other && keyOf(other));
      },
    ),
    { numRuns: 100 },
  );
});

it('the cancer cell fraction lies in its interval, and both lie within 0 and 1', () => {
  const facts = fc.record({
    vaf: fc.double({ min: 0, max: 1, noNaN: true }),
    purity: fc.double({ min: 0.05, max: 1, noNaN: true }),
    tumorCopies: fc.integer({ min: 1, max: 12 }),
    normalCopies: fc.constantFrom(1, 2),
    depth: fc.integer({ min: 10, max: 5000 }),
  });
  fc.assert(
    fc.property(facts, (given) => {
      const { fraction, interval, clonality } = cancerCellFraction(given);
      const [low, high] = interval ?? [Number.NaN, Number.NaN];
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(fraction).toBeLessThanOrEqual(1);
      // At the edges of the range the posterior of a uniform prior lies wholly to one side of the reads' own share.
      if (given.vaf * given.depth >= 1 && given.vaf <= 0.9) {
        expect(low).toBeLessThanOrEqual(fraction);
        expect(high).toBeGreaterThanOrEqual(fraction);
      }
      expect(clonality === 'clonal').toBe(high === 1);
    }),
    { numRuns: 200 },
  );
});
