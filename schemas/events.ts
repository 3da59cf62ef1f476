/** What a run tells while it works: printed as NDJSON with --json, drawn as progress on a terminal, kept as the run's event log. */
export const eventSchemaVersion = 'antigraph.events/1';

export type RunEvent =
  | { readonly event: 'run-started'; readonly run: string; readonly stages: readonly string[] }
  | {
      readonly event: 'stage-started';
      readonly stage: string;
      readonly tasks: number;
      readonly cached: number;
    }
  | {
      readonly event: 'task-finished';
      readonly stage: string;
      readonly task: string;
      readonly cached: boolean;
      readonly durationMs: number;
    }
  | {
      readonly event: 'stage-finished';
      readonly stage: string;
      readonly cached: boolean;
      readonly rows: Readonly<Record<string, number>>;
      readonly durationMs: number;
    }
  | { readonly event: 'warning'; readonly message: string }
  | {
      readonly event: 'run-finished';
      readonly run: string;
      readonly tasksRun: number;
      readonly tasksCached: number;
      readonly durationMs: number;
    }
  | { readonly event: 'run-failed'; readonly run: string; readonly code: string; readonly message: string };
