import { describe, expect, it } from 'vitest';
import { memoryServiceStore } from '../../../../infra/stores/service-store.js';
import type { DocumentStore } from '../../../../pipeline/ports.js';
import { canonicalJson } from '../../../../schemas/canonical.js';
import { tenantIdSchema } from '../../../../schemas/service.js';
import { runIdSchema } from '../../../../schemas/tasks.js';
import { auditLog } from '../../../../workers/service/audit-log.js';
import { auditEntries, verifyAuditLog } from '../../../../workers/service/audit-verify.js';

const tenant = tenantIdSchema.parse('clinic-1');
const run = (n: number) => runIdSchema.parse(`run-${String(n).padStart(16, '0')}`);
const submitted = (n: number) => ({ actor: 'key', tenant, action: 'run-submitted', run: run(n) }) as const;

/** Documents as the store has them, and changed behind its back. */
function setup() {
  const clock = { now: Date.parse('2026-03-01T12:00:00Z') };
  const { documents } = memoryServiceStore();
  const replace = async (name: string, change: (text: string) => string) => {
    const text = (await documents.get(name)) ?? '';
    await documents.remove(name);
    await documents.put(name, change(text));
  };
  const names = () => documents.list('audit/');
  return { clock, documents, replace, names, now: () => clock.now };
}

/** Three blocks of one writer, then three of another that has seen them. */
async function twoWriters() {
  const place = setup();
  for (const _ of [1, 2]) {
    const log = auditLog(place.documents, place.now);
    for (const n of [1, 2, 3]) {
      place.clock.now += 1000;
      await log.append(submitted(n));
    }
  }
  const names = await place.names();
  const [first = '', second = '', third = '', ...others] = names;
  return { ...place, first, second, third, others };
}
const problemsOf = async (documents: DocumentStore) => (await verifyAuditLog(documents)).problems;

describe('an audit log as it was written', () => {
  it('has no problem, and counts its entries', async () => {
    const { documents } = await twoWriters();
    expect(await verifyAuditLog(documents)).toMatchObject({ blocks: 6, entries: 6, problems: [] });
  });

  it('lists the entries of all writers in order of time', async () => {
    const { documents, now, clock } = setup();
    const [a, b] = [auditLog(documents, now), auditLog(documents, now)];
    for (const n of [1, 2, 3, 4]) {
      clock.now += 1000;
      await (n % 2 === 0 ? a : b).append(submitted(n));
    }
    const entries = await auditEntries(documents, () => true);
    expect(entries.map((entry) => entry.run)).toEqual([1, 2, 3, 4].map(run));
    expect(await auditEntries(documents, (entry) => entry.run === run(3))).toHaveLength(1);
  });

  it('puts what is said while a block is on its way together into the next', async () => {
    const { documents, now } = setup();
    const log = auditLog(documents, now);
    await Promise.all(Array.from({ length: 1200 }, (_, n) => log.append(submitted(n))));
    expect(await verifyAuditLog(documents)).toMatchObject({ blocks: 4, entries: 1200, problems: [] });
  });

  it('goes on over midnight', async () => {
    const { documents, now, clock, names } = setup();
    const log = auditLog(documents, now);
    await log.append(submitted(1));
    clock.now += 12 * 3_600_000;
    await log.append(submitted(2));
    expect((await names()).map((name) => name.split('/')[1])).toEqual(['2026-03-01', '2026-03-02']);
    expect(await problemsOf(documents)).toEqual([]);
  });
});

