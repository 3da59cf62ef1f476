import type { Relaxation } from './relaxation.js';

/** Part of the choice: what is surely taken, what may be taken beside it, and what that can be worth. */
export interface SearchNode {
  readonly fixed: readonly number[];
  readonly free: readonly number[];
  readonly relaxation: Relaxation;
  readonly serial: number;
}

/** Nodes by bound, the largest first; of equal ones the youngest, so that a search goes deep before it goes wide. */
export class NodeHeap {
  readonly #nodes: SearchNode[] = [];

  push(node: SearchNode): void {
    const nodes = this.#nodes;
    let place = nodes.length;
    nodes.push(node);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) break;
      this.#swap(place, parent);
      place = parent;
    }
  }

  pop(): SearchNode | null {
    const nodes = this.#nodes;
    const [first] = nodes;
    const last = nodes.pop();
    if (first === undefined || last === undefined) return null;
    if (nodes.length === 0) return first;
    nodes[0] = last;
    let place = 0;
    for (;;) {
      let next = place;
      for (const child of [2 * place + 1, 2 * place + 2])
        if (child < nodes.length && this.#isBefore(child, next)) next = child;
      if (next === place) return first;
      this.#swap(place, next);
      place = next;
    }
  }

  /** The largest bound of all nodes; 0: there is none. */
  largestBound(): number {
    return this.#nodes[0]?.relaxation.bound ?? 0;
  }

  /** Forgets all nodes once none can hold anything above `worth`. */
  dropBelow(worth: number): void {
    if (this.largestBound() <= worth) this.#nodes.length = 0;
  }

  #isBefore(a: number, b: number): boolean {
    const [left, right] = [this.#nodes[a], this.#nodes[b]];
    if (left === undefined || right === undefined) return false;
    const difference = left.relaxation.bound - right.relaxation.bound;
    return difference > 0 || (difference === 0 && left.serial > right.serial);
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#nodes[a], this.#nodes[b]];
    if (left === undefined || right === undefined) return;
    this.#nodes[a] = right;
    this.#nodes[b] = left;
  }
}
