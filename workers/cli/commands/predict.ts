import { AntigraphError } from '../../../schemas/errors.js';
import { parseClassIAllele } from '../../../schemas/hla.js';
import type { OmissionCode } from '../../../schemas/omissions.js';
import { panelOf } from '../../../stages/predict-binding/index.js';
import { tsvLine } from '../../../stages/shared/tsv.js';
import { openPredictor } from '../../local/resources.js';
import { checkFile } from '../options.js';
import { readPeptides } from '../read-peptides.js';
import { stdoutWriter } from '../stdout.js';

const columns = [
  'peptide',
  'allele',
  'affinity_nm',
  'percentile_rank',
  'presentation_score',
  'predictor',
  'version',
  'status',
];
const batchSize = 4096;

/** `antigraph predict`: one row per peptide × allele, peptides in file order, alleles as given. */
export async function predict(options: {
  readonly alleles: string;
  readonly peptides: string;
  readonly class: 'I' | 'II';
  readonly predictor: string;
}): Promise<void> {
  checkFile(options.peptides, '--peptides');
  if (options.class === 'II') {
    throw new AntigraphError('PREDICTOR_UNKNOWN', 'there is no bundled class II predictor yet', {
      fix: 'Run with --class I.',
    });
  }
  const alleles = [
    ...new Set(
      options.alleles
        .split(/[\s,;]+/)
        .filter((name) => name !== '')
        .map(parseClassIAllele),
    ),
  ];
  if (alleles.length === 0)
    throw new AntigraphError('HLA_EMPTY', '--alleles names no allele', {
      fix: 'For example --alleles HLA-A*02:01,HLA-B*07:02.',
    });
  const predictor = await openPredictor(options.predictor);
  panelOf(predictor, alleles);
  const peptides = await readPeptides(options.peptides);
  const write = stdoutWriter();
  write(tsvLine(columns));
  for (let start = 0; start < peptides.length; start += batchSize) {
    const batch = peptides.slice(start, start + batchSize);
    const block = await predictor.predict(batch, alleles);
    for (const [row, peptide] of batch.entries()) {
      for (const [column, allele] of alleles.entries()) {
        const at = row * alleles.length + column;
        const values = [block.affinityNm[at], block.percentileRank[at], block.presentationScore[at]].map(
          (value) => (value === undefined || Number.isNaN(value) ? null : value),
        );
        const standing = values.includes(null) ? unpredicted(peptide) : 'ok';
        write(tsvLine([peptide, allele, ...values, predictor.name, predictor.version, standing]));
      }
    }
  }
  await write.end();
}

/** Why there is no score: a letter no predictor takes, else the predictor itself (a length it does not know). */
function unpredicted(peptide: string): OmissionCode {
  return /^[ACDEFGHIKLMNPQRSTVWY]+$/.test(peptide) ? 'NOT_PREDICTED' : 'PEPTIDE_UNUSABLE';
}
