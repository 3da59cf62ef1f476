/** The stretches of mutant protein that stand for a chosen antigen in a construct. */
import type { RankedVariant } from '../../schemas/candidates.js';
import type { Consequence } from '../../schemas/rows.js';
import { withoutStop } from '../shared/protein-difference.js';
import { type ConstructElement, type LeftOut, otherThanResidues, uniqueNames } from './elements.js';

export interface WindowRules {
  /** Residues on either side of the change. */
  readonly flank: number;
  /** Residues between the windows of a long novel stretch. */
  readonly tileStep: number;
  readonly tilesPerAntigen: number;
}

/** 0-based half-open, in the mutant protein. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

type Change = Pick<Consequence, 'isFrameshift'> & {
  readonly protein: string;
  readonly stretch: Window;
};

/**
 * Where the windows of a change lie. A substitution or a short in-frame change: the altered residues with `flank` on either side, moved
 * inwards at an end of the protein, so that one substitution gives a 27-mer with the mutation at position 14 (Sahin 2017,
 * doi:10.1038/nature23003). A frameshift, or an altered stretch longer than flank + 1: windows of 2 × flank + 1 residues, the first with `flank`
 * residues upstream, each `tileStep` further, to the end of what is novel: with the usual 13 and 14 every novel 14-mer lies in one.
 */
export function windowsOf({ protein, stretch, isFrameshift }: Change, rules: WindowRules): readonly Window[] {
  const { flank, tileStep } = rules;
  const end = isFrameshift ? protein.length : stretch.end;
  if (!isFrameshift && end - stretch.start <= flank + 1) return [inwards(stretch, protein.length, flank)];
  // In-frame, the last residues of the stretch need what follows them as well.
  const last = isFrameshift ? end : Math.min(protein.length, end + flank);
  const size = 2 * flank + 1;
  const windows: Window[] = [];
  for (let start = Math.max(0, stretch.start - flank); ; start += tileStep) {
    windows.push({ start: Math.max(0, Math.min(start, last - size)), end: Math.min(last, start + size) });
    if (start + size >= last) return withFullStart(windows, stretch, flank);
  }
}

/** A short novel tail: its only window keeps just `flank` residues upstream. */
function withFullStart(windows: readonly Window[], stretch: Window, flank: number): readonly Window[] {
  const [only] = windows;
  if (windows.length > 1 || only === undefined) return windows;
  return [{ start: Math.max(0, stretch.start - flank), end: only.end }];
}

function inwards(stretch: Window, length: number, flank: number): Window {
  const start = stretch.start - flank;
  const end = stretch.end + flank;
  return {
    start: Math.max(0, start - Math.max(0, end - length)),
    end: Math.min(length, end + Math.max(0, -start)),
  };
}

/** A chosen antigen with the consequence that its best peptide was cut from. */
export interface Antigen {
  readonly ranked: RankedVariant;
  readonly consequence: Consequence | undefined;
}

/** The elements of the chosen antigens, in the order of the shortlist; what cannot be built is named. */
export function elementsOf(
  antigens: readonly Antigen[],
  rules: WindowRules,
): { readonly elements: readonly ConstructElement[]; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = [];
  const drafts = antigens.flatMap((antigen) => {
    const built = draftsOf(antigen, rules);
    leftOut.push(...built.leftOut);
    return built.drafts;
  });
  const names = uniqueNames(drafts.map(({ name }) => name));
  return {
    elements: drafts.map((draft, index) => ({ ...draft, name: names[index] ?? draft.name })),
    leftOut,
  };
}

interface Drafts {
  readonly drafts: readonly ConstructElement[];
  readonly leftOut: readonly LeftOut[];
}

