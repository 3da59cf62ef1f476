import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ServerSentEvent, serverSentEvents } from '../../../../workers/client/server-sent-events.js';

async function read(...chunks: readonly Uint8Array[]): Promise<readonly ServerSentEvent[]> {
  async function* all() {
    yield* chunks;
  }
  const events: ServerSentEvent[] = [];
  for await (const event of serverSentEvents(all())) events.push(event);
  return events;
}
const bytes = (text: string) => new TextEncoder().encode(text);
const message = (data: string, id = '') => ({ id, event: 'message', data });

// The examples of the HTML Living Standard, §9.2.6.
describe('an event stream', () => {
  it('gives the data of several lines as one event', async () => {
    expect(await read(bytes('data: YHOO\ndata: +2\ndata: 10\n\n'))).toEqual([message('YHOO\n+2\n10')]);
  });

  it('passes over comments, keeps the last id, and lets an empty one reset it', async () => {
    const text =
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n';
    expect(await read(bytes(text))).toEqual([
      message('first event', '1'),
      message('second event'),
      message(' third event'),
    ]);
  });

  it('gives empty data, and not what has no blank line behind it', async () => {
    expect(await read(bytes('data\n\ndata\ndata\n\ndata:'))).toEqual([message(''), message('\n')]);
  });

  it('names the kind of an event for that one alone', async () => {
    expect(await read(bytes('event: add\ndata: 1\n\ndata: 2\n\n'))).toMatchObject([
      { event: 'add' },
      { event: 'message' },
    ]);
  });

  it('is the same however it is cut into pieces, and whichever line ends it has', async () => {
    const lines = ['id: 7', 'event: ended', 'data: {"state":"fertig – ja"}', '', ': beat', '', 'data: b', ''];
    const expected = [
      { id: '7', event: 'ended', data: '{"state":"fertig – ja"}' },
      { id: '7', event: 'message', data: 'b' },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
        async (lineEnd, sizes) => {
          const whole = bytes(lines.map((line) => `${line}${lineEnd}`).join(''));
          const pieces: Uint8Array[] = [];
          for (let start = 0, index = 0; start < whole.length; index += 1) {
            const end = start + (sizes[index % sizes.length] ?? 1);
            pieces.push(whole.subarray(start, end));
            start = end;
          }
          expect(await read(...pieces)).toEqual(expected);
        },
      ),
    );
  });
});
