/** What a tenant's store says of its runs: handed in, cancelled, ended. Documents put once, so that crashes and races leave the first word standing. */
import type { TenantStore } from '../../pipeline/ports.js';
import { canonicalJson, type Sha256 } from '../../schemas/canonical.js';
import {
  type RunState,
  type RunSubmission,
  type RunVerdict,
  runSubmissionSchema,
  runVerdictSchema,
  type TenantId,
} from '../../schemas/service.js';
import { type RunId, type RunRecord, runIdSchema } from '../../schemas/tasks.js';

/** What a submitter decides about an attempt; the journal numbers it. */
export type AttemptRequest = Pick<
  RunSubmission,
  'submittedAtMs' | 'submittedBy' | 'priority' | 'webhook' | 'graph'
>;

/** One attempt at a run as the store has it now. */
export interface RunAttempt {
  readonly attempt: number;
  readonly submission: RunSubmission;
  /** null: not ended. */
  readonly verdict: RunVerdict | null;
  /** Somebody asked to stop this attempt. */
  readonly isCancelled: boolean;
  /** Whether its first task has been queued. */
  readonly isStarted: boolean;
}

export interface PendingRun {
  readonly run: RunId;
  readonly attempt: number;
}

export interface RunJournal {
  /**
   * Accepts a run: when this resolves it will be worked on whatever is lost later. A run that is at work or complete is joined
   * (`isNew` false); one that failed, was cancelled or was completed by another graph gets its next attempt. The inputs must be
   * in the store.
   */
  submit(
    record: RunRecord,
    wanted: AttemptRequest,
  ): Promise<{ readonly submission: RunSubmission; readonly isNew: boolean }>;
  /** null: never handed in. */
  latest(run: RunId): Promise<RunAttempt | null>;
  /** Notes that the attempt's first task is queued. */
  start(pending: PendingRun): Promise<void>;
  /** Asks the latest attempt to stop; the verdict comes from a worker. null: there is no such run. */
  cancel(run: RunId, by: string): Promise<'asked' | 'ended' | null>;
  /** Who asked the attempt to stop, null: nobody. */
  cancelledBy(pending: PendingRun): Promise<string | null>;
  /** Ends an attempt; gives the verdict that stands, the first one put. The marker stays until `clear`. */
  end(pending: PendingRun, verdict: Pick<RunVerdict, 'outcome' | 'endedAtMs'>): Promise<RunVerdict>;
  /** Attempts without a verdict; a few with one may be among them. Sorted by run. */
  pending(): Promise<readonly PendingRun[]>;
  /** Takes the marker of an attempt away: when all is done that its end asks for, or when its run was deleted. */
  clear(pending: PendingRun): Promise<void>;
  /**
   * For a marker whose attempt `latest` does not know: a submitter was lost between the two, or the run was deleted. Puts the
   * submission that the marker holds, or takes the marker away; false: there is nothing to work on.
   */
  recover(pending: PendingRun): Promise<boolean>;
}

/** What people are told of an attempt. */
export function stateOf({ verdict, isCancelled, isStarted }: RunAttempt): RunState {
  if (verdict !== null) return verdict.outcome.kind;
  if (isCancelled) return 'cancelling';
  return isStarted ? 'running' : 'queued';
}

/** Whether handing the run in again, to this graph, makes a new attempt. */
export function isOver({ verdict, submission }: RunAttempt, graph: Sha256): boolean {
  if (verdict === null) return false;
  return verdict.outcome.kind !== 'complete' || submission.graph !== graph;
}

