/**
 * The construct's order and its seams on random windows of 27 residues (Swiss-Prot's composition), with the bundled predictors of both
 * classes: seconds for 20 and 34 windows, and over many seeded patients how often strong junction binders remain.
 * `npx tsx bench/construct.ts [patients] [--write]`
 */

import { arrange } from '../stages/design-construct/arrange.js';
import { type JunctionScorer, junctionScorer, paramsSchema } from '../stages/design-construct/index.js';
import { createPeptideScores } from '../stages/design-construct/junctions/peptide-scores.js';
import { isClear } from '../stages/design-construct/junctions/seams.js';
import { createSelfLookup } from '../stages/design-construct/junctions/self-lookup.js';
import { designMrna } from '../stages/design-construct/mrna/design-mrna.js';
import { orderElements } from '../stages/design-construct/order/index.js';
import { randomElements, seededRandom } from '../test/support/construct.js';
import { openPredictor } from '../workers/local/open-predictor.js';
import { report } from './result.js';

const params = paramsSchema.parse({});
const limits = { exactCount: params.exactElements, nodeLimit: params.orderNodes };
/** Frequent alleles; a patient draws two of each class I gene and of DRB1. */
const pools = {
  A: ['01:01', '02:01', '03:01', '11:01', '23:01', '24:02', '26:01', '29:02', '31:01', '68:01'],
  B: ['07:02', '08:01', '15:01', '18:01', '27:05', '35:01', '40:01', '44:02', '51:01', '57:01'],
  C: ['01:02', '03:03', '03:04', '04:01', '05:01', '06:02', '07:01', '07:02', '12:03', '16:01'],
  DRB1: ['01:01', '03:01', '04:01', '07:01', '08:01', '11:01', '13:01', '15:01'],
};

const class1 = await openPredictor({ predictor: 'antigraph-class1' });
const class2 = await openPredictor({ predictor: 'antigraph-class2' });

function scorersOf(seed: number): readonly JunctionScorer[] {
  const next = seededRandom(seed);
  const draw = (gene: keyof typeof pools) =>
    [0, 1].map(() => `HLA-${gene}*${pools[gene][Math.floor(next() * pools[gene].length)]}`);
  const alleles = [...draw('A'), ...draw('B'), ...draw('C')];
  return [
    junctionScorer(class1, [...new Set(alleles)].sort(), params),
    junctionScorer(class2, [...new Set(draw('DRB1'))].sort(), params),
  ];
}

/** Seconds of the processor: other work on the machine does not count. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function design(count: number, seed: number, spacers: readonly string[]) {
  const scores = createPeptideScores(scorersOf(seed));
  const lengths = [...params.junctionLengthsI, ...params.junctionLengthsII];
  const rules = { linker: '', spacers, lengths, scores, self: createSelfLookup(null) };
  const started = cpuSeconds();
  const arrangement = await arrange(randomElements(count, seed), { leader: 'M', trailer: '', rules, limits });
  const seconds = cpuSeconds() - started;
  return { arrangement, seconds, scored: scores.count };
}

async function whole(count: number, seed: number) {
  const { arrangement, seconds, scored } = await design(count, seed, params.spacers);
  const started = cpuSeconds();
  const mrna = designMrna(arrangement.protein, params);
  const { order, seams, withoutSpacers } = arrangement;
  return {
    windows: count,
    method: order.method,
    isProven: order.isProven,
    strongJunctionBinders: order.value.levels[0],
    withoutSpacers: withoutSpacers.strong,
    spacers: seams.filter(({ spacer }) => spacer !== '').length,
    scoredPeptides: scored,
    scoringAndOrderSeconds: Number(seconds.toFixed(2)),
    codonSeconds: Number((cpuSeconds() - started).toFixed(2)),
    codonConstraintsNotMet: mrna.checks.filter(({ outcome }) => outcome !== 'met').length,
  };
}

/** The order alone on tables as hard as they come: few seams are clear. */
function orderAlone(count: number, clearShare: number) {
  const next = seededRandom(count);
  const size = (count + 1) ** 2;
  const strong = Float64Array.from({ length: size }, () =>
    next() < clearShare ? 0 : 1 + Math.floor(next() * 4),
  );
  const risk = Float64Array.from({ length: size }, () => Math.floor(next() * 1000));
  const started = cpuSeconds();
  const { method, isProven, value } = orderElements({ count, levels: [strong], risk }, limits);
  const seconds = Number((cpuSeconds() - started).toFixed(2));
  return { windows: count, clearShare, method, isProven, strongBinders: value.levels[0], seconds };
}

const patients = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 200);
const windowsPerPatient = 10;
/** Not clear with all spacers at hand means not clear with any one: looked at again, spacer by spacer, for so many patients. */
const checkedSingly = 3;
let clear = 0;
let clearWithoutSpacers = 0;
let proven = 0;
let checked = 0;
let missed = 0;
let binders = 0;
for (let seed = 1; seed <= patients; seed++) {
  const { arrangement } = await design(windowsPerPatient, seed, params.spacers);
  if (arrangement.order.isProven) proven += 1;
  if (arrangement.withoutSpacers.strong === 0) clearWithoutSpacers += 1;
  if (arrangement.seams.every(isClear)) {
    clear += 1;
    continue;
  }
  binders += arrangement.order.value.levels[0] ?? 0;
  checked += 1;
  if (checked > checkedSingly) continue;
  for (const spacer of params.spacers) {
    const single = await design(windowsPerPatient, seed, [spacer]);
    if (single.arrangement.seams.every(isClear)) missed += 1;
  }
}

report('construct', {
  order: [0.05, 0.15, 0.5].flatMap((share) => [orderAlone(20, share), orderAlone(34, share)]),
  constructs: [await whole(20, 42), await whole(34, 42)],
  patients: {
    count: patients,
    windowsPerPatient,
    proven,
    clear,
    clearWithoutSpacers,
    notClear: patients - clear,
    strongBindersLeft: binders,
    notClearThoughOneSpacerPermits: missed,
  },
});
