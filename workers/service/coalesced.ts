/**
 * Work on one subject is at work once: who asks meanwhile gets the result of one more round that begins after the present one, with
 * the options of all who asked for it put together.
 */
export function coalesced<Subject, Options, Result>(
  nameOf: (subject: Subject) => string,
  work: (subject: Subject, options: Options) => Promise<Result>,
  together: (a: Options, b: Options) => Options,
): (subject: Subject, options: Options) => Promise<Result> {
  interface Next {
    options: Options;
    readonly result: Promise<Result>;
  }
  const rounds = new Map<string, { readonly current: Promise<unknown>; next: Next | null }>();
  const start = (subject: Subject, options: Options): Promise<Result> => {
    const name = nameOf(subject);
    const result = work(subject, options);
    const round = { current: result.catch(() => undefined), next: null };
    rounds.set(name, round);
    void round.current.then(() => {
      if (rounds.get(name) === round && round.next === null) rounds.delete(name);
    });
    return result;
  };
  return (subject, options) => {
    const round = rounds.get(nameOf(subject));
    if (round === undefined) return start(subject, options);
    if (round.next !== null) {
      round.next.options = together(round.next.options, options);
      return round.next.result;
    }
    const next: Next = { options, result: round.current.then(() => start(subject, next.options)) };
    round.next = next;
    return next.result;
  };
}