describe('verifying finds', () => {
  it('an edited entry, where the next block names it', async () => {
    const { documents, first, second, replace } = await twoWriters();
    await replace(first, (text) => text.replace('"actor":"key"', '"actor":"kez"'));
    expect(await problemsOf(documents)).toContainEqual({
      where: second,
      problem: 'does not follow from the block before it: one of the two was edited',
    });
  });

  it('an edited last entry of a chain that another writer saw', async () => {
    const { documents, third, replace } = await twoWriters();
    await replace(third, (text) => text.replace('"actor":"key"', '"actor":"kez"'));
    expect(await problemsOf(documents)).toEqual([
      expect.objectContaining({ problem: expect.stringContaining('is another than the one that was seen') }),
    ]);
  });

  it('a removed entry', async () => {
    const { documents, second, third } = await twoWriters();
    await documents.remove(second);
    expect(await problemsOf(documents)).toContainEqual({
      where: third,
      problem: 'follows block 1: 1 between them are missing',
    });
  });

  it('a chain without its beginning', async () => {
    const { documents, first, second } = await twoWriters();
    await documents.remove(first);
    expect((await problemsOf(documents)).map(({ where }) => where)).toContain(second);
  });

  it('a cut-off end, and a chain that is gone, if another writer saw them', async () => {
    const { documents, first, second, third } = await twoWriters();
    await documents.remove(third);
    expect(await problemsOf(documents)).toEqual([
      expect.objectContaining({ problem: expect.stringMatching(/^block 3, seen by .* is missing$/) }),
    ]);
    await documents.remove(second);
    await documents.remove(first);
    expect(await problemsOf(documents)).toHaveLength(1);
  });

  it('entries whose places were exchanged', async () => {
    const { documents, first, second, replace } = await twoWriters();
    const [a, b] = [await documents.get(first), await documents.get(second)];
    await replace(first, () => b ?? '');
    await replace(second, () => a ?? '');
    expect((await problemsOf(documents)).map(({ where }) => where)).toEqual(
      expect.arrayContaining([first, second]),
    );
  });

  it('a cut-off end that nobody saw, by a noted head alone', async () => {
    const { documents, others } = await twoWriters();
    const { heads } = await verifyAuditLog(documents);
    const last = others.at(-1) ?? '';
    await documents.remove(last);
    expect(await problemsOf(documents)).toEqual([]);
    expect((await verifyAuditLog(documents, heads)).problems).toEqual([
      expect.objectContaining({ problem: 'block 3, seen by a note kept elsewhere, is missing' }),
    ]);
  });

  it('a chain that was rewritten as a whole, by a noted head', async () => {
    const { documents, now } = setup();
    await auditLog(documents, now).append(submitted(1));
    const { heads } = await verifyAuditLog(documents);
    for (const name of await documents.list('audit/')) {
      const block = JSON.parse((await documents.get(name)) ?? '');
      await documents.remove(name);
      await documents.put(name, canonicalJson({ ...block, entries: [] }));
    }
    expect(await problemsOf(documents)).toEqual([]);
    expect((await verifyAuditLog(documents, heads)).problems).toHaveLength(1);
  });

  it('what is no block', async () => {
    const { documents, first, replace } = await twoWriters();
    await replace(first, () => '{');
    await documents.put('audit/notes.txt', 'x');
    expect(await problemsOf(documents)).toEqual(
      expect.arrayContaining([
        { where: 'audit/notes.txt', problem: 'is no block of the log' },
        { where: first, problem: 'cannot be read as a block' },
      ]),
    );
  });

  it('a block under another day than it was written on', async () => {
    const { documents, first } = await twoWriters();
    const text = (await documents.get(first)) ?? '';
    await documents.remove(first);
    const moved = first.replace('2026-03-01', '2026-02-01');
    await documents.put(moved, text);
    expect(await problemsOf(documents)).toEqual([
      { where: moved, problem: 'was moved: it says of itself that it is another block' },
    ]);
  });
});

describe('a store that fails', () => {
  it('fails the entry, and the chain goes on whether or not the block had arrived', async () => {
    const { documents, now } = setup();
    for (const arrives of [true, false]) {
      let fails = true;
      const flaky: DocumentStore = {
        ...documents,
        put: async (name, text) => {
          if (!fails) return documents.put(name, text);
          fails = false;
          if (arrives) await documents.put(name, text);
          throw new Error('cut off');
        },
      };
      const log = auditLog(flaky, now);
      await expect(log.append(submitted(1))).rejects.toThrow('cut off');
      await log.append(submitted(2));
    }
    // Nobody was told of the two entries that failed; that they are there says that they may have happened.
    expect(await verifyAuditLog(documents)).toMatchObject({ blocks: 4, entries: 4, problems: [] });
  });

  it('does not keep entries back while the others cannot be looked at', async () => {
    const { documents, now, clock } = setup();
    let isAway = false;
    const log = auditLog(
      {
        ...documents,
        list: (...args) => (isAway ? Promise.reject(new Error('away')) : documents.list(...args)),
      },
      now,
    );
    await log.append(submitted(1));
    isAway = true;
    clock.now += 3_600_000;
    await log.append(submitted(2));
    expect(await problemsOf(documents)).toEqual([]);
  });
});
