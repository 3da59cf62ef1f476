import { describe, expect, it } from 'vitest';
import type { Omission } from '../../../schemas/omissions.js';
import type { Consequence, Variant, VcfSource } from '../../../schemas/rows.js';
import { annotateConsequences } from '../../../stages/annotate-consequences/index.js';
import { parseVariants, variantFileAlone } from '../../../stages/parse-variants/index.js';
import { byteSource, vcfText } from '../../support/vcf-text.js';
import { buildGene } from './annotate-consequences/from-bundle/gene-fixture.js';

/** M A K | E W | R *, exons 4-13, 19-25, 31-37 (0-based). */
const gene = buildGene({ text: 'cccc[ATGGCAAAA gtttag GAATGG gtttag CGTTAA]cccc', strand: '+' });

const table = [
  'chrom start end name score strand anchor transcripts',
  '1 13 32 J1 20 + NDA ENST1.1',
  '1 13 20 J2 20 + DA ENST1.1',
  '1 2 34 J3 20 + N NA',
  '1 10 20 J4 3 + A ENST1.1',
];

async function run(): Promise<{
  variants: Variant[];
  rows: Consequence[];
  omissions: Omission[];
  source: VcfSource;
}> {
  const variants: Variant[] = [];
  const rows: Consequence[] = [];
  const omissions: Omission[] = [];
  const sources: VcfSource[] = [];
  const omit = (omission: Omission): void => void omissions.push(omission);
  const resources = { reference: gene.reference, predictor: null, classTwoPredictor: null };
  const junctions = byteSource(`${table.map((line) => line.replaceAll(' ', '\t')).join('\n')}\n`);
  await parseVariants.run({
    params: parseVariants.params.parse({}),
    inputs: { ...variantFileAlone, vcf: byteSource(vcfText(['1 8 . G C . PASS .'])), junctions },
    resources,
    emit: {
      variants: (row) => variants.push(row),
      source: (row) => sources.push(row),
      germlineVariants: () => undefined,
    },
    omit,
  });
  const [source] = sources;
  if (source === undefined) throw new Error('no source was emitted');
  await annotateConsequences.run({
    params: annotateConsequences.params.parse({}),
    inputs: { variants, source, germline: [] },
    resources,
    emit: { consequences: (row) => rows.push(row), germlineSegments: () => undefined },
    omit,
  });
  return { variants, rows, omissions, source };
}

describe('junctions beside the variants of one patient', () => {
  it('are rows of the same ledger: numbered on, each kept or omitted once, with reads as evidence', async () => {
    const { variants, rows, omissions, source } = await run();
    expect(source).toMatchObject({ alleleCount: 5, keptCount: 3, eventCount: 4 });
    expect(variants.map(({ alleleOrdinal, input }) => [alleleOrdinal, input])).toEqual([
      [1, '1:8:G:C'],
      [2, 'junction:1:13-32:+'],
      [4, 'junction:1:2-34:+'],
    ]);
    expect(variants[1]?.rna).toMatchObject({ altReads: 20 });
    expect(omissions.map(({ alleleOrdinal, code, scope }) => [alleleOrdinal, code, scope])).toEqual([
      [3, 'JUNCTION_KNOWN', 'allele'],
      [5, 'FILTERED', 'allele'],
      [4, 'EVENT_UNRESOLVED', 'allele'],
    ]);
    expect(
      rows.map(({ alleleOrdinal, mutantProtein, status }) => [alleleOrdinal, mutantProtein, status]),
    ).toEqual([
      [1, 'MPKEWR*', 'ok'],
      [2, 'MAKR*', 'ok'],
    ]);
  });
});
