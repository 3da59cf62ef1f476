/** Builds the consequence rows of one CSQ entry. */
import type { OmissionCode } from '../../../schemas/omissions.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import { differingStretch, withoutStop } from '../../shared/protein-difference.js';
import {
  bundleRowsOf,
  type FromBundle,
  hypothesesFor,
  isSameProtein,
  withBundleProtein,
} from './bundle-rows.js';
import type { CsqEntry } from './csq-entry.js';
import { type MutantProtein, mutantProtein, withoutProtein } from './mutant-protein.js';
import { agreesWith, statedChange } from './protein-change.js';

export interface RowContext {
  readonly reference: ReferenceBundle | null;
  /** Asked only where the annotation lacks a sequence or cannot be certain of one. */
  readonly fromBundle: FromBundle;
}

/** The consequences of `variant` on the entry's transcript, the certain one first; `status` says why there is no protein where there is none. */
export function consequenceRows(
  variant: Variant,
  entry: CsqEntry,
  context: RowContext,
): readonly Consequence[] {
  const early = withoutProtein(entry);
  const wildtype = wildtypeProtein(entry, context.reference);
  const row = plainRow(variant, entry, wildtype.kind === 'known' ? wildtype.protein : null);
  if (early?.kind === 'none') {
    const isOpen = early.code === 'START_LOST' || early.code === 'SPLICE_ALTERED';
    const hypotheses = isOpen ? possibilities(row, variant, context) : [];
    return [withStatus(row, early.code, early.reason), ...hypotheses];
  }
  const mutant = early ?? (wildtype.kind === 'known' ? mutantProtein(entry, wildtype.protein) : wildtype);
  switch (mutant.kind) {
    case 'known':
      return [withProtein(row, mutant.protein, mutant.isFrameshift)];
    case 'none':
      return [withStatus(row, mutant.code, mutant.reason)];
    case 'unstated':
      return completed(row, variant, mutant.reason, context);
  }
}

/** What the bundle holds possible where the annotation names a change whose protein nobody can be certain of. */
function possibilities(
  row: Consequence,
  variant: Variant,
  { fromBundle }: RowContext,
): readonly Consequence[] {
  const bundled = bundleRowsOf(variant, row.transcript, fromBundle);
  if (bundled === null || !isSameProtein(row.wildtypeProtein, bundled.primary.wildtypeProtein)) return [];
  return hypothesesFor(row, bundled, 'csq+bundle');
}

/** A whole wild-type protein without its stop, or why there is none. */
function wildtypeProtein(entry: CsqEntry, reference: ReferenceBundle | null): MutantProtein {
  if (entry.wildtypeProtein !== '') {
    const protein = withoutStop(entry.wildtypeProtein);
    // Ensembl translates polymorphic pseudogenes through their stop.
    return protein.includes('*')
      ? { kind: 'none', code: 'CDS_INVALID', reason: 'the wild-type protein has a stop inside' }
      : { kind: 'known', protein, isFrameshift: false };
  }
  if (reference === null) {
    return {
      kind: 'unstated',
      reason: 'no WildtypeProtein value (the Wildtype plugin) and no --reference to take the protein from',
    };
  }
  const transcript = reference.transcriptById(entry.feature);
  if (transcript === null) {
    return {
      kind: 'none',
      code: 'TRANSCRIPT_UNKNOWN',
      reason: `no WildtypeProtein value, and the reference does not have ${entry.feature}`,
    };
  }
  const protein = reference.proteinOf(transcript);
  if (protein === '') {
    return {
      kind: 'none',
      code: 'CDS_INVALID',
      reason: `the reference cannot translate ${entry.feature}`,
    };
  }
  // VEP counts the incomplete first codon of a CDS whose start was not found as residue 1.
  const change = statedChange(entry.aminoAcids, entry.proteinPosition);
  const isShifted =
    transcript.cds !== null &&
    transcript.cds.phase !== 0 &&
    change !== null &&
    change !== 'same' &&
    !agreesWith(protein, change) &&
    agreesWith(`X${protein}`, change);
  return { kind: 'known', protein: isShifted ? `X${protein}` : protein, isFrameshift: false };
}

