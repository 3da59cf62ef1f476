/** Reads every evidence file of a run before the first variant is joined. */
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Variant } from '../../schemas/rows.js';
import type { ByteSource } from '../../schemas/stage.js';
import { type CopyNumberTable, readCopyNumber } from './copy-number/index.js';
import { type ExpressionTable, readExpressionTable } from './expression/index.js';
import { type HlaLoss, readHlaLoss } from './hla-loss/index.js';
import type { CollectEvidenceParams } from './params.js';
import { type RnaCounts, readRnaCounts, WantedAlleles } from './rna-counts/index.js';

interface SubmittedFiles {
  readonly expression: ByteSource | null;
  readonly rnaCounts: ByteSource | null;
  readonly copyNumber: ByteSource | null;
  readonly hlaLoss: ByteSource | null;
}

export interface EvidenceFiles {
  readonly expression: ExpressionTable | null;
  readonly rnaCounts: RnaCounts | null;
  readonly copyNumber: CopyNumberTable | null;
  readonly hlaLoss: HlaLoss | null;
}

/** All files that were given, null for the others. @throws EXPRESSION_MALFORMED, RNA_COUNTS_MALFORMED, COPY_NUMBER_MALFORMED, HLA_LOSS_MALFORMED */
export async function readEvidenceFiles(
  files: SubmittedFiles,
  context: {
    readonly variants: Iterable<Variant>;
    readonly reference: ReferenceBundle | null;
    readonly params: CollectEvidenceParams;
  },
): Promise<EvidenceFiles> {
  const { variants, reference, params } = context;
  return {
    expression: files.expression === null ? null : await readExpressionTable(files.expression),
    rnaCounts:
      files.rnaCounts === null
        ? null
        : await readRnaCounts(files.rnaCounts, wantedOf(variants, reference), params.rnaSample),
    copyNumber: files.copyNumber === null ? null : await readCopyNumber(files.copyNumber),
    hlaLoss:
      files.hlaLoss === null
        ? null
        : await readHlaLoss(files.hlaLoss, {
            maxCopies: params.hlaLossMaxCopies,
            maxPValue: params.hlaLossMaxPValue,
          }),
  };
}

/** A counts file may have a row for every base of the genome: only those of the run's alleles are kept. */
function wantedOf(variants: Iterable<Variant>, reference: ReferenceBundle | null): WantedAlleles {
  const wanted = new WantedAlleles(reference);
  for (const variant of variants) if (variant.event === null) wanted.want(variant);
  return wanted;
}
