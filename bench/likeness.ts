/**
 * Likeness of peptides to a made-up proteome of the human one's size (bench/synthetic-proteome.ts) and to made-up epitopes, by the exact search.
 * Needs ../shared/data/proteome. Times are processor time of one core. `--write` also writes bench/results/likeness.json.
 */
import { likenessToEpitopes } from '../stages/compute-features/likeness/known-epitopes.js';
import { dissimilarityToSelf } from '../stages/compute-features/likeness/self-likeness.js';
import { residueCodes } from '../stages/compute-features/neoantigen-scores/blosum62.js';
import { recognition } from '../stages/compute-features/neoantigen-scores/recognition.js';
import type { SelfProtein } from '../stages/shared/proteome-index/index.js';
import { report } from './result.js';
import { createRandom, humanShape, syntheticProteome } from './synthetic-proteome.js';

const peptidesPerLength = 300;
/** As many as the IEDB's positive epitopes of infectious agents used by Łuksza 2017, doi:10.1038/nature24473. */
const epitopeCount = 2500;
const residues = 'ACDEFGHIKLMNPQRSTVWY';

function milliseconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e3;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

const proteins: readonly SelfProtein[] = [...syntheticProteome(humanShape, 1)];
// Joins the pieces each sequence was put together from, as those that are read from a bundle are.
for (const { sequence } of proteins) sequence.charCodeAt(0);
const random = createRandom(5);
const below = (limit: number): number => Math.floor(random() * limit);

function stretch(length: number): string {
  for (;;) {
    const { sequence } = proteins[below(proteins.length)] ?? { sequence: '' };
    if (sequence.length < length) continue;
    const start = below(sequence.length - length + 1);
    return Buffer.from(sequence.slice(start, start + length)).toString('latin1');
  }
}

/** A point mutation of a stretch, and the stretch. */
function pointMutant(length: number): readonly [string, string] {
  const wildtype = stretch(length);
  const at = below(length);
  return [wildtype.slice(0, at) + residues.charAt(below(20)) + wildtype.slice(at + 1), wildtype];
}

/** Of a new reading frame: a stretch's residues in an order of chance. */
function shuffled(length: number): string {
  const letters = [...stretch(length)];
  for (let index = letters.length - 1; index > 0; index -= 1) {
    const other = below(index + 1);
    [letters[index], letters[other]] = [letters[other] ?? '', letters[index] ?? ''];
  }
  return letters.join('');
}

let dissimilarity = dissimilarityToSelf([]);
const build = milliseconds(() => {
  dissimilarity = dissimilarityToSelf(proteins);
});
const epitopes = Array.from({ length: epitopeCount }, () => stretch(9 + below(12)));
const likeness = likenessToEpitopes(epitopes);
const codes = [...new Set(epitopes)].map(residueCodes);

const perLength = [8, 9, 10, 11, 14].map((length) => {
  const mutants = Array.from({ length: peptidesPerLength }, () => pointMutant(length));
  const novel = Array.from({ length: peptidesPerLength }, () => shuffled(length));
  let unlike = 0;
  const each = (run: () => void): number => round(milliseconds(run) / peptidesPerLength);
  return {
    length,
    self: {
      pointMutantMs: each(() => {
        for (const [mutant, wildtype] of mutants) dissimilarity(mutant, wildtype);
      }),
      novelMs: each(() => {
        for (const peptide of novel) if (dissimilarity(peptide, null) > 0.5) unlike += 1;
      }),
      shareOfNovelUnlikeSelf: round(unlike / peptidesPerLength),
    },
    epitopes: {
      searchMs: each(() => {
        for (const peptide of novel) likeness(peptide);
      }),
      aligningEachMs: each(() => {
        for (const peptide of novel) recognition(peptide, codes);
      }),
    },
  };
});
report('likeness', {
  proteins: proteins.length,
  residues: proteins.reduce((sum, { sequence }) => sum + sequence.length, 0),
  epitopes: epitopes.length,
  buildSeconds: round(build / 1e3),
  perLength,
});
