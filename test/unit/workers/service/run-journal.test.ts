import { expect, test } from 'vitest';
import { memoryServiceStore } from '../../../../infra/stores/service-store.js';
import { sha256 } from '../../../../schemas/canonical.js';
import { tenantIdSchema } from '../../../../schemas/service.js';
import { type RunRecord, type RunRequest, runIdOf } from '../../../../schemas/tasks.js';
import { runJournal, stateOf } from '../../../../workers/service/run-journal.js';

const request: RunRequest = { inputs: {}, params: {}, resources: {} };
const run = runIdOf(request);
const record: RunRecord = { schema: 'antigraph.run/1', id: run, request, labels: {}, tasks: [] };
const wanted = {
  submittedAtMs: 1000,
  submittedBy: 'key',
  priority: 5,
  webhook: null,
  graph: sha256('graph'),
};
const complete = { outcome: { kind: 'complete' as const }, endedAtMs: 2000 };
const failed = {
  outcome: { kind: 'failed' as const, stage: null, failure: { code: 'X', message: 'x', fix: null } },
  endedAtMs: 2000,
};

function open() {
  const tenant = tenantIdSchema.parse('lab');
  const place = memoryServiceStore().tenant(tenant);
  return { place, journal: runJournal(tenant, place) };
}

async function state(journal: ReturnType<typeof open>['journal']) {
  const latest = await journal.latest(run);
  return latest === null ? null : stateOf(latest);
}

test('a run goes from queued to running to its verdict', async () => {
  const { journal } = open();
  expect(await journal.latest(run)).toBeNull();
  expect(await journal.submit(record, wanted)).toMatchObject({ isNew: true, submission: { attempt: 1 } });
  expect(await state(journal)).toBe('queued');
  await journal.start({ run, attempt: 1 });
  expect(await state(journal)).toBe('running');
  await journal.end({ run, attempt: 1 }, complete);
  expect(await state(journal)).toBe('complete');
});

test('a run at work or complete is joined; one that failed gets its next attempt', async () => {
  const { journal } = open();
  await journal.submit(record, wanted);
  expect(await journal.submit(record, wanted)).toMatchObject({ isNew: false, submission: { attempt: 1 } });
  await journal.end({ run, attempt: 1 }, failed);
  expect(await journal.submit(record, wanted)).toMatchObject({ isNew: true, submission: { attempt: 2 } });
  expect(await state(journal)).toBe('queued');
  await journal.end({ run, attempt: 2 }, complete);
  expect(await journal.submit(record, wanted)).toMatchObject({ isNew: false, submission: { attempt: 2 } });
});

test('a run that was completed by another graph gets its next attempt', async () => {
  const { journal } = open();
  await journal.submit(record, wanted);
  await journal.end({ run, attempt: 1 }, complete);
  const newer = { ...wanted, graph: sha256('newer graph') };
  expect(await journal.submit(record, newer)).toMatchObject({ isNew: true, submission: { attempt: 2 } });
  expect(await journal.submit(record, newer)).toMatchObject({ isNew: false, submission: { attempt: 2 } });
});

test('of many who hand in the same run at once one is first, and all get its submission', async () => {
  const { journal } = open();
  const answers = await Promise.all(
    [1, 2, 3].map((at) => journal.submit(record, { ...wanted, submittedAtMs: at })),
  );
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(new Set(answers.map(({ submission }) => submission.submittedAtMs)).size).toBe(1);
  expect(await journal.pending()).toEqual([{ run, attempt: 1 }]);
});

test('the first verdict stays', async () => {
  const { journal } = open();
  await journal.submit(record, wanted);
  await journal.end({ run, attempt: 1 }, failed);
  expect((await journal.end({ run, attempt: 1 }, complete)).outcome.kind).toBe('failed');
});

test('a cancelled attempt is cancelling until its verdict, and says who asked', async () => {
  const { journal } = open();
  expect(await journal.cancel(run, 'me')).toBeNull();
  await journal.submit(record, wanted);
  expect(await journal.cancelledBy({ run, attempt: 1 })).toBeNull();
  expect(await journal.cancel(run, 'me')).toBe('asked');
  expect(await journal.cancel(run, 'another')).toBe('asked');
  expect(await journal.cancelledBy({ run, attempt: 1 })).toBe('me');
  expect(await state(journal)).toBe('cancelling');
  await journal.end({ run, attempt: 1 }, { outcome: { kind: 'cancelled', by: 'me' }, endedAtMs: 1 });
  expect(await state(journal)).toBe('cancelled');
  expect(await journal.cancel(run, 'me')).toBe('ended');
});

test('a marker stays until it is cleared', async () => {
  const { journal } = open();
  await journal.submit(record, wanted);
  await journal.end({ run, attempt: 1 }, complete);
  expect(await journal.pending()).toEqual([{ run, attempt: 1 }]);
  await journal.clear({ run, attempt: 1 });
  expect(await journal.pending()).toEqual([]);
});

test('a submitter that was lost after the marker leaves a submission that can be recovered', async () => {
  const { journal, place } = open();
  await journal.submit(record, wanted);
  await place.documents.remove(`runs/${run}/attempts/0001.submission.json`);
  expect(await journal.latest(run)).toBeNull();
  expect(await journal.recover({ run, attempt: 1 })).toBe(true);
  expect((await journal.latest(run))?.submission).toMatchObject(wanted);
});

test('the marker of a run that was deleted is taken away', async () => {
  const { journal, place } = open();
  await journal.submit(record, wanted);
  await place.artifacts.deleteRun(run);
  await place.documents.remove(`runs/${run}/attempts/0001.submission.json`);
  expect(await journal.recover({ run, attempt: 1 })).toBe(false);
  expect(await journal.pending()).toEqual([]);
});
