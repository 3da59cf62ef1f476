/**
 * Calls made in one turn of the event loop are done as one: `work` gets all their items and gives a result for each, in order. A busy
 * worker finishes several tasks in a turn, and a round trip to Redis costs it more than the work there.
 */
export function batched<Item, Result>(
  most: number,
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  interface Call {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Call[] = [];
  const send = async (calls: readonly Call[]): Promise<void> => {
    try {
      const results = await work(calls.map(({ item }) => item));
      for (const [index, { resolve, reject }] of calls.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error('the batch gave no result for this call'));
        else resolve(result);
      }
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  };
  const flush = (): void => {
    const calls = waiting;
    waiting = [];
    for (let from = 0; from < calls.length; from += most) void send(calls.slice(from, from + most));
  };
  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ item, resolve, reject });
    });
}
