/** Good tours, without a proof: circles of an assignment joined, then segments moved while that helps. */

/** The circles of a successor table, each from its smallest node, in the order of those. */
export function circlesOf(next: Int32Array): readonly (readonly number[])[] {
  const isSeen = new Uint8Array(next.length);
  const circles: number[][] = [];
  for (let start = 0; start < next.length; start++) {
    if (isSeen[start] === 1) continue;
    const circle: number[] = [];
    for (let node = start; isSeen[node] !== 1; node = next[node] ?? start) {
      isSeen[node] = 1;
      circle.push(node);
    }
    circles.push(circle);
  }
  return circles;
}

/** Joins all circles to one tour, each time by the cheapest exchange of two arcs (Karp 1979, doi:10.1137/0208045). */
export function patch(next: Int32Array, cost: Float64Array): Int32Array {
  const joined = next.slice();
  for (let circles = circlesOf(joined); circles.length > 1; circles = circlesOf(joined)) {
    const [first = []] = circles;
    const isInFirst = new Uint8Array(joined.length);
    for (const node of first) isInFirst[node] = 1;
    const exchange = cheapestExchange(joined, cost, isInFirst);
    const after = joined[exchange.inside] ?? 0;
    joined[exchange.inside] = joined[exchange.outside] ?? 0;
    joined[exchange.outside] = after;
  }
  return joined;
}

function cheapestExchange(next: Int32Array, cost: Float64Array, isInFirst: Uint8Array) {
  const width = next.length;
  let best = Number.POSITIVE_INFINITY;
  let inside = isInFirst.indexOf(1);
  let outside = isInFirst.indexOf(0);
  for (let one = 0; one < width; one++) {
    if (isInFirst[one] !== 1) continue;
    for (let other = 0; other < width; other++) {
      if (isInFirst[other] === 1) continue;
      const added =
        (cost[one * width + (next[other] ?? 0)] ?? 0) + (cost[other * width + (next[one] ?? 0)] ?? 0);
      const removed =
        (cost[one * width + (next[one] ?? 0)] ?? 0) + (cost[other * width + (next[other] ?? 0)] ?? 0);
      if (added - removed < best) {
        best = added - removed;
        inside = one;
        outside = other;
      }
    }
  }
  return { inside, outside };
}

/** A tour as a list that begins with its last node, the end of the construct. */
export function tourOf(next: Int32Array): readonly number[] {
  const end = next.length - 1;
  const tour = [end];
  for (let node = next[end] ?? end; node !== end; node = next[node] ?? end) tour.push(node);
  return tour;
}

export function tourCost(tour: readonly number[], cost: Float64Array): number {
  const width = tour.length;
  return tour.reduce(
    (sum, node, index) => sum + (cost[node * width + (tour[(index + 1) % width] ?? 0)] ?? 0),
    0,
  );
}

/** Moves segments of one to three elements to a better place until none helps (Or 1976); never turns one around: a seam has a direction. */
export function improve(given: readonly number[], cost: Float64Array): readonly number[] {
  let tour = given;
  for (let better = improvedOnce(tour, cost); better !== null; better = improvedOnce(tour, cost))
    tour = better;
  return tour;
}

function improvedOnce(tour: readonly number[], cost: Float64Array): readonly number[] | null {
  const before = tourCost(tour, cost);
  for (let length = 1; length <= 3; length++) {
    for (let start = 1; start + length <= tour.length; start++) {
      const segment = tour.slice(start, start + length);
      const rest = [...tour.slice(0, start), ...tour.slice(start + length)];
      for (let place = 1; place <= rest.length; place++) {
        if (place === start) continue;
        const moved = [...rest.slice(0, place), ...segment, ...rest.slice(place)];
        if (tourCost(moved, cost) < before) return moved;
      }
    }
  }
  return null;
}
