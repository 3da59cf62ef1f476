/** The peptides one allele adds, merged over its transcripts. */
import type { Consequence, PeptideRow } from '../../schemas/rows.js';
import { compareText } from '../shared/compare-text.js';
import { differingStretch, withoutStop } from '../shared/protein-difference.js';
import { type ChangedProtein, counterpartOf } from './wildtype-counterpart.js';

const flankLength = 10;
/** Predictors take the 20 standard residues: not X (unknown), U (selenocysteine), O, B, Z, J or an inner stop. */
const unusableLetter = /[^ACDEFGHIKLMNPQRSTVWY]/;

/** A peptide row before it is known whether the peptide is self. */
type NovelPeptide = Omit<PeptideRow, 'isSelfPeptide'>;

export interface NovelPeptides {
  /** By length, first offset, peptide. */
  readonly rows: readonly NovelPeptide[];
  /** Distinct peptides with a letter outside the 20. */
  readonly unusable: ReadonlySet<string>;
}

function changedProtein(row: Consequence): ChangedProtein | null {
  if (row.status !== 'ok' || row.wildtypeProtein === null || row.mutantProtein === null) return null;
  const wildtype = withoutStop(row.wildtypeProtein);
  const mutant = withoutStop(row.mutantProtein);
  const stretch = row.mutantStretch ?? differingStretch(wildtype, mutant, row.isFrameshift);
  return stretch === null ? null : { wildtype, mutant, stretch, isFrameshift: row.isFrameshift };
}

/** Starts of the windows that overlap the altered stretch, or span its junction where it is empty. */
function windowStarts({ mutant, stretch }: ChangedProtein, length: number): { first: number; last: number } {
  const lastChanged = Math.max(stretch.start, stretch.end) - 1;
  return {
    first: Math.max(0, stretch.start - length + 1),
    last: Math.min(lastChanged, mutant.length - length),
  };
}

/**
 * Every window of the given lengths that overlaps the change of an 'ok' consequence and does not occur in that consequence's own
 * wild-type protein: one row per distinct peptide, wild-type counterpart and mutated offsets.
 * @param consequences of one allele
 */
export function novelPeptides(
  consequences: readonly Consequence[],
  lengths: readonly number[],
): NovelPeptides {
  const rows = new Map<string, NovelPeptide>();
  const unusable = new Set<string>();
  for (const consequence of consequences) {
    const change = changedProtein(consequence);
    if (change === null) continue;
    for (const length of lengths) {
      const { first, last } = windowStarts(change, length);
      for (let offset = first; offset <= last; offset += 1) {
        const peptide = change.mutant.slice(offset, offset + length);
        if (unusableLetter.test(peptide)) unusable.add(peptide);
        else if (!change.wildtype.includes(peptide)) addWindow(rows, consequence, change, offset, peptide);
      }
    }
  }
  return { rows: [...rows.values()].sort(byLengthThenOffset), unusable };
}

function addWindow(
  rows: Map<string, NovelPeptide>,
  consequence: Consequence,
  change: ChangedProtein,
  offset: number,
  peptide: string,
): void {
  const counterpart = counterpartOf(change, offset, peptide.length);
  const wildtype = counterpart.peptide;
  const wildtypePeptide = wildtype !== null && unusableLetter.test(wildtype) ? null : wildtype;
  const key = `${peptide} ${wildtypePeptide ?? '-'} ${counterpart.mutatedOffsets.join(',')}`;
  const known = rows.get(key);
  if (known !== undefined) {
    known.occurrences.push({ transcript: consequence.transcript, offset });
    return;
  }
  const { mutant } = change;
  const end = offset + peptide.length;
  rows.set(key, {
    variantId: consequence.variantId,
    alleleOrdinal: consequence.alleleOrdinal,
    input: consequence.input,
    peptide,
    wildtypePeptide,
    mutatedOffsets: [...counterpart.mutatedOffsets],
    occurrences: [{ transcript: consequence.transcript, offset }],
    nFlank: mutant.slice(Math.max(0, offset - flankLength), offset),
    cFlank: mutant.slice(end, end + flankLength),
  });
}

function firstOffset(row: NovelPeptide): number {
  return row.occurrences[0]?.offset ?? 0;
}

function byLengthThenOffset(a: NovelPeptide, b: NovelPeptide): number {
  return (
    a.peptide.length - b.peptide.length ||
    firstOffset(a) - firstOffset(b) ||
    compareText(a.peptide, b.peptide) ||
    compareText(a.wildtypePeptide ?? '', b.wildtypePeptide ?? '') ||
    compareText(a.mutatedOffsets.join(), b.mutatedOffsets.join())
  );
}
