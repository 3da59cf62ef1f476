import { consequences, peptides as peptideRows, variants } from '../../../schemas/artifacts.js';
import { groupByAllele } from '../../../stages/shared/group-by-allele.js';
import { tsvLine } from '../../../stages/shared/tsv.js';
import { otherInputs } from '../../submission/patient-files.js';
import { checkFile, type PeptideClass, parseLengths, settingsOf, type VariantOptions } from '../options.js';
import { withPartialRun } from '../partial-graph.js';
import { checkOtherFiles } from '../patient-files.js';
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

/** Lengths as the stage takes them: 12 to 14 are cut once where both classes are asked for. */
function lengthParameters(options: { readonly lengths?: string; readonly class: PeptideClass }): {
  readonly classILengths: readonly number[];
  readonly classIILengths: readonly number[];
} {
  const lengths = parseLengths(options.lengths, options.class);
  const shortest = options.class === 'II' ? 0 : 15;
  return {
    classILengths: lengths.filter((length) => length < shortest),
    classIILengths: lengths.filter((length) => length >= shortest),
  };
}

/** `antigraph peptides`: one row per distinct peptide × variant × transcript. */
export async function peptides(
  options: VariantOptions & { readonly lengths?: string; readonly class: PeptideClass },
): Promise<void> {
  checkFile(options.vcf, '--vcf');
  checkOtherFiles(options);
  checkAnnotationSource(options);
  const settings = settingsOf({
    execution: {},
    paramsFile: options.params,
    assignments: options.set,
    flags: flagParameters(options, null),
  });
  const lengths = {
    source: 'flag --lengths',
    values: { 'generate-peptides': lengthParameters(options) },
  };
  const layers = [...settings.layers, lengths];
  const write = stdoutWriter();
  await withPartialRun(
    {
      until: 'generate-peptides',
      vcf: options.vcf,
      others: otherInputs(options),
      reference: options.reference ?? null,
      layers,
    },
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
