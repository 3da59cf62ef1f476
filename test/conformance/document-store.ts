import { describe, expect, it } from 'vitest';
import type { DocumentStore } from '../../pipeline/ports.js';

/** One suite for every DocumentStore. `make` gives two views of one fresh store, as two processes have them. */
export function documentStoreConformance(
  name: string,
  make: () => Promise<readonly [DocumentStore, DocumentStore]>,
): void {
  describe(`DocumentStore: ${name}`, () => {
    it('gives back what was put, as it was', async () => {
      const [store, other] = await make();
      const text = '{"name":"Jürgen","lines":"a\\nb"}\n';
      expect(await store.put('keys/k-1.json', text)).toBe('created');
      expect(await other.get('keys/k-1.json')).toBe(text);
    });

    it('has nothing under a name that was never put', async () => {
      const [store] = await make();
      expect(await store.get('keys/none.json')).toBeNull();
      expect(await store.list('keys/')).toEqual([]);
      await store.remove('keys/none.json');
    });

    it('keeps the first text of a name', async () => {
      const [store, other] = await make();
      expect(await store.put('a/b', 'first')).toBe('created');
      expect(await other.put('a/b', 'second')).toBe('exists');
      expect(await store.put('a/b', 'first')).toBe('exists');
      expect(await store.get('a/b')).toBe('first');
    });

    it('lets one of many writers win', async () => {
      const views = await make();
      const texts = Array.from({ length: 12 }, (_, index) => `writer ${index}`);
      const answers = await Promise.all(
        texts.map((text, index) => (index % 2 === 0 ? views[0] : views[1]).put('verdicts/1', text)),
      );
      expect(answers.filter((answer) => answer === 'created')).toHaveLength(1);
      expect(await views[0].get('verdicts/1')).toBe(texts[answers.indexOf('created')]);
    });

    it('keeps an empty text apart from none', async () => {
      const [store] = await make();
      await store.put('pending/run-1', '');
      expect(await store.get('pending/run-1')).toBe('');
      expect(await store.put('pending/run-1', 'more')).toBe('exists');
    });

    it('lists the names below a prefix, however deep, sorted, and no others', async () => {
      const [store] = await make();
      const names = [
        'runs/b/2.json',
        'runs/a.json',
        'runs/a/1.json',
        'runs/a-1.json',
        'runs/a/sub/x',
        'runsx/y',
      ];
      for (const document of names) await store.put(document, document);
      expect(await store.list('runs/')).toEqual([
        'runs/a-1.json',
        'runs/a.json',
        'runs/a/1.json',
        'runs/a/sub/x',
        'runs/b/2.json',
      ]);
      expect(await store.list('runs/a/')).toEqual(['runs/a/1.json', 'runs/a/sub/x']);
    });

    it('pages through many names without losing or repeating one', async () => {
      const [store] = await make();
      const names = Array.from({ length: 23 }, (_, index) => `page/n${String(index).padStart(2, '0')}`);
      await Promise.all(names.map((document) => store.put(document, '1')));
      const seen: string[] = [];
      for (let after: string | null = null; ; ) {
        const page = await store.list('page/', { limit: 5, ...(after === null ? {} : { after }) });
        seen.push(...page);
        after = page.at(-1) ?? null;
        if (page.length < 5) break;
      }
      expect(seen).toEqual(names);
      expect(await store.list('page/', { after: 'page/n21' })).toEqual(['page/n22']);
      expect(await store.list('page/', { after: 'page/n22' })).toEqual([]);
    });

    it('takes a name anew after it was removed', async () => {
      const [store, other] = await make();
      await store.put('pending/run-2', '1');
      await other.remove('pending/run-2');
      expect(await store.get('pending/run-2')).toBeNull();
      expect(await store.list('pending/')).toEqual([]);
      expect(await store.put('pending/run-2', '2')).toBe('created');
      expect(await other.get('pending/run-2')).toBe('2');
    });

    it.each(['../up', 'a//b', '/root', 'a/', 'a/../b', 'a/./b', '', 'a b', 'ä'])(
      'refuses the name %j',
      async (document) => {
        const [store] = await make();
        await expect(store.put(document, '1')).rejects.toMatchObject({ code: 'INVARIANT_BROKEN' });
      },
    );
  });
}
