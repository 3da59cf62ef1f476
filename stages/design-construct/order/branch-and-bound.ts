/**
 * Order by branch and bound on the assignment bound (Carpaneto & Toth 1980, doi:10.1287/mnsc.26.7.736): the node with the lowest bound is
 * opened first, and each arc of one of its circles is left out in turn. What was not opened at the end bounds every order from below.
 */
import {
  type Assignment,
  assignAll,
  augment,
  copyOf,
  successors,
  totalOf,
  unassigned,
} from './assignment.js';
import { circlesOf, improve, patch, tourCost, tourOf } from './tours.js';

interface Search {
  readonly cost: Float64Array;
  readonly width: number;
  /** Nodes opened at most: a bound on work that is the same on every machine, which a time limit is not. */
  readonly nodeLimit: number;
  /** Tours that cost so much or more are not wanted. */
  readonly cutoff: number;
}

export interface BranchAndBoundResult {
  /** From the end of the construct; null: none found below the cutoff. */
  readonly tour: readonly number[] | null;
  readonly value: number;
  /** No tour costs less; the cutoff where there is none below it. */
  readonly bound: number;
  readonly nodes: number;
}

interface Node {
  readonly assignment: Assignment;
  /** By row: its arc is kept. */
  readonly isKept: Uint8Array;
  readonly bound: number;
  readonly serial: number;
}

export function branchAndBound(search: Search): BranchAndBoundResult {
  const { cost, width, nodeLimit, cutoff } = search;
  let value = cutoff;
  let tour: readonly number[] | null = null;
  let serial = 0;
  const open: Node[] = [];
  const root = unassigned(cost.slice(), width);
  if (assignAll(root)) {
    push(open, { assignment: root, isKept: new Uint8Array(width), bound: totalOf(root), serial });
  }
  const offer = (found: readonly number[]) => {
    const total = tourCost(found, cost);
    if (total >= value) return;
    value = total;
    tour = found;
  };
  let nodes = 0;
  while (nodes < nodeLimit) {
    const node = pop(open);
    if (node === undefined || node.bound >= value) return { tour, value, bound: value, nodes };
    nodes += 1;
    const next = successors(node.assignment);
    const circles = circlesOf(next);
    if (circles.length === 1) {
      offer(tourOf(next));
      continue;
    }
    const patched = tourOf(patch(next, cost));
    offer(nodes === 1 ? improve(patched, cost) : patched);
    for (const child of childrenOf(node, circles, next)) {
      if (child.bound >= value) continue;
      serial += 1;
      push(open, { ...child, serial });
    }
  }
  return { tour, value, bound: Math.min(value, open[0]?.bound ?? value), nodes };
}

/** One child for each free arc of the circle with the fewest: the arc is left out, those before it are kept. */
function childrenOf(
  node: Node,
  circles: readonly (readonly number[])[],
  next: Int32Array,
): readonly Omit<Node, 'serial'>[] {
  const free = circles
    .map((circle) => circle.filter((row) => node.isKept[row] !== 1))
    .reduce((fewest, each) => (each.length < fewest.length ? each : fewest));
  const children: Omit<Node, 'serial'>[] = [];
  for (const [index, row] of free.entries()) {
    const assignment = copyOf(node.assignment);
    const isKept = node.isKept.slice();
    for (const kept of free.slice(0, index)) {
      isKept[kept] = 1;
      keepOnly(assignment, kept, next[kept] ?? 0);
    }
    const column = next[row] ?? 0;
    assignment.cost[row * assignment.width + column] = Number.POSITIVE_INFINITY;
    assignment.rowOf[column] = -1;
    if (augment(assignment, row)) children.push({ assignment, isKept, bound: totalOf(assignment) });
  }
  return children;
}

function keepOnly({ width, cost }: Assignment, row: number, column: number): void {
  for (let each = 0; each < width; each++) {
    if (each !== column) cost[row * width + each] = Number.POSITIVE_INFINITY;
    if (each !== row) cost[each * width + column] = Number.POSITIVE_INFINITY;
  }
}

function isBefore(a: Node, b: Node): boolean {
  return a.bound < b.bound || (a.bound === b.bound && a.serial > b.serial);
}

function push(heap: Node[], node: Node): void {
  let place = heap.length;
  heap.push(node);
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(node, above)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = node;
}

function pop(heap: Node[]): Node | undefined {
  const [top] = heap;
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let place = 0;
  for (;;) {
    const left = heap[2 * place + 1];
    const right = heap[2 * place + 2];
    const isRight = left !== undefined && right !== undefined && isBefore(right, left);
    const child = isRight ? right : left;
    if (child === undefined || !isBefore(child, last)) break;
    heap[place] = child;
    place = 2 * place + (isRight ? 2 : 1);
  }
  heap[place] = last;
  return top;
}
