/** The summary for people and as JSON. */
import type { Agreement, Count, Summary } from './compare.js';
import { explanations } from './explained.js';

function percent({ compared, same }: Agreement): string {
  return compared === 0 ? '-' : `${((100 * same) / compared).toFixed(3)} %`;
}

function agreementLines(title: string, agreements: ReadonlyMap<string, Agreement>): string[] {
  return [...agreements].map(
    ([name, agreement]) =>
      `${`${title}, ${name}`.padEnd(34)} ${String(agreement.same).padStart(9)} of ${String(agreement.compared).padStart(9)}  ${percent(agreement)}`,
  );
}

function byCount(counts: ReadonlyMap<string, Count>): [string, Count][] {
  return [...counts].sort(([a, first], [b, second]) => second.count - first.count || (a < b ? -1 : 1));
}

/** The whole comparison as a text table. */
export function describe(summary: Summary): string {
  const agreed = new Map([
    ['class', summary.agreedClasses],
    ['protein', summary.agreedProteins],
  ]);
  const lines = [
    `${summary.rows} rows (variant × transcript) compared`,
    ...agreementLines('effect class', summary.classes),
    ...agreementLines('protein', summary.proteins),
    ...agreementLines('HGVS c.', summary.names),
    ...agreementLines('where two others agree', agreed),
    '',
    'differences, explained:',
    ...byCount(summary.explained).map(([what, { count }]) => `${String(count).padStart(9)}  ${what}`),
    '',
    'of these, where two others agree on the class:',
    ...byCount(summary.agreedDifferences).map(([what, { count }]) => `${String(count).padStart(9)}  ${what}`),
    '',
    `differences, not explained: ${total(summary.unexplained)}`,
    ...byCount(summary.unexplained).flatMap(([what, { count, examples }]) => [
      `${String(count).padStart(9)}  ${what}`,
      ...examples.map((example) => `             ${example}`),
    ]),
    ...(summary.otherNormalForms.size === 0
      ? []
      : [
          '',
          `normalised otherwise than by bcftools norm: ${[...summary.otherNormalForms].slice(0, 5).join(' ')}`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** How many differences no explanation covers. */
export function total(counts: ReadonlyMap<string, Count>): number {
  let sum = 0;
  for (const { count } of counts.values()) sum += count;
  return sum;
}

/** The summary as plain data, in a fixed order, each explanation with its clause. */
export function asJson(summary: Summary): Record<string, unknown> {
  const clauses = new Map(explanations.map(({ aspect, id, clause }) => [`${aspect} · ${id}`, clause]));
  const listed = (counts: ReadonlyMap<string, Count>): Record<string, unknown>[] =>
    byCount(counts).map(([what, { count, examples }]) => ({
      what,
      count,
      ...(clauses.has(what) ? { clause: clauses.get(what) } : {}),
      example: examples[0],
    }));
  return {
    rows: summary.rows,
    classes: Object.fromEntries(summary.classes),
    proteins: Object.fromEntries(summary.proteins),
    hgvsC: Object.fromEntries(summary.names),
    whereTwoAgree: {
      class: summary.agreedClasses,
      classDifferences: Object.fromEntries(
        byCount(summary.agreedDifferences).map(([what, { count }]) => [what, count]),
      ),
      protein: summary.agreedProteins,
    },
    explained: listed(summary.explained),
    unexplained: listed(summary.unexplained),
    normalisedOtherwise: summary.otherNormalForms.size,
  };
}