function plainRow(variant: Variant, entry: CsqEntry, wildtype: string | null): Consequence {
  const protein = /^([^:]+):/.exec(entry.hgvsP)?.[1] ?? null;
  return {
    variantId: variant.id,
    alleleOrdinal: variant.alleleOrdinal,
    input: variant.input,
    gene: entry.gene,
    geneId: entry.geneId,
    transcript: entry.feature,
    proteinId: entry.ensp === '' ? protein : entry.ensp,
    biotype: entry.biotype,
    strand: entry.strand === '' ? null : entry.strand.startsWith('-') ? '-' : '+',
    consequence: [...entry.terms],
    hgvsC: entry.hgvsC || null,
    hgvsP: entry.hgvsP || null,
    proteinStart: null,
    wildtypeProtein: wildtype,
    mutantProtein: null,
    mutantStretch: null,
    isFrameshift: entry.terms.includes('frameshift_variant'),
    phaseGroup: [variant.id],
    phaseState: 'alone',
    nmd: nmdOf(entry),
    source: 'csq',
    isManeSelect: entry.isManeSelect,
    isCanonical: entry.isCanonical,
    supportLevel: supportLevelOf(entry.tsl),
    transcriptFlags: flagsOf(entry),
    proteoform: '',
    hypothesis: null,
    status: 'ok',
    statusReason: '',
  };
}

function supportLevelOf(tsl: string): number | null {
  const level = Number.parseInt(tsl.replace(/^tsl/i, ''), 10);
  return Number.isNaN(level) ? null : level;
}

/** FLAGS as they are; APPRIS and MANE Plus Clinical under the tag names of GENCODE, as a GTF has them. */
function flagsOf(entry: CsqEntry): string[] {
  const appris = /^([PA])(\d)$/.exec(entry.appris);
  const kind = appris?.[1] === 'P' ? 'principal' : 'alternative';
  return [
    ...entry.flags,
    ...(appris === null ? [] : [`appris_${kind}_${appris[2]}`]),
    ...(entry.isManePlusClinical ? ['MANE_Plus_Clinical'] : []),
  ];
}

/**
 * NMD_transcript_variant: the transcript itself is a target of nonsense-mediated decay. The NMD plugin writes
 * 'NMD_escaping_variant' or nothing, for stop_gained where the premature stop is the variant; a shifted frame's stop lies elsewhere.
 */
function nmdOf(entry: CsqEntry): Consequence['nmd'] {
  if (entry.terms.includes('NMD_transcript_variant')) return 'degraded';
  const isStop = entry.terms.includes('stop_gained');
  if (!isStop && !entry.terms.includes('frameshift_variant')) return 'not_applicable';
  if (entry.nmd?.includes('NMD_escaping_variant') === true) return 'escapes';
  return isStop && entry.nmd !== null ? 'degraded' : 'unknown';
}

function withStatus(row: Consequence, code: OmissionCode, reason: string): Consequence {
  return { ...row, status: code, statusReason: reason };
}

function withProtein(row: Consequence, mutant: string, isFrameshift: boolean): Consequence {
  // Behind a shifted frame or a new stop nothing of the wild type follows, even where the last residues agree by chance.
  const stretch = differingStretch(row.wildtypeProtein ?? '', mutant, isFrameshift || mutant.endsWith('*'));
  if (stretch === null) return withStatus(row, 'SYNONYMOUS', 'the protein is unchanged');
  return {
    ...row,
    mutantProtein: mutant,
    mutantStretch: stretch,
    proteinStart: stretch.start + 1,
    isFrameshift,
  };
}

function completed(
  row: Consequence,
  variant: Variant,
  reason: string,
  { fromBundle }: RowContext,
): readonly Consequence[] {
  const advice = 'annotate with the plugins Wildtype and Frameshift (or Downstream), or give --reference';
  if (fromBundle === null) return [withStatus(row, 'PROTEIN_UNKNOWN', `${reason}; ${advice}`)];
  const bundled = bundleRowsOf(variant, row.transcript, fromBundle);
  if (bundled === null) {
    const unknown = `${reason}; the reference does not have this transcript here`;
    return [withStatus(row, 'TRANSCRIPT_UNKNOWN', unknown)];
  }
  if (!isSameProtein(row.wildtypeProtein, bundled.primary.wildtypeProtein)) {
    const mismatch = `${reason}; the reference's protein of this transcript is not the annotation's (different releases)`;
    return [withStatus(row, 'TRANSCRIPT_REFERENCE_MISMATCH', mismatch)];
  }
  return [
    withBundleProtein(row, bundled.primary, 'csq+bundle'),
    ...hypothesesFor(row, bundled, 'csq+bundle'),
  ];
}
