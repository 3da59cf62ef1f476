import { describe, expect, it } from 'vitest';
import type { FusionEvent } from '../../../../schemas/variant-event.js';
import { memoryReference } from '../../../support/memory-reference.js';
import { type ReadVcfText, readVariants, vcfText } from '../../../support/vcf-text.js';

// 1: ACGTACGTAC…, 2: TTTTT…
const reference = memoryReference({ '1': 'ACGT'.repeat(10), '2': 'T'.repeat(40) });

function read(
  lines: readonly string[],
  params: Readonly<Record<string, unknown>> = {},
): Promise<ReadVcfText> {
  return readVariants(vcfText(lines), { reference, params });
}

async function eventOf(line: string): Promise<FusionEvent> {
  const { variants } = await read([line]);
  const event = variants[0]?.event;
  if (event?.kind !== 'fusion') throw new Error('no fusion');
  return event;
}

describe('a breakend (VCF 4.3 §5.4)', () => {
  // The four forms of the specification's table, at 1:4 (T).
  it.each([
    ['T[2:20[', 'left', 'right', ''],
    ['T]2:20]', 'left', 'left', ''],
    [']2:20]T', 'right', 'left', ''],
    ['[2:20[T', 'right', 'right', ''],
    ['TCA[2:20[', 'left', 'right', 'CA'],
    [']2:20]CAT', 'right', 'left', 'CA'],
  ])('%s keeps the %s side here and the %s side there', async (alt, here, there, inserted) => {
    expect(await eventOf(`1 4 bnd T ${alt} . PASS SVTYPE=BND`)).toMatchObject({
      kind: 'fusion',
      level: 'dna',
      tool: 'VCF breakend',
      left: { chrom: '1', position: 4, keeps: here },
      right: { chrom: '2', position: 20, keeps: there },
      insertedBases: inserted,
    });
  });

  it('has the ordinal of its own ALT, between the alleles around it', async () => {
    const { variants, source } = await read([
      '1 4 . T C . PASS .',
      '1 8 . T T[2:20[ . PASS .',
      '1 12 . T A . PASS .',
    ]);
    expect(variants.map(({ alleleOrdinal, input }) => [alleleOrdinal, input])).toEqual([
      [1, '1:4:T:C'],
      [2, '1:8:T:T[2:20['],
      [3, '1:12:T:A'],
    ]);
    expect(source).toMatchObject({ alleleCount: 3, keptCount: 3, eventCount: 0 });
  });

  it('counts once with its mate', async () => {
    const { variants, omissions } = await read([
      '1 4 a T T]2:20] . PASS MATEID=b',
      '2 20 b T T]1:4] . PASS MATEID=a',
      '2 21 c T [1:5[T . PASS .',
    ]);
    expect(variants.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(omissions).toMatchObject([{ code: 'DUPLICATE_ALLELE', alleleOrdinal: 2, scope: 'allele' }]);
  });

  it('keeps both of a pair where duplicates are asked for', async () => {
    const { variants } = await read(['1 4 a T T]2:20] . PASS .', '2 20 b T T]1:4] . PASS .'], {
      duplicates: 'keep',
    });
    expect(variants).toHaveLength(2);
  });

  it.each([
    ['1 4 . T T. . PASS .', 'ALLELE_BREAKEND'],
    ['1 4 . T .T . PASS .', 'ALLELE_BREAKEND'],
    ['1 4 . C C[2:20[ . PASS .', 'REF_MISMATCH'],
    ['1 4 . T T[9:20[ . PASS .', 'CONTIG_UNKNOWN'],
    ['1 4 . T T[2:41[ . PASS .', 'POSITION_OUT_OF_RANGE'],
    ['1 4 . T T[2:20[ . LowQual .', 'FILTERED'],
  ])('leaves with a reason: %s', async (line, code) => {
    const { variants, omissions } = await read([line, '1 12 . T A . PASS .']);
    expect(variants).toHaveLength(1);
    expect(omissions.map((omission) => omission.code)).toEqual([code]);
  });

  it('leaves where the tumour’s genotype lacks it', async () => {
    const text = vcfText(['1 4 . T T[2:20[ . PASS . GT 0/0', '1 12 . T A . PASS . GT 0/1'], {
      samples: ['TUMOR'],
    });
    const { omissions } = await readVariants(text, { reference });
    expect(omissions.map(({ code }) => code)).toEqual(['NOT_IN_TUMOR']);
  });

  it('leaves without a reference, which alone could join it', async () => {
    const { omissions } = await readVariants(vcfText(['1 4 . T T[2:20[ . PASS .']));
    expect(omissions).toMatchObject([{ code: 'ALLELE_BREAKEND' }]);
  });

  it('has reads across and around the joint as Manta counts them', async () => {
    const text = vcfText(['1 4 . T T[2:20[ . PASS . PR:SR 30,7:25,4'], { samples: ['TUMOR'] });
    const { variants } = await readVariants(text, { reference });
    expect(variants[0]?.event).toMatchObject({ junctionReads: 4, spanningReads: 7 });
    // 30 + 25 reads of the reference, 7 + 4 of the joint.
    expect(variants[0]?.tumor).toEqual({
      depth: 66,
      refReads: 55,
      altReads: 11,
      variantAlleleFraction: 11 / 66,
    });
  });
});

describe('a symbolic allele (VCF 4.3 §3)', () => {
  it('of a deletion joins the base before it to the base after END', async () => {
    expect(await eventOf('1 4 . T <DEL> . PASS SVTYPE=DEL;END=11')).toMatchObject({
      tool: 'VCF <DEL>',
      left: { position: 4, keeps: 'left' },
      right: { position: 12, keeps: 'right' },
    });
    expect(await eventOf('1 4 . T <DEL> . PASS SVLEN=-7')).toMatchObject({ right: { position: 12 } });
  });

  it('of a tandem duplication joins its END to its first base', async () => {
    expect(await eventOf('1 4 . T <DUP:TANDEM> . PASS END=11')).toMatchObject({
      left: { position: 11, keeps: 'left' },
      right: { position: 5, keeps: 'right' },
    });
  });

  it('of a translocation takes the sides from CT (Delly)', async () => {
    expect(await eventOf('1 4 . T <TRA> . PASS CHR2=2;END=20;CT=5to5')).toMatchObject({
      left: { chrom: '1', position: 4, keeps: 'right' },
      right: { chrom: '2', position: 20, keeps: 'right' },
    });
  });

  it.each([
    ['<INV>', 'END=11', 'two joints'],
    ['<INS>', 'END=4', 'no sequence'],
    ['<DEL>', 'IMPRECISE', 'END nor SVLEN'],
    ['<TRA>', 'CHR2=2;END=20', 'CHR2 and CT'],
    ['<DEL>', 'END=3', 'END lies before'],
  ])('%s with %s leaves with its reason', async (alt, info, reason) => {
    const { omissions } = await read([`1 4 . T ${alt} . PASS ${info}`]);
    expect(omissions).toMatchObject([{ code: 'ALLELE_SYMBOLIC', reason: expect.stringContaining(reason) }]);
  });
});
