/** What was known of a run when it was handed in, and the request does not hold: lies with the run and goes with it. */
import { z } from 'zod';
import type { DocumentStore } from '../../../pipeline/ports.js';
import type { ReferenceSummary } from '../../../schemas/reference.js';
import type { RunId } from '../../../schemas/tasks.js';
import { predictorFacts } from '../../results/run-file.js';

/** null: no allele of the class is scored. */
const predictorSchema = z.object({ name: z.string(), version: z.string(), digest: z.string() }).nullable();

const submittedSchema = z.object({
  schema: z.literal('antigraph.submitted/1'),
  warnings: z.array(z.string()),
  /** As the run names them: a service may offer others by the time somebody asks for the results. */
  reference: z.object({ digest: z.string(), summary: z.custom<ReferenceSummary>(isObject) }).nullable(),
  predictor: predictorSchema,
  classTwoPredictor: predictorSchema.default(null),
  antigraph: z.string(),
});
export type Submitted = Omit<z.infer<typeof submittedSchema>, 'schema'>;

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The first one stays: of equal requests all but the warnings is equal. */
export async function putSubmitted(
  documents: DocumentStore,
  run: RunId,
  { warnings, reference, predictor, classTwoPredictor, antigraph }: Submitted,
): Promise<void> {
  const document = {
    schema: 'antigraph.submitted/1',
    warnings,
    reference: reference === null ? null : { digest: reference.digest, summary: reference.summary },
    ...predictorFacts({ predictor, classTwoPredictor }),
    antigraph,
  };
  await documents.put(nameOf(run), JSON.stringify(document));
}

/** null: the run was not handed in through the API. */
export async function readSubmitted(documents: DocumentStore, run: RunId): Promise<Submitted | null> {
  const text = await documents.get(nameOf(run));
  return text === null ? null : submittedSchema.parse(JSON.parse(text));
}

function nameOf(run: RunId): string {
  return `runs/${run}/submitted.json`;
}
