/** The protein around a joint as a fusion table states it, for runs whose reference cannot give one. */
import type { Consequence, Variant } from '../../../schemas/rows.js';
import type { FusionEvent } from '../../../schemas/variant-event.js';

interface StatedProtein {
  readonly wildtype: string;
  readonly mutant: string;
  readonly stretch: { readonly start: number; readonly end: number };
  readonly isFrameshift: boolean;
}

/**
 * Reads a stated peptide as Arriba writes it: '|' at the joint (twice around inserted residues), lower case for residues of neither
 * partner, '*' for the stop, '?' for an unknown residue. The wild type is the 5' partner's side: the residues before the joint's own
 * codon. Lower-case residues further upstream are the patient's own variants in the 5' partner and count as wild type. Null: no residue
 * before the joint, or a stop.
 */
export function readStatedPeptide(text: string, frame: FusionEvent['statedFrame']): StatedProtein | null {
  const letters = text.replace(/\.\.\.$/, '').replaceAll('?', 'X');
  const joint = letters.indexOf('|');
  if (joint < 0) return null;
  const before = letters.slice(0, joint).replace(/[a-z]+$/, '');
  const after = letters.slice(before.length).replaceAll('|', '');
  const novel = /^[a-z]*/.exec(after)?.[0].length ?? 0;
  const isFrameshift =
    frame === 'out-of-frame' || (frame === null && novel === after.replace(/\*$/, '').length);
  const mutant = (before + after).toUpperCase();
  const length = mutant.endsWith('*') ? mutant.length - 1 : mutant.length;
  if (!/^[A-Za-z]+$/.test(before) || !/^[A-Z]+\*?$/.test(mutant)) return null;
  return {
    wildtype: before.toUpperCase(),
    mutant,
    stretch: { start: before.length, end: isFrameshift ? length : Math.min(before.length + novel, length) },
    isFrameshift,
  };
}

/** The row of a fusion by the table's own peptide; null: the table states none. `note` says why the reference gives none. */
export function rowFromTable(variant: Variant, event: FusionEvent, note: string): Consequence | null {
  const stated =
    event.statedPeptide === null ? null : readStatedPeptide(event.statedPeptide, event.statedFrame);
  if (stated === null) return null;
  const { left, right } = event;
  return {
    variantId: variant.id,
    alleleOrdinal: variant.alleleOrdinal,
    input: variant.input,
    gene: `${left.gene ?? '?'}::${right.gene ?? '?'}`,
    geneId: `${left.gene ?? '?'}::${right.gene ?? '?'}`,
    transcript: `${left.transcript ?? '?'}::${right.transcript ?? '?'}`,
    proteinId: null,
    biotype: 'protein_coding',
    strand: left.keeps === 'left' ? '+' : '-',
    consequence: stated.isFrameshift ? ['frameshift_variant', 'gene_fusion'] : ['gene_fusion'],
    hgvsC: null,
    hgvsP: null,
    proteinStart: null,
    wildtypeProtein: stated.wildtype,
    mutantProtein: stated.mutant,
    mutantStretch: stated.stretch,
    isFrameshift: stated.isFrameshift,
    phaseGroup: [variant.id],
    phaseState: 'alone',
    nmd: 'unknown',
    source: 'table',
    isManeSelect: false,
    isCanonical: false,
    supportLevel: null,
    transcriptFlags: [],
    proteoform: '',
    hypothesis: null,
    status: 'ok',
    statusReason: `${note}: the protein around the joint is ${event.tool}'s`,
  };
}
