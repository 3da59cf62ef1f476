/** The peptides one allele adds, merged over its transcripts. */
import type { Consequence, PeptideRow } from '../../schemas/rows.js';
import { compareText } from '../shared/compare-text.js';
import { differingStretch, withoutStop } from '../shared/protein-difference.js';
import { createProteomeIndex } from '../shared/proteome-index/index.js';
import { isUsable } from '../shared/usable-consequence.js';
import { type CutWindows, createWindowCutter, type NovelWindow } from './cut-windows.js';
import type { ChangedProtein } from './wildtype-counterpart.js';

const flankLength = 10;
/** Hypotheses that a row names; more are counted. */
const namedHypotheses = 3;

/** A peptide row before it is known whether the peptide is self. */
export type NovelPeptide = Omit<PeptideRow, 'isSelfPeptide'>;

export interface NovelPeptides {
  /** By length, first offset, peptide. */
  readonly rows: readonly NovelPeptide[];
  /** Distinct peptides with a letter outside the 20. */
  readonly unusable: ReadonlySet<string>;
}

type PeptideOccurrence = PeptideRow['occurrences'][number];

/** A row in the making. */
interface Gathered {
  readonly window: NovelWindow;
  readonly certain: PeptideOccurrence[];
  /** With a hypothesis; null: none. */
  assumed: { readonly occurrences: PeptideOccurrence[]; readonly hypotheses: Set<string> } | null;
  /** Residues around the first certain occurrence, else the first. */
  flanks: { readonly nFlank: string; readonly cFlank: string };
}

function changedProtein(row: Consequence): ChangedProtein | null {
  if (!isUsable(row) || row.wildtypeProtein === null || row.mutantProtein === null) return null;
  const wildtype = withoutStop(row.wildtypeProtein);
  const mutant = withoutStop(row.mutantProtein);
  const stretch = row.mutantStretch ?? differingStretch(wildtype, mutant, row.isFrameshift);
  return stretch === null ? null : { wildtype, mutant, stretch, isFrameshift: row.isFrameshift };
}

/**
 * Every window of the given lengths that overlaps the change of a usable consequence and does not occur in that consequence's own
 * wild-type protein: one row per distinct peptide, wild-type counterpart and mutated offsets. What a row says does not depend on the order
 * of the consequences, but for the order of its occurrences and the flanks, which are those of the first; certain ones come before those
 * that rest on a hypothesis.
 * @param consequences of one allele
 */
export function novelPeptides(
  consequences: readonly Consequence[],
  lengths: readonly number[],
): NovelPeptides {
  const gathered = new Map<string, Gathered>();
  const unusable = new Set<string>();
  const cut = createWindowCutter(lengths);
  const holds = createWildtypeCheck();
  for (const consequence of consequences) {
    const change = changedProtein(consequence);
    if (change === null) continue;
    const windows = cut(change);
    for (const peptide of windows.unusable) unusable.add(peptide);
    const isWildtype = holds(change.wildtype, windows.novel.length);
    for (const window of windows.novel) {
      if (!isWildtype(window.peptide)) gather(gathered, consequence, change, windows, window);
    }
  }
  const [first] = consequences;
  if (first === undefined) return { rows: [], unusable };
  return {
    rows: [...gathered.values()].map((one) => peptideRow(first, one)).sort(byLengthThenOffset),
    unusable,
  };
}

/** Residues to look through from which on an index of the wild type, made in 0.3 ms, is faster than searches. */
const searchLimit = 500_000;

/** Whether a wild-type protein holds a peptide, by a search for a few windows and by an index for a long changed stretch. */
function createWildtypeCheck(): (wildtype: string, windowCount: number) => (peptide: string) => boolean {
  const indexed = new Map<string, (peptide: string) => boolean>();
  return (wildtype, windowCount) => {
    if (wildtype.length * windowCount < searchLimit) return (peptide) => wildtype.includes(peptide);
    let has = indexed.get(wildtype);
    if (has === undefined) {
      ({ has } = createProteomeIndex([{ id: '', gene: '', sequence: wildtype, germlineVariantIds: [] }]));
      indexed.set(wildtype, has);
    }
    return has;
  };
}

function gather(
  gathered: Map<string, Gathered>,
  consequence: Consequence,
  change: ChangedProtein,
  { start }: CutWindows,
  window: NovelWindow,
): void {
  const offset = start + window.offset;
  const { transcript, proteoform, hypothesis } = consequence;
  const occurrence = { transcript, proteoform, offset };
  let one = gathered.get(window.key);
  if (one === undefined) {
    one = {
      window,
      certain: [],
      assumed: null,
      flanks: flanksOf(change.mutant, offset, window.peptide.length),
    };
    gathered.set(window.key, one);
  }
  if (hypothesis === null) {
    if (one.certain.length === 0) one.flanks = flanksOf(change.mutant, offset, window.peptide.length);
    one.certain.push(occurrence);
  } else {
    one.assumed ??= { occurrences: [], hypotheses: new Set() };
    one.assumed.occurrences.push(occurrence);
    one.assumed.hypotheses.add(hypothesis);
  }
}

function flanksOf(mutant: string, offset: number, length: number): Gathered['flanks'] {
  const end = offset + length;
  return {
    nFlank: mutant.slice(Math.max(0, offset - flankLength), offset),
    cFlank: mutant.slice(end, end + flankLength),
  };
}

function peptideRow(allele: Consequence, { window, certain, assumed, flanks }: Gathered): NovelPeptide {
  return {
    variantId: allele.variantId,
    alleleOrdinal: allele.alleleOrdinal,
    input: allele.input,
    peptide: window.peptide,
    wildtypePeptide: window.wildtypePeptide,
    mutatedOffsets: [...window.mutatedOffsets],
    occurrences: assumed === null ? certain : [...certain, ...assumed.occurrences],
    hypothesis: assumed === null || certain.length > 0 ? null : eitherOf(assumed.hypotheses),
    ...flanks,
  };
}

/** The assumptions of which one must hold. */
function eitherOf(hypotheses: ReadonlySet<string>): string {
  const sorted = [...hypotheses].sort(compareText);
  const further = sorted.length - namedHypotheses;
  const named = sorted.slice(0, namedHypotheses).join('; or: ');
  return further > 0 ? `${named}; or one of ${further} more` : named;
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
