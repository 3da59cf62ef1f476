/** Finds all of many motifs while reading a sequence base by base (Aho & Corasick 1975, doi:10.1145/360825.360855). */

export interface Motif {
  readonly name: string;
  readonly sequence: string;
  /** Occurrences that end before this place (0-based, of the last base) are allowed: a repeat's first copy. */
  readonly endsFrom: number;
  /** Whether it counts that it begins within the sequence and ends behind it; a run of A that goes on in the poly(A) does not. */
  readonly isCrossing: boolean;
}

export interface MotifAutomaton {
  readonly stateCount: number;
  /** The state after a base (0-3 in ACGT order). */
  next(state: number, base: number): number;
  /** Motifs that end at a place when the state is reached there. */
  hits(state: number, place: number): number;
  /** Motifs that end `offset` bases behind the sequence (0-based) and begin within it. */
  crossings(state: number, offset: number): number;
}

export const baseLetters = 'ACGT';

export function motifAutomaton(motifs: readonly Motif[]): MotifAutomaton {
  const goto: number[][] = [[-1, -1, -1, -1]];
  const ends: Motif[][] = [[]];
  for (const motif of motifs) {
    let state = 0;
    for (const letter of motif.sequence) {
      const base = baseLetters.indexOf(letter);
      let child = goto[state]?.[base] ?? -1;
      if (child < 0) {
        child = goto.length;
        goto.push([-1, -1, -1, -1]);
        ends.push([]);
        const row = goto[state];
        if (row !== undefined) row[base] = child;
      }
      state = child;
    }
    ends[state]?.push(motif);
  }
  const table = new Int32Array(goto.length * 4);
  const fallback = new Int32Array(goto.length);
  const queue = [0];
  for (const state of queue) {
    for (let base = 0; base < 4; base++) {
      const child = goto[state]?.[base] ?? -1;
      const elsewhere = state === 0 ? 0 : (table[(fallback[state] ?? 0) * 4 + base] ?? 0);
      if (child < 0) {
        table[state * 4 + base] = elsewhere;
        continue;
      }
      table[state * 4 + base] = child;
      fallback[child] = elsewhere;
      ends[child]?.push(...(ends[elsewhere] ?? []));
      queue.push(child);
    }
  }
  return {
    stateCount: goto.length,
    next: (state, base) => table[state * 4 + base] ?? 0,
    hits(state, place) {
      let count = 0;
      for (const { endsFrom } of ends[state] ?? []) if (place >= endsFrom) count += 1;
      return count;
    },
    crossings(state, offset) {
      const own = ends[state] ?? [];
      return own.filter(({ sequence, isCrossing }) => isCrossing && sequence.length > offset + 1).length;
    },
  };
}