/** The journal of one tenant. */
export function runJournal(tenant: TenantId, { artifacts, documents }: TenantStore): RunJournal {
  const latest = async (run: RunId): Promise<RunAttempt | null> => {
    const names = await documents.list(attemptsFolder(run));
    const attempt = Math.max(0, ...names.flatMap((name) => submissionNumber(run, name)));
    if (attempt === 0) return null;
    const has = (part: string) => names.includes(attemptName(run, attempt, part));
    const [submission, verdict] = await Promise.all([
      documents.get(attemptName(run, attempt, 'submission')),
      has('verdict') ? documents.get(attemptName(run, attempt, 'verdict')) : null,
    ]);
    if (submission === null) return null;
    return {
      attempt,
      submission: runSubmissionSchema.parse(JSON.parse(submission)),
      verdict: verdict === null ? null : runVerdictSchema.parse(JSON.parse(verdict)),
      isCancelled: has('cancel'),
      isStarted: has('start'),
    };
  };

  return {
    latest,
    async submit(record, wanted) {
      const before = await latest(record.id);
      if (before !== null && !isOver(before, wanted.graph))
        return { submission: before.submission, isNew: false };
      const attempt = (before?.attempt ?? 0) + 1;
      const submission: RunSubmission = {
        schema: 'antigraph.submission/1',
        run: record.id,
        tenant,
        attempt,
        ...wanted,
      };
      await artifacts.putRun(record);
      const text = canonicalJson(submission);
      // The marker goes first: a crash between the two leaves a marker that nobody was told of, never an accepted run without one.
      await documents.put(pendingName({ run: record.id, attempt }), text);
      const name = attemptName(record.id, attempt, 'submission');
      if ((await documents.put(name, text)) === 'created') return { submission, isNew: true };
      const first = await documents.get(name);
      return {
        submission: first === null ? submission : runSubmissionSchema.parse(JSON.parse(first)),
        isNew: false,
      };
    },
    async start({ run, attempt }) {
      await documents.put(attemptName(run, attempt, 'start'), '{}');
    },
    async cancel(run, by) {
      const attempt = await latest(run);
      if (attempt === null) return null;
      if (attempt.verdict !== null) return 'ended';
      await documents.put(attemptName(run, attempt.attempt, 'cancel'), canonicalJson({ by }));
      return 'asked';
    },
    async cancelledBy({ run, attempt }) {
      const text = await documents.get(attemptName(run, attempt, 'cancel'));
      return text === null ? null : String(JSON.parse(text).by);
    },
    async end({ run, attempt }, { outcome, endedAtMs }) {
      const verdict: RunVerdict = { schema: 'antigraph.verdict/1', run, attempt, outcome, endedAtMs };
      const name = attemptName(run, attempt, 'verdict');
      const isFirst = (await documents.put(name, canonicalJson(verdict))) === 'created';
      const text = isFirst ? null : await documents.get(name);
      const standing = text === null ? verdict : runVerdictSchema.parse(JSON.parse(text));
      return standing;
    },
    async pending() {
      const names = await documents.list(pendingFolder);
      return names.flatMap(pendingOf);
    },
    clear: (pending) => documents.remove(pendingName(pending)),
    async recover(pending) {
      const text = await documents.get(pendingName(pending));
      if (text === null) return false;
      if ((await artifacts.getRun(pending.run)) === null) {
        await documents.remove(pendingName(pending));
        return false;
      }
      await documents.put(attemptName(pending.run, pending.attempt, 'submission'), text);
      return true;
    },
  };
}

const pendingFolder = 'pending/';

/** Numbers are padded so that names sort as attempts do. */
function padded(attempt: number): string {
  return String(attempt).padStart(4, '0');
}

function pendingName({ run, attempt }: PendingRun): string {
  return `${pendingFolder}${run}.${padded(attempt)}.json`;
}

function pendingOf(name: string): PendingRun[] {
  const [, id, number] = /^pending\/(run-[0-9a-f]{16})\.(\d+)\.json$/.exec(name) ?? [];
  return id === undefined ? [] : [{ run: runIdSchema.parse(id), attempt: Number(number) }];
}

function attemptsFolder(run: RunId): string {
  return `runs/${run}/attempts/`;
}

function attemptName(run: RunId, attempt: number, part: string): string {
  return `${attemptsFolder(run)}${padded(attempt)}.${part}.json`;
}

function submissionNumber(run: RunId, name: string): number[] {
  const [, number] = /^(\d+)\.submission\.json$/.exec(name.slice(attemptsFolder(run).length)) ?? [];
  return number === undefined ? [] : [Number(number)];
}
