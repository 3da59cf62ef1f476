import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../schemas/errors.js';
import { bcfFile } from '../support/bcf-bytes.js';
import { memoryReference } from '../support/memory-reference.js';
import { readVariants, vcfText } from '../support/vcf-text.js';

/** Runs the reading; only errors for the submitter may come out. */
async function survives(content: Uint8Array | string): Promise<void> {
  try {
    await readVariants(content);
  } catch (error) {
    if (!(error instanceof AntigraphError) || error.kind === 'DefectError') throw error;
  }
}

const bcfHeader = [
  '##fileformat=VCFv4.2',
  '##contig=<ID=1>',
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO',
];

describe('reading', () => {
  it('any bytes behind the header of a BCF ends in records or in an error that names the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        survives(bcfFile(bcfHeader, [[...bytes]])),
      ),
      { numRuns: 200 },
    );
  });

  it('any record bytes of the right length does, too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 24, maxLength: 80 }), (body) => {
        const record = [body.length, 0, 0, 0, 0, 0, 0, 0, ...body];
        return survives(bcfFile(bcfHeader, [record]));
      }),
      { numRuns: 300 },
    );
  });

  it('any cells in a MAF gives one variant or one omission a row', async () => {
    const names = [
      'Hugo_Symbol',
      'Chromosome',
      'Start_Position',
      'End_Position',
      'Reference_Allele',
      'Tumor_Seq_Allele1',
      'Tumor_Seq_Allele2',
      'Strand',
    ];
    const cell = fc.oneof(
      fc.constantFrom('', '-', 'A', 'ac', 'chr1', '3', '0', '+', '1e3', '.', '__UNKNOWN__', 'N'),
      fc.string({ maxLength: 6 }).map((text) => text.replace(/[\t\n\r#]/g, '_')),
    );
    const rows = fc.array(fc.tuple(...names.map(() => cell)), { minLength: 1, maxLength: 5 });
    const reference = memoryReference({ chr1: 'ACGTACGT' });
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        const whole = ['Hugo_Symbol', 'chr1', '2', '2', 'C', 'C', 'T', '+'];
        const lines = [names, ...cells, whole].map((row) => [...row, 'T1'].join('\t'));
        const table = `${lines[0]?.replace('\tT1', '\tTumor_Sample_Barcode')}\n${lines.slice(1).join('\n')}\n`;
        const { source, variants, omissions } = await readVariants(table, { reference });
        expect(variants.length + omissions.length).toBe(source.alleleCount);
        expect(source.recordCount).toBe(cells.length + 1);
      }),
      { numRuns: 200 },
    );
  });
});

const bases = 'GATTACACCGTTAAGGCCATTTTGACCAGT';
const base = fc.constantFrom('A', 'C', 'G', 'T');
/** An allele of the sequence above in VCF's form: with an anchor where bases are inserted or deleted. */
const change = fc.record({
  at: fc.integer({ min: 1, max: bases.length - 6 }),
  removed: fc.integer({ min: 0, max: 4 }),
  added: fc.array(base, { maxLength: 4 }).map((letters) => letters.join('')),
});

describe('a change', () => {
  it('is the same variant whether a VCF or a MAF states it', async () => {
    const reference = memoryReference({ chr1: bases });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, removed, added }) => {
        const ref = bases.slice(at, at + removed);
        fc.pre(ref !== added);
        const anchor = bases.charAt(at - 1);
        const vcf = vcfText([`chr1 ${at} . ${anchor}${ref} ${anchor}${added} . PASS .`]);
        const [start, end] = removed === 0 ? [at, at + 1] : [at + 1, at + removed];
        const maf = [
          'Hugo_Symbol Chromosome Start_Position End_Position Reference_Allele Tumor_Seq_Allele2 Tumor_Sample_Barcode',
          `G chr1 ${start} ${end} ${ref || '-'} ${added || '-'} T1`,
          '',
        ].join('\n');
        const [fromVcf, fromMaf] = await Promise.all([
          readVariants(vcf, { reference }),
          readVariants(maf.replaceAll(' ', '\t'), { reference }),
        ]);
        expect(fromMaf.variants.map(({ id }) => id)).toEqual(fromVcf.variants.map(({ id }) => id));
        expect(fromVcf.variants).toHaveLength(1);
      }),
      { numRuns: 150 },
    );
  });
});
