import { AntigraphError } from '../../../schemas/errors.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { headOf } from '../../../stages/shared/head-of.js';
import { notVcfHint } from '../../../stages/shared/vcf/not-vcf.js';
import { type InputKind, inputKinds, kindOf, readingError, sourceOf } from '../input-kind.js';
import { checkFile } from '../options.js';
import {
  describeFinding,
  type Finding,
  findingJson,
  type Inspection,
  isUsable,
} from '../validate/finding.js';
import { inspectDecisions } from '../validate/inspect-decisions.js';
import { inspectDrivers } from '../validate/inspect-drivers.js';
import { inspectFusions, inspectJunctions } from '../validate/inspect-events.js';
import {
  inspectCopyNumber,
  inspectExpression,
  inspectHlaLoss,
  inspectRnaCounts,
} from '../validate/inspect-evidence.js';
import { inspectNormalExpression } from '../validate/inspect-normal-expression.js';
import { inspectAnnotation, inspectFasta, inspectReference } from '../validate/inspect-sequences.js';
import {
  inspectGenotype,
  inspectParameters,
  inspectPeptides,
  inspectSamplesheet,
} from '../validate/inspect-tables.js';
import { inspectMaf, inspectVcf } from '../validate/inspect-vcf.js';

interface OpenFile {
  readonly path: string;
  readonly source: ByteSource;
  readonly head: Buffer;
}

const inspectors: Readonly<Record<InputKind, (file: OpenFile) => Inspection | Promise<Inspection>>> = {
  vcf: ({ source }) => inspectVcf(source),
  bcf: ({ source }) => inspectVcf(source),
  maf: ({ source }) => inspectMaf(source),
  reference: ({ path }) => inspectReference(path),
  fasta: ({ path, source, head }) => inspectFasta(path, source, head),
  annotation: ({ source, head }) => inspectAnnotation(source, head),
  expression: ({ source }) => inspectExpression(source),
  rnaCounts: ({ source }) => inspectRnaCounts(source),
  copyNumber: ({ source }) => inspectCopyNumber(source),
  hlaLoss: ({ source }) => inspectHlaLoss(source),
  normalExpression: ({ source }) => inspectNormalExpression(source),
  decisions: ({ source }) => inspectDecisions(source),
  drivers: ({ source }) => inspectDrivers(source),
  fusions: ({ source, head }) => inspectFusions(source, head),
  junctions: ({ source, head }) => inspectJunctions(source, head),
  hla: ({ path }) => inspectGenotype(path),
  peptides: ({ path, source }) => inspectPeptides(path, source),
  samplesheet: ({ path }) => inspectSamplesheet(path),
  parameters: ({ path }) => inspectParameters(path),
  unknown: refuseUnknown,
};

/** `antigraph validate`: what each file is and whether it can be used; exit code 3 if one cannot. */
export async function validate(
  paths: readonly string[],
  options: { readonly strict?: boolean; readonly json?: boolean },
): Promise<void> {
  const isStrict = options.strict === true;
  for (const path of paths) {
    const finding = await inspect(path);
    process.stdout.write(
      options.json === true ? findingJson(finding, isStrict) : describeFinding(finding, isStrict),
    );
    if (!isUsable(finding, isStrict)) process.exitCode = 3;
  }
}

/** A file that cannot be used is an answer: the others are still wanted. */
async function inspect(path: string): Promise<Finding> {
  const found: { kind: InputKind } = { kind: 'unknown' };
  try {
    checkFile(path, 'validate');
    const source = sourceOf(path);
    const head = await headOf(source);
    found.kind = kindOf(head);
    const inspection = await inspectors[found.kind]({ path, source, head });
    return { file: path, kind: found.kind, ...inspection, error: null };
  } catch (error) {
    return { file: path, kind: found.kind, facts: {}, warnings: [], error: readingError(error, path) };
  }
}

function refuseUnknown({ source, head }: OpenFile): never {
  const [firstLine = ''] = head.toString('utf8').split(/\r?\n/, 1);
  const { found, fix, isKnown } = notVcfHint(firstLine);
  const kinds = Object.values(inputKinds).filter((name) => name !== inputKinds.unknown);
  throw new AntigraphError('FILE_UNKNOWN', `expected a file of a kind that antigraph reads, found ${found}`, {
    at: { file: source.name },
    fix: isKnown ? fix : `It reads: ${kinds.join(', ')}.`,
  });
}
