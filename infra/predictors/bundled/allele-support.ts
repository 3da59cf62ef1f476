import type { AlleleSupport } from '../../../schemas/predictor.js';
import type { AlleleEntry } from './allele-table.js';
import { blosum62 } from './blosum62.js';

/**
 * Distance of two pseudosequences, 0 (equal) to about 1: 1 − s(a,b)/√(s(a,a)·s(b,b)), s = sum of BLOSUM62 over positions.
 * Source: Nielsen et al. 2007, doi:10.1371/journal.pone.0000796.
 */
export function pseudosequenceDistance(a: string, b: string): number {
  return 1 - similarity(a, b) / Math.sqrt(similarity(a, a) * similarity(b, b));
}

function similarity(a: string, b: string): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += blosum62(a.charAt(i), b.charAt(i));
  return total;
}

// An allele counts as trained from this many ligands or affinities on; below, its motif is borrowed from its neighbours.
// Our convention, as are the two distances; the model card says how the prediction fares on alleles left out.
const TRAINED_FROM = 50;
const WELL_TRAINED_LIGANDS = 300;
const NEAR = 0.05;

interface Trained {
  readonly allele: string;
  readonly pseudosequence: string;
  readonly ligands: number;
}

export interface AlleleSupportTable {
  supportFor(allele: string): AlleleSupport;
}

/**
 * What the model knows about each allele. 'high': an allele of the same pseudosequence had at least 300 training ligands; 'medium': the
 * same pseudosequence was trained on less, or the nearest trained allele is within 0.05; 'low': everything else.
 */
export function alleleSupportTable(entries: ReadonlyMap<string, AlleleEntry>): AlleleSupportTable {
  const trained: Trained[] = [];
  for (const [allele, entry] of entries) {
    if (entry.trainingLigands < TRAINED_FROM && entry.trainingAffinities < TRAINED_FROM) continue;
    trained.push({ allele, pseudosequence: entry.pseudosequence, ligands: entry.trainingLigands });
  }
  const cache = new Map<string, AlleleSupport>();

  function compute(allele: string): AlleleSupport {
    const entry = entries.get(allele);
    if (entry === undefined) return { kind: 'unsupported', nearest: nearestNames(allele, entries) };
    let nearestTrained = '';
    let distanceToTrained = Number.POSITIVE_INFINITY;
    let ligands = 0;
    for (const candidate of trained) {
      const distance = pseudosequenceDistance(entry.pseudosequence, candidate.pseudosequence);
      // Of equally near alleles its own name first, then the one with the most ligands, then the table's order.
      const own = candidate.allele === allele;
      const nearer = distance < distanceToTrained;
      const better =
        distance === distanceToTrained && nearestTrained !== allele && (own || candidate.ligands > ligands);
      if (!nearer && !better) continue;
      nearestTrained = candidate.allele;
      distanceToTrained = distance;
      ligands = candidate.ligands;
    }
    return {
      kind: 'supported',
      trainingLigands: entry.trainingLigands,
      trainingAffinities: entry.trainingAffinities,
      nearestTrained,
      distanceToTrained,
      confidence: confidence(distanceToTrained, mostLigands(trained, entry.pseudosequence)),
    };
  }

  return {
    supportFor(allele) {
      const known = cache.get(allele) ?? compute(allele);
      cache.set(allele, known);
      return known;
    },
  };
}

function mostLigands(trained: readonly Trained[], pseudosequence: string): number {
  return trained.reduce(
    (most, t) => (t.pseudosequence === pseudosequence ? Math.max(most, t.ligands) : most),
    0,
  );
}

function confidence(distance: number, ligands: number): 'high' | 'medium' | 'low' {
  if (distance === 0 && ligands >= WELL_TRAINED_LIGANDS) return 'high';
  return distance <= NEAR ? 'medium' : 'low';
}

/** Up to three names for an unsupported allele: longest common beginning first, then most training ligands, then name. */
function nearestNames(allele: string, entries: ReadonlyMap<string, AlleleEntry>): readonly string[] {
  const gene = allele.split('*')[0] ?? '';
  return [...entries]
    .filter(([name]) => name.startsWith(`${gene}*`))
    .map(([name, entry]) => ({ name, ligands: entry.trainingLigands, shared: commonPrefix(name, allele) }))
    .sort((a, b) => b.shared - a.shared || b.ligands - a.ligands || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map((candidate) => candidate.name);
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
