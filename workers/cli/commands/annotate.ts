import { consequences, variants } from '../../../schemas/artifacts.js';
import type { Omission } from '../../../schemas/omissions.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import { groupByAllele } from '../../../stages/shared/group-by-allele.js';
import { tsvLine } from '../../../stages/shared/tsv.js';
import { checkFile, settingsOf, type VariantOptions } from '../options.js';
import { withPartialRun } from '../partial-graph.js';
import { checkAnnotationSource, flagParameters } from '../patient-options.js';
import { stdoutWriter } from '../stdout.js';

/** Stable columns (DESIGN §4). */
const columns = [
  'input',
  'chrom',
  'pos',
  'ref',
  'alt',
  'gene',
  'transcript',
  'biotype',
  'strand',
  'consequence',
  'hgvs_c',
  'hgvs_p',
  'protein_start',
  'wildtype_protein',
  'mutant_protein',
  'phase_group',
  'nmd',
  'status',
] as const;

/** `antigraph annotate`: one row per allele × transcript in file order; an allele without a transcript has one row with its omission code. */
export async function annotate(options: VariantOptions & { readonly proteins: boolean }): Promise<void> {
  checkFile(options.vcf, '--vcf');
  checkAnnotationSource(options);
  const shown = options.proteins ? columns : columns.filter((column) => !column.endsWith('_protein'));
  const write = stdoutWriter();
  const line = (cells: Readonly<Record<(typeof columns)[number], string | number | null>>) =>
    write(tsvLine(shown.map((column) => cells[column])));
  await withPartialRun(
    {
      until: 'annotate-consequences',
      vcf: options.vcf,
      reference: options.reference ?? null,
      layers: layersOf(options),
    },
    async (outcome) => {
      write(tsvLine(shown));
      const byAllele = groupByAllele(
        await outcome.rows('annotate-consequences', 'consequences', consequences),
      );
      const unannotated = groupByAllele(ofAlleles(await outcome.omissions('annotate-consequences')));
      // Both stages omit in file order, so one pass merges the omitted alleles in between the others.
      const unread = ofAlleles(await outcome.omissions('parse-variants'))[Symbol.iterator]();
      let next = unread.next();
      const flushBefore = (ordinal: number) => {
        for (; next.done !== true && next.value.alleleOrdinal < ordinal; next = unread.next()) {
          line(omittedCells(next.value, null));
        }
      };
      for (const variant of await outcome.rows('parse-variants', 'variants', variants)) {
        flushBefore(variant.alleleOrdinal);
        const rows = byAllele.take(variant.alleleOrdinal);
        for (const row of rows) line(cellsOf(variant, row));
        const [omission] = unannotated.take(variant.alleleOrdinal);
        if (rows.length === 0 && omission !== undefined) line(omittedCells(omission, variant));
      }
      flushBefore(Number.POSITIVE_INFINITY);
    },
  );
  await write.end();
}

/** Every allele is annotated: FILTER and duplicates are not this command's business unless asked for by --set. */
function layersOf(options: VariantOptions) {
  const settings = settingsOf({
    execution: {},
    paramsFile: options.params,
    assignments: options.set,
    flags: flagParameters(options, null),
  });
  const everything = {
    source: 'annotate',
    values: { 'parse-variants': { filters: 'all', duplicates: 'keep' } },
  };
  return [everything, ...settings.layers];
}

function* ofAlleles(rows: Iterable<Omission>): Generator<Omission> {
  for (const omission of rows) if (omission.scope === 'allele') yield omission;
}

function cellsOf(variant: Variant, row: Consequence) {
  return {
    input: row.input,
    chrom: variant.chrom,
    pos: variant.position,
    ref: variant.ref,
    alt: variant.alt,
    gene: row.gene,
    transcript: row.transcript,
    biotype: row.biotype,
    strand: row.strand,
    consequence: row.consequence.join('&'),
    hgvs_c: row.hgvsC,
    hgvs_p: row.hgvsP,
    protein_start: row.proteinStart,
    wildtype_protein: row.wildtypeProtein,
    mutant_protein: row.mutantProtein,
    phase_group: row.phaseGroup.join(',') || null,
    nmd: row.nmd,
    status: row.status,
  };
}

function omittedCells(omission: Omission, variant: Variant | null) {
  const unknown = {
    gene: null,
    transcript: null,
    biotype: null,
    strand: null,
    consequence: null,
    hgvs_c: null,
    hgvs_p: null,
  };
  return {
    ...unknown,
    input: omission.input,
    chrom: variant?.chrom ?? null,
    pos: variant?.position ?? null,
    ref: variant?.ref ?? null,
    alt: variant?.alt ?? null,
    protein_start: null,
    wildtype_protein: null,
    mutant_protein: null,
    phase_group: null,
    nmd: null,
    status: omission.code,
  };
}
