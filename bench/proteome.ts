/**
 * The exact proteome index on a made-up proteome of the human one's size (bench/synthetic-proteome.ts).
 * Needs ../shared/data/proteome. Times are processor seconds of one core. `--write` also writes bench/results/proteome.json.
 */
import { createProteomeIndex, type SelfProtein } from '../stages/shared/proteome-index/index.js';
import { report } from './result.js';
import { createRandom, humanShape, syntheticProteome } from './synthetic-proteome.js';

const lookups = 1_000_000;
const rounds = 5;
const residues = 'ACDEFGHIKLMNPQRSTVWY';

/** Processor seconds of this process. */
function seconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Peptides of the shortest to the longest length from the proteins, every second one with one residue changed. */
function queriesOf(proteins: readonly SelfProtein[], shortest: number, longest: number): readonly string[] {
  const random = createRandom(9);
  const below = (limit: number): number => Math.floor(random() * limit);
  const queries: string[] = [];
  while (queries.length < lookups) {
    const { sequence } = proteins[below(proteins.length)] ?? { sequence: '' };
    const length = shortest + below(longest - shortest + 1);
    if (sequence.length < length) continue;
    const start = below(sequence.length - length + 1);
    const peptide = sequence.slice(start, start + length);
    const at = below(length);
    const changed = `${peptide.slice(0, at)}${residues.charAt(below(20))}${peptide.slice(at + 1)}`;
    // Through bytes, so that no string is a view on its protein or still in pieces.
    queries.push(Buffer.from(queries.length % 2 === 0 ? peptide : changed).toString('latin1'));
  }
  return queries;
}

/** Look-ups a second, best of several rounds. */
function lookupRate(count: number, lookUp: () => number): number {
  let best = 0;
  for (let repeat = 0; repeat < rounds; repeat += 1) {
    let found = 0;
    const taken = seconds(() => {
      found = lookUp();
    });
    if (found === 0) throw new Error('nothing was found');
    best = Math.max(best, count / taken);
  }
  return Math.round(best);
}

function countOf(found: readonly boolean[]): number {
  return found.filter((isFound) => isFound).length;
}

const proteins = [...syntheticProteome(humanShape, 1)];
const residueCount = proteins.reduce((sum, { sequence }) => sum + sequence.length, 0);
// Joins the pieces each sequence was put together from, as those that are read from a bundle are.
for (const { sequence } of proteins) sequence.charCodeAt(0);
const memoryBefore = peakMegabytes();
let index = createProteomeIndex([]);
const buildSeconds = seconds(() => {
  index = createProteomeIndex(proteins);
});
const memoryAfter = peakMegabytes();
const classI = queriesOf(proteins, 8, 11);
const classII = queriesOf(proteins, 12, 25);
const heldOfClassI = index.hasEach(classI);
const hits = classI.filter((_, ordinal) => heldOfClassI[ordinal]);
const first = classI.slice(0, 100_000);
report('proteome', {
  proteins: proteins.length,
  residues: residueCount,
  build: {
    seconds: round(buildSeconds),
    indexMegabytes: round(index.sizeBytes / 1e6),
    peakMemoryMegabytes: memoryAfter,
    peakMemoryMegabytesBefore: memoryBefore,
  },
  lookupsPerSecond: {
    shareOfHits: round(hits.length / classI.length),
    mers8To11: lookupRate(lookups, () => countOf(index.hasEach(classI))),
    mers12To25: lookupRate(lookups, () => countOf(index.hasEach(classII))),
    hitsOnly: lookupRate(hits.length, () => countOf(index.hasEach(hits))),
    mers8To11OneByOne: lookupRate(lookups, () => classI.filter((peptide) => index.has(peptide)).length),
    placesOfHits: lookupRate(first.length, () => first.flatMap(index.occurrencesOf).length),
  },
});
