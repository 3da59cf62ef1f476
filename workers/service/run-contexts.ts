import {
  advanceRun,
  planTask,
  type RunMemory,
  type RunProgress,
  runMemory,
} from '../../pipeline/advance-run.js';
import type { GraphNode } from '../../pipeline/graph-node.js';
import type { PlannedTask } from '../../pipeline/planner.js';
import type { ServiceStore, TenantStore } from '../../pipeline/ports.js';
import type { RunSubmission, TenantId } from '../../schemas/service.js';
import type { RunId, RunRecord, TaskKey } from '../../schemas/tasks.js';
import { type RunJournal, runJournal } from './run-journal.js';

/** An attempt at a run as one process knows it: what it asks for, and what has been seen of it. */
export interface RunContext {
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly attempt: number;
  readonly submission: RunSubmission;
  readonly record: RunRecord;
  readonly store: TenantStore;
  readonly journal: RunJournal;
  readonly memory: RunMemory;
}

export interface RunContexts {
  /** The run's attempt that is at work; null: it has ended, or there is no such run. `isFresh`: as the store has it now. */
  get(tenant: TenantId, run: RunId, options: { readonly isFresh: boolean }): Promise<RunContext | null>;
  /** Follows the manifests, see advanceRun. */
  advance(context: RunContext, atWork: ReadonlySet<string>): Promise<RunProgress>;
  /** The task and its stage, if the run asks for it by now. */
  plannedTask(context: RunContext, key: TaskKey): Promise<{ stage: string; task: PlannedTask } | null>;
  /** What was seen of the run may no longer be there. */
  forget(tenant: TenantId, run: RunId): void;
}

/** Tasks that a process knows at once, of all runs together: each with its plan and manifest some kilobytes. */
const tasksKept = 30_000;
const opensPerCount = 64;

/** Opens runs when they are first asked for and keeps those used last. */
export function runContexts(store: ServiceStore, graph: readonly GraphNode[]): RunContexts {
  const known = new Map<string, RunContext>();
  const opening = new Map<string, Promise<RunContext | null>>();
  const use = (name: string, context: RunContext): void => {
    known.delete(name);
    known.set(name, context);
  };
  let opened = 0;
  const makeRoom = (): void => {
    opened += 1;
    // Counting what is known takes as long as there is much of it.
    if (opened % opensPerCount !== 0) return;
    let tasks = 0;
    for (const { memory } of known.values()) tasks += memory.stageOf.size + 1;
    for (const [name, { memory }] of known) {
      if (tasks <= tasksKept) return;
      known.delete(name);
      tasks -= memory.stageOf.size + 1;
    }
  };
  const load = async (tenant: TenantId, run: RunId, before: RunContext | null) => {
    const place = store.tenant(tenant);
    const journal = runJournal(tenant, place);
    const [latest, record] = await Promise.all([
      journal.latest(run),
      before?.record ?? place.artifacts.getRun(run),
    ]);
    if (latest === null || record === null || latest.verdict !== null) return null;
    const { attempt, submission } = latest;
    // The same attempt keeps what was seen of it; another one looks again.
    if (before !== null && isSame(before.submission, submission)) return before;
    return { tenant, run, attempt, submission, record, store: place, journal, memory: runMemory() };
  };
  const following = ({ record, store: place, memory }: RunContext) => ({
    graph,
    request: record.request,
    store: place.artifacts,
    memory,
  });

  return {
    advance: (context, atWork) => advanceRun({ ...following(context), atWork }),
    async get(tenant, run, { isFresh }) {
      const name = `${tenant}~${run}`;
      const before = known.get(name);
      if (before !== undefined && !isFresh) {
        use(name, before);
        return before;
      }
      // Of those who only want to know the run, all wait for the same look.
      const underWay = opening.get(name);
      if (underWay !== undefined && !isFresh) return underWay;
      const loading = load(tenant, run, before ?? null);
      opening.set(name, loading);
      try {
        const context = await loading;
        if (context === null) known.delete(name);
        else if (opening.get(name) === loading) use(name, context);
        if (before === undefined) makeRoom();
        return context;
      } finally {
        if (opening.get(name) === loading) opening.delete(name);
      }
    },
    plannedTask: async (context, key) =>
      context.memory.stageOf.get(key) ?? (await planTask(following(context), key)),
    forget(tenant, run) {
      known.delete(`${tenant}~${run}`);
      opening.delete(`${tenant}~${run}`);
    },
  };
}

function isSame(a: RunSubmission, b: RunSubmission): boolean {
  return a.attempt === b.attempt && a.submittedAtMs === b.submittedAtMs;
}
