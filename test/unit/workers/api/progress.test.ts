import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIdSchema } from '../../../../schemas/tasks.js';
import { lastEventId, progressStream } from '../../../../workers/api/runs/progress.js';
import { runJournal } from '../../../../workers/service/run-journal.js';
import { lab, startApi, type TestApi } from '../../../support/api.js';
import { exampleSubmission, submit } from '../../../support/patient-submission.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const stage = (name: string) => ({ event: 'stage-started', stage: name, tasks: 1, cached: 0 }) as const;

describe('the events of a run', () => {
  it('go on after the last one that was seen, and end with the run', async () => {
    const { headers } = await api.key(lab, 'submit');
    const answer = await submit(api.app, headers, await exampleSubmission(api.app, headers));
    const run = runIdSchema.parse(answer.json().id);
    api.dispatcher.publish(run, stage('parse-variants'));
    api.dispatcher.publish(run, stage('annotate-consequences'));
    const store = api.store.tenant(lab);
    const events = progressStream({
      tenant: lab,
      run,
      after: '1-0',
      store,
      dispatcher: api.dispatcher,
      signal: new AbortController().signal,
      now: Date.now,
    });
    const seen: string[] = [];
    for await (const text of events) {
      seen.push(text);
      if (seen.length !== 2) continue;
      await runJournal(lab, store).end({ run, attempt: 1 }, { outcome: { kind: 'complete' }, endedAtMs: 1 });
      api.dispatcher.publish(run, { event: 'run-finished', run, tasksRun: 2, tasksCached: 0, durationMs: 1 });
    }
    expect(seen[0]).toContain('event: state\n');
    expect(seen[1]).toContain('id: 2-0\nevent: stage-started\n');
    expect(seen[1]).toContain('annotate-consequences');
    expect(seen.at(-1)).toContain('event: ended\n');
    expect(seen).toHaveLength(3);
  });

  it('take up no number that is not one of theirs', () => {
    expect(lastEventId('1700000000000-3')).toBe('1700000000000-3');
    expect(lastEventId('1-0 COUNT 5')).toBeNull();
    expect(lastEventId(undefined)).toBeNull();
  });
});