function draftsOf({ ranked, consequence }: Antigen, rules: WindowRules): Drafts {
  const { best } = ranked;
  const name = [best.gene, best.hgvsP?.replace(/^.*:/, '').replace(/^p\./, '') ?? best.variantId].join('_');
  const change = changeOf(ranked, consequence);
  if (change === null) {
    return {
      drafts: [],
      leftOut: [{ name, reason: 'its mutant protein is not known: no window can be cut' }],
    };
  }
  const peptides = [best.peptide, ...ranked.others.map(({ peptide }) => peptide)];
  const windows = windowsOf(change, rules);
  const chosen = mostWanted(windows, change.protein, peptides, rules.tilesPerAntigen);
  const leftOut: LeftOut[] = windows
    .filter((window) => !chosen.includes(window))
    .map(({ start, end }) => ({
      name: `${name}, residues ${start + 1}-${end}`,
      reason: `more than ${rules.tilesPerAntigen} windows of one antigen (tilesPerAntigen)`,
    }));
  const drafts: ConstructElement[] = [];
  for (const window of chosen) {
    const usable = standardPart(change.protein, window, best.peptide);
    if (usable === null) {
      leftOut.push({ name, reason: 'its window holds a residue that is none of the standard 20' });
      continue;
    }
    drafts.push({
      name: chosen.length === 1 ? name : `${name}_${window.start + 1}-${window.end}`,
      sequence: change.protein.slice(usable.start, usable.end),
      sources: best.phaseGroup.length > 0 ? best.phaseGroup : [best.input],
      essential: essentialOf(change, usable),
      clone: cloneOf(best.cancerCellFraction),
      allele: best.allele,
      notes: usable === window ? [] : ['cut short at a residue that is none of the standard 20'],
    });
  }
  return { drafts, leftOut };
}

/** A whole novel protein fits no construct: of such a one the change is the middle of its best peptide. */
function changeOf({ best }: RankedVariant, consequence: Consequence | undefined): Change | null {
  if (consequence?.mutantProtein == null || consequence.mutantStretch === null) return null;
  const protein = withoutStop(consequence.mutantProtein);
  if (consequence.source !== 'fasta')
    return { protein, stretch: consequence.mutantStretch, isFrameshift: consequence.isFrameshift };
  const start = protein.indexOf(best.peptide);
  if (start < 0) return null;
  const middle = start + Math.floor(best.peptide.length / 2);
  return { protein, stretch: { start: middle, end: middle + 1 }, isFrameshift: false };
}

/** The windows with the best peptides, in the order of those, then from the first on; in the order of the protein again. */
function mostWanted(
  windows: readonly Window[],
  protein: string,
  peptides: readonly string[],
  most: number,
): readonly Window[] {
  const wanted = new Set<Window>();
  for (const peptide of peptides) {
    const holder = windows.find(({ start, end }) => protein.slice(start, end).includes(peptide));
    if (holder !== undefined) wanted.add(holder);
  }
  for (const window of windows) wanted.add(window);
  const taken = [...wanted].slice(0, most);
  return windows.filter((window) => taken.includes(window));
}

/** The part of the window that predictors and codons can take: the stretch of standard residues with the peptide; null: none has it. */
function standardPart(protein: string, window: Window, peptide: string): Window | null {
  const text = protein.slice(window.start, window.end);
  if (!otherThanResidues.test(text)) return window;
  const at = text.indexOf(peptide);
  if (at < 0) return null;
  let start = at;
  let end = at + peptide.length;
  while (start > 0 && !otherThanResidues.test(text[start - 1] ?? 'X')) start -= 1;
  while (end < text.length && !otherThanResidues.test(text[end] ?? 'X')) end += 1;
  return { start: window.start + start, end: window.start + end };
}

/** The changed residues within the window and seven on either side: no 8-mer over the change is lost where the ends are trimmed. */
function essentialOf({ stretch, isFrameshift, protein }: Change, window: Window): Window {
  const novelEnd = isFrameshift ? protein.length : stretch.end;
  return {
    start: Math.max(0, Math.min(stretch.start, window.end) - 7 - window.start),
    end: Math.min(window.end - window.start, Math.max(0, novelEnd + 7 - window.start)),
  };
}

/** Clonal: nearly all cancer cells carry it (0.95 and more; Landau 2013, doi:10.1016/j.cell.2013.01.019, draws the line there). */
function cloneOf(cancerCellFraction: number | null): ConstructElement['clone'] {
  if (cancerCellFraction === null) return 'unknown';
  return cancerCellFraction >= 0.95 ? 'clonal' : 'subclonal';
}
