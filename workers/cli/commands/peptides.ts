import { consequences, peptides as peptideRows, variants } from '../../../schemas/artifacts.js';
import { groupByAllele } from '../../../stages/shared/group-by-allele.js';
import { tsvLine } from '../../../stages/shared/tsv.js';
import { checkFile, parseLengths, settingsOf, type VariantOptions } from '../options.js';
import { withPartialRun } from '../partial-graph.js';
import { checkAnnotationSource, flagParameters } from '../patient-options.js';
import { stdoutWriter } from '../stdout.js';

/** Stable columns (DESIGN §4). */
const columns = [
  'peptide',
  'length',
  'input',
  'chrom',
  'pos',
  'ref',
  'alt',
  'gene',
  'transcript',
  'offset',
  'wildtype_peptide',
  'mutated_offsets',
];

/** `antigraph peptides`: one row per distinct peptide × variant × transcript. */
export async function peptides(options: VariantOptions & { readonly lengths: string }): Promise<void> {
  checkFile(options.vcf, '--vcf');
  checkAnnotationSource(options);
  const settings = settingsOf({
    execution: {},
    paramsFile: options.params,
    assignments: options.set,
    flags: flagParameters(options, null),
  });
  const lengths = {
    source: 'flag --lengths',
    values: { 'generate-peptides': { classILengths: parseLengths(options.lengths) } },
  };
  const layers = [...settings.layers, lengths];
  const write = stdoutWriter();
  await withPartialRun(
    { until: 'generate-peptides', vcf: options.vcf, reference: options.reference ?? null, layers },
    async (outcome) => {
      write(tsvLine(columns));
      const byAllele = groupByAllele(await outcome.rows('generate-peptides', 'peptides', peptideRows));
      const annotated = groupByAllele(
        await outcome.rows('annotate-consequences', 'consequences', consequences),
      );
      for (const variant of await outcome.rows('parse-variants', 'variants', variants)) {
        const genes = new Map(annotated.take(variant.alleleOrdinal).map((row) => [row.transcript, row.gene]));
        for (const row of byAllele.take(variant.alleleOrdinal)) {
          for (const { transcript, offset } of row.occurrences) {
            const place = [
              variant.chrom,
              variant.position,
              variant.ref,
              variant.alt,
              genes.get(transcript) ?? null,
              transcript,
              offset,
            ];
            write(
              tsvLine([
                row.peptide,
                row.peptide.length,
                row.input,
                ...place,
                row.wildtypePeptide,
                row.mutatedOffsets.join(','),
              ]),
            );
          }
        }
      }
    },
  );
  await write.end();
}
