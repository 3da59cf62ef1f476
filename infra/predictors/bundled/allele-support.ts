import { absentChain } from '../../../schemas/hla-nomenclature.js';
import type { AlleleSupport } from '../../../schemas/predictor.js';
import type { AlleleEntry, AlleleTable } from './allele-table.js';
import { blosum62 } from './blosum62.js';
import { nearestNames } from './nearest-names.js';
import { fixForUnsupported } from './unsupported-fix.js';

/**
 * Distance of two pseudosequences, 0 (equal) to about 1: 1 − s(a,b)/√(s(a,a)·s(b,b)), s = sum of BLOSUM62 over positions.
 * Source: Nielsen et al. 2007, doi:10.1371/journal.pone.0000796. A position that a chain lacks (X) counts nothing.
 */
export function pseudosequenceDistance(a: string, b: string): number {
  return a === b ? 0 : 1 - similarity(a, b) / Math.sqrt(similarity(a, a) * similarity(b, b));
}

function similarity(a: string, b: string): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += blosum62(a.charAt(i), b.charAt(i)) || 0;
  return total;
}

// An allele counts as trained from this many ligands or affinities on; below, its motif is borrowed from its neighbours.
// Our convention, as are the two distances; docs/validation/equity.md shows how the prediction fares on either side of them.
const TRAINED_FROM = 50;
const WELL_TRAINED = 300;
const NEAR = 0.05;

interface Trained {
  readonly allele: string;
  readonly pseudosequence: string;
  readonly rows: number;
}

export interface AlleleSupportTable {
  supportFor(allele: string): AlleleSupport;
}

/**
 * What the model knows about each allele. 'high': an allele of the same pseudosequence had at least 300 training ligands (affinities, where a model
 * was trained on affinities alone); 'medium': the same pseudosequence was trained on less, or the nearest trained allele is within 0.05;
 * 'low': everything else.
 */
export function alleleSupportTable(table: AlleleTable): AlleleSupportTable {
  const trained = trainedAlleles(table);
  const cache = new Map<string, AlleleSupport>();

  function compute(allele: string): AlleleSupport {
    const entry = table.get(allele);
    if (entry === undefined) {
      const fix = fixForUnsupported(allele, table);
      // An allele that is not presented has no neighbour to be looked at instead.
      const nearest = absentChain(allele) === null ? nearestNames(allele, table) : [];
      return { kind: 'unsupported', nearest, ...(fix === null ? {} : { fix }) };
    }
    const { nearest, distance } = nearestTrained(allele, entry, trained);
    return {
      kind: 'supported',
      trainingLigands: entry.trainingLigands,
      trainingAffinities: entry.trainingAffinities,
      nearestTrained: nearest?.allele ?? null,
      distanceToTrained: nearest === null ? null : distance,
      confidence: confidence(distance, mostRows(trained, entry.pseudosequence)),
      contactResidues: entry.pseudosequence,
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

function trainedAlleles(table: AlleleTable): readonly Trained[] {
  const listed = [...table.listed];
  const byLigands = listed.some(([, { trainingLigands }]) => trainingLigands > 0);
  return listed
    .filter(([, e]) => e.trainingLigands >= TRAINED_FROM || e.trainingAffinities >= TRAINED_FROM)
    .map(([allele, { pseudosequence, trainingLigands, trainingAffinities }]) => ({
      allele,
      pseudosequence,
      rows: byLigands ? trainingLigands : trainingAffinities,
    }));
}

/** Of equally near alleles its own name first, then the one with the most rows, then the table's order. */
function nearestTrained(
  allele: string,
  entry: AlleleEntry,
  trained: readonly Trained[],
): { readonly nearest: Trained | null; readonly distance: number } {
  let nearest: Trained | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const candidate of trained) {
    const d = pseudosequenceDistance(entry.pseudosequence, candidate.pseudosequence);
    const preferred =
      nearest !== null &&
      nearest.allele !== allele &&
      (candidate.allele === allele || candidate.rows > nearest.rows);
    if (d > distance || (d === distance && !preferred)) continue;
    nearest = candidate;
    distance = d;
  }
  return { nearest, distance };
}

function mostRows(trained: readonly Trained[], pseudosequence: string): number {
  return trained.reduce(
    (most, t) => (t.pseudosequence === pseudosequence ? Math.max(most, t.rows) : most),
    0,
  );
}

function confidence(distance: number, rows: number): 'high' | 'medium' | 'low' {
  if (distance === 0 && rows >= WELL_TRAINED) return 'high';
  return distance <= NEAR ? 'medium' : 'low';
}
