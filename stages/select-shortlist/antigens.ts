/** What each ranked variant brings to the objective. */
import type { Candidate, RankedVariant } from '../../schemas/candidates.js';
import type { SelectionPick } from '../../schemas/selection.js';
import { compareText } from '../shared/compare-text.js';
import type { SelectParams } from './params.js';

export interface Antigen {
  readonly ranked: RankedVariant;
  readonly cellFraction: number;
  readonly cellFractionFrom: SelectionPick['cellFractionFrom'];
  /** The likeliest peptide per HLA allele, strongest first. */
  readonly alleles: SelectionPick['alleles'];
}

export interface Contributions {
  readonly antigens: readonly Antigen[];
  /** Alleles that a candidate says are lost, sorted. */
  readonly lostAlleles: readonly string[];
}

type PerAllele = Map<string, SelectionPick['alleles'][number]>;

/**
 * Per variant and allele the likeliest of its candidates that counts: no gate shuts it out, the tumour kept the allele, what it rests on is
 * shown (or a reviewer has taken the variant as it is), and the product that speaks for the variant, which is what a construct holds, has the peptide.
 */
export function contributionsOf(
  ranked: readonly RankedVariant[],
  candidates: Iterable<Candidate>,
  rules: {
    readonly params: Pick<SelectParams, 'allowHypotheses' | 'unknownCellFraction'>;
    isPinned(alleleOrdinal: number): boolean;
  },
): Contributions {
  const rows = new Map(
    ranked.map((row) => [row.alleleOrdinal, { row, perAllele: new Map() as PerAllele }] as const),
  );
  const lost = new Set<string>();
  for (const candidate of candidates) {
    if (candidate.isAlleleLost === true) lost.add(candidate.allele);
    const entry = rows.get(candidate.alleleOrdinal);
    if (entry === undefined || candidate.isAlleleLost === true || candidate.gates.length > 0) continue;
    if (!isInProduct(candidate, entry.row.best)) continue;
    const mayAssume = rules.params.allowHypotheses || rules.isPinned(candidate.alleleOrdinal);
    if (!mayAssume && restsOnUnshown(candidate)) continue;
    const { allele, peptide, probability } = candidate;
    const known = entry.perAllele.get(allele);
    if (known !== undefined && known.probability >= probability) continue;
    entry.perAllele.set(allele, { allele, peptide, probability });
  }
  return {
    antigens: ranked.map((row) => ({
      ranked: row,
      ...cellFractionOf(row.best, rules.params.unknownCellFraction),
      alleles: [...(rows.get(row.alleleOrdinal)?.perAllele.values() ?? [])].sort(
        (a, b) => b.probability - a.probability || compareText(a.allele, b.allele),
      ),
    })),
    lostAlleles: [...lost].sort(compareText),
  };
}

function isInProduct({ peptide, window }: Candidate, best: Candidate): boolean {
  return window === best.window || best.window.includes(peptide);
}

/** Clonal counts as every cell, whatever the point estimate; unknown as the parameter says. */
function cellFractionOf(
  { clonality, cancerCellFraction }: Candidate,
  unknown: number,
): Pick<Antigen, 'cellFraction' | 'cellFractionFrom'> {
  if (clonality === 'clonal') return { cellFraction: 1, cellFractionFrom: 'clonality' };
  if (cancerCellFraction === null) return { cellFraction: unknown, cellFractionFrom: 'unknown' };
  return {
    cellFraction: Math.min(1, Math.max(0, cancerCellFraction)),
    cellFractionFrom: 'cancer-cell-fraction',
  };
}

/** Whether the candidate rests on an assumption that no RNA read shows. */
export function restsOnUnshown(candidate: Candidate): boolean {
  return candidate.hypothesis !== null && !isShownByReads(candidate);
}

/**
 * Whether RNA reads of the allele (of an event: across its joint) tell that the assumed protein is made. They say nothing of what lies on the
 * same molecule beyond a read, nor of where translation begins; and a read that carries the changed splice site does not come from a
 * message that skips the exon.
 */
function isShownByReads({ rnaAltReads, phaseState, proteoform }: Candidate): boolean {
  const isUnseen = phaseState === 'possible' || /^(?:start|skip-exon)-/.test(proteoform);
  return (rnaAltReads ?? 0) > 0 && !isUnseen;
}
