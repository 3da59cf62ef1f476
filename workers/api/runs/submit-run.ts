/** Accepts a run: everything that can be wrong is found before, and nobody is told so before it is kept. */
import { graph } from '../../../pipeline/graph.js';
import { graphDigest } from '../../../pipeline/planner.js';
import type { TenantStore } from '../../../pipeline/ports.js';
import type { SubmitRunBody } from '../../../schemas/api.js';
import { canonicalJson, sha256 } from '../../../schemas/canonical.js';
import { AntigraphError } from '../../../schemas/errors.js';
import type { TenantId } from '../../../schemas/service.js';
import { type RunId, type RunRecord, runIdOf } from '../../../schemas/tasks.js';
import { isOver, runJournal } from '../../service/run-journal.js';
import { type Genotype, genotypeOfNames, genotypeOfText } from '../../submission/genotype.js';
import { patientInputs } from '../../submission/patient-files.js';
import { classLayers, factParameters, namingLayers } from '../../submission/patient-parameters.js';
import { predictorsOf, runRequestOf } from '../../submission/run-request.js';
import type { ApiDependencies } from '../dependencies.js';
import { claim, claimOf } from './idempotency.js';
import { addToIndex } from './run-index.js';
import { putSubmitted, type Submitted } from './submitted.js';
import { findUpload, inputsOf, unknownUpload } from './uploads.js';

export interface Submission {
  readonly tenant: TenantId;
  readonly by: string;
  readonly body: SubmitRunBody;
  /** null: none was sent. */
  readonly idempotencyKey: string | null;
}

export interface Accepted {
  readonly run: RunId;
  /** False: the same run was here already, at work or complete, or the same submission was sent before. */
  readonly isNew: boolean;
}

type Needs = Pick<
  ApiDependencies,
  'store' | 'dispatcher' | 'references' | 'predictor' | 'webhooks' | 'audit' | 'version' | 'logger' | 'now'
>;

/**
 * Gives the run's id once the store has it. @throws UPLOAD_UNKNOWN, REFERENCE_MISSING, PARAMETER_INVALID, HLA_MALFORMED, HLA_EMPTY,
 * HLA_UNSUPPORTED, USAGE, WEBHOOK_REFUSED, IDEMPOTENCY_KEY_REUSED
 */
export async function submitRun(submission: Submission, needs: Needs): Promise<Accepted> {
  const { tenant, by, body, idempotencyKey } = submission;
  const store = needs.store.tenant(tenant);
  const journal = runJournal(tenant, store);
  const bodyHash = sha256(canonicalJson(body));
  const earlier = idempotencyKey === null ? null : await claimOf(store.documents, idempotencyKey, bodyHash);
  if (earlier !== null && ((await journal.latest(earlier.run))?.attempt ?? 0) > earlier.attemptsBefore)
    return { run: earlier.run, isNew: false };
  const { record, submitted } = await recordOf(body, store, needs);
  const webhook = await webhookOf(submission, needs);
  const before = await journal.latest(record.id);
  const planned = graphDigest(graph);
  if (idempotencyKey !== null && earlier === null) {
    // One that is at work or complete is joined, so its attempt is this submission's.
    const attemptsBefore = before === null ? 0 : before.attempt - (isOver(before, planned) ? 0 : 1);
    await claim(store.documents, idempotencyKey, { bodyHash, run: record.id, attemptsBefore });
  }
  const submittedAtMs = needs.now();
  await addToIndex(store.documents, record.id, submittedAtMs);
  await putSubmitted(store.documents, record.id, submitted);
  await keepInputs(record, store, before === null);
  const { submission: accepted, isNew } = await journal.submit(record, {
    submittedAtMs,
    submittedBy: by,
    priority: body.priority,
    webhook,
    graph: planned,
  });
  await needs.audit.append({ actor: by, tenant, action: 'run-submitted', run: record.id });
  try {
    await needs.dispatcher.submit(tenant, accepted.run);
  } catch (error) {
    // It is accepted: the store has it, and the sweep adds what the queue has missed.
    needs.logger.warn({ code: codeOf(error), run: accepted.run }, 'the queue was not told of a run');
  }
  return { run: accepted.run, isNew };
}

/** The record goes first and the inputs are looked at after it, so that no deletion of another run can take them meanwhile. */
async function keepInputs(record: RunRecord, store: TenantStore, isFirst: boolean): Promise<void> {
  await store.artifacts.putRun(record);
  for (const [input, { parts }] of Object.entries(record.request.inputs)) {
    for (const { sha256: id } of parts) {
      if ((await findUpload(store, id)) !== null) continue;
      if (isFirst) await store.artifacts.deleteRun(record.id);
      throw unknownUpload(id, input);
    }
  }
}

/** What the body asks for, as the request that the command line would make of the same files and options. */
async function recordOf(
  body: SubmitRunBody,
  store: TenantStore,
  { references, predictor: open, version }: Needs,
): Promise<{ readonly record: RunRecord; readonly submitted: Submitted }> {
  const { inputs, labels } = await inputsOf(store, patientInputs(body.files));
  checkAnnotationSource(body);
  const reference = body.reference === null ? null : references.find(body.reference);
  const genotype = genotypeIn(body);
  const predictors = await predictorsOf(genotype, open);
  const request = runRequestOf({
    inputs,
    layers: [
      ...classLayers(genotype),
      ...namingLayers({ vcf: labels['vcf'] ?? 'vcf', patient: body.patient ?? null, source: 'patient' }),
      { source: 'submission', values: factParameters(body, genotype) },
      { source: 'params', values: body.params },
    ],
    reference: reference?.digest ?? null,
    predictors,
  });
  const record = { schema: 'antigraph.run/1' as const, id: runIdOf(request), request, labels, tasks: [] };
  const submitted = { warnings: [...genotype.warnings], reference, ...predictors, antigraph: version };
  return { record, submitted };
}

function genotypeIn({ hla, mhcClass }: SubmitRunBody): Genotype {
  const asked = mhcClass ?? null;
  return 'alleles' in hla
    ? genotypeOfNames(hla.alleles, asked)
    : genotypeOfText(hla.file.text, hla.file.name, asked);
}

function checkAnnotationSource({ reference, useCsq }: SubmitRunBody): void {
  if (reference !== null || useCsq) return;
  throw new AntigraphError(
    'PARAMETER_INVALID',
    'neither reference nor useCsq is given: nothing tells what the variants do to proteins',
    {
      at: { field: 'reference' },
      fix: 'Name one of GET /api/v1/references, or set useCsq if the VCF is annotated by VEP (CSQ) with the wild-type proteins.',
    },
  );
}

async function webhookOf({ tenant, body }: Submission, { webhooks }: Needs) {
  if (body.webhook === null) return null;
  if (webhooks !== null) return webhooks.accept(tenant, body.webhook.url);
  throw new AntigraphError('WEBHOOK_REFUSED', 'this service calls no webhooks', {
    at: { field: 'webhook' },
    fix: 'Leave it out, and poll GET /api/v1/runs/{id} or read its events.',
  });
}

function codeOf(error: unknown): string {
  return error instanceof AntigraphError ? error.code : 'INVARIANT_BROKEN';
}
