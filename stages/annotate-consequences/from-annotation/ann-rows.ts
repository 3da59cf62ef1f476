/** Builds the consequence rows of one entry of SnpEff's ANN, which names changes and no proteins: those come from the bundle. */
import type { OmissionCode } from '../../../schemas/omissions.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import type { AnnEntry } from './ann-entry.js';
import {
  bundleRowsOf,
  type FromBundle,
  hypothesesFor,
  type TranscriptRows,
  withBundleProtein,
} from './bundle-rows.js';
import { withoutProtein } from './mutant-protein.js';
import { misfit } from './stated-residues.js';

/** Terms of SnpEff for which Sequence Ontology has a parent among VEP's. */
const parents: Readonly<Record<string, string>> = {
  conservative_inframe_insertion: 'inframe_insertion',
  conservative_inframe_deletion: 'inframe_deletion',
  disruptive_inframe_insertion: 'inframe_insertion',
  disruptive_inframe_deletion: 'inframe_deletion',
  initiator_codon_variant: 'protein_altering_variant',
  rare_amino_acid_variant: 'protein_altering_variant',
  exon_loss_variant: 'protein_altering_variant',
  coding_sequence_variant: 'protein_altering_variant',
};

/** The certain row, then hypotheses. */
export function annRows(variant: Variant, entry: AnnEntry, fromBundle: FromBundle): readonly Consequence[] {
  const terms = entry.terms.map((term) => parents[term] ?? term);
  const verdict = withoutProtein({ terms });
  const bundled = bundleRowsOf(variant, entry.feature, fromBundle);
  const row = withTranscript(plainRow(variant, entry), bundled?.primary ?? null);
  if (verdict?.kind === 'none') {
    const isOpen = verdict.code === 'START_LOST' || verdict.code === 'SPLICE_ALTERED';
    const hypotheses = isOpen && bundled !== null ? hypothesesFor(row, bundled, 'ann+bundle') : [];
    const nmd = isOpen ? 'unknown' : row.nmd;
    return [withStatus({ ...row, nmd }, verdict.code, verdict.reason), ...hypotheses];
  }
  if (fromBundle === null) {
    const reason = `ANN states ${entry.hgvsP || entry.terms.join('&')} and no protein; give --reference to take it from, or annotate with VEP and its Wildtype plugin`;
    return [withStatus(row, 'PROTEIN_UNKNOWN', reason)];
  }
  if (bundled === null) {
    return [
      withStatus(row, 'TRANSCRIPT_UNKNOWN', `the reference does not have ${entry.feature} at this place`),
    ];
  }
  return completed(row, entry, bundled);
}

function completed(row: Consequence, entry: AnnEntry, bundled: TranscriptRows): readonly Consequence[] {
  const { primary } = bundled;
  const isAlone = primary.phaseGroup.length <= 1;
  const problem =
    primary.wildtypeProtein === null
      ? null
      : misfit(entry.hgvsP, {
          wildtype: primary.wildtypeProtein,
          // Neighbours on the same molecule change more than the annotation, which looks at each variant alone.
          mutant: isAlone ? primary.mutantProtein : null,
        });
  if (problem !== null) {
    const { wildtypeProtein } = primary;
    return [withStatus({ ...row, wildtypeProtein }, 'TRANSCRIPT_REFERENCE_MISMATCH', problem)];
  }
  return [withBundleProtein(row, primary, 'ann+bundle'), ...hypothesesFor(row, bundled, 'ann+bundle')];
}

/** ANN names a transcript and says nothing of its standing. */
function withTranscript(row: Consequence, primary: Consequence | null): Consequence {
  if (primary === null) return row;
  const { strand, proteinId, isManeSelect, isCanonical, supportLevel, transcriptFlags } = primary;
  const flags = [...row.transcriptFlags, ...transcriptFlags];
  return { ...row, strand, proteinId, isManeSelect, isCanonical, supportLevel, transcriptFlags: flags };
}

function plainRow(variant: Variant, entry: AnnEntry): Consequence {
  const isTruncating = entry.terms.some((term) => term === 'stop_gained' || term === 'frameshift_variant');
  return {
    variantId: variant.id,
    alleleOrdinal: variant.alleleOrdinal,
    input: variant.input,
    gene: entry.gene,
    geneId: entry.geneId,
    transcript: entry.feature,
    proteinId: null,
    biotype: entry.biotype,
    strand: null,
    consequence: [...entry.terms],
    // As VEP and the bundle write them: of which sequence the description is.
    hgvsC: entry.hgvsC === '' ? null : `${entry.feature}:${entry.hgvsC}`,
    hgvsP: entry.hgvsP === '' ? null : `${entry.feature}:${entry.hgvsP}`,
    proteinStart: null,
    wildtypeProtein: null,
    mutantProtein: null,
    mutantStretch: null,
    isFrameshift: entry.terms.includes('frameshift_variant'),
    phaseGroup: [variant.id],
    phaseState: 'alone',
    nmd: isTruncating ? 'unknown' : 'not_applicable',
    source: 'ann',
    isManeSelect: false,
    isCanonical: false,
    supportLevel: null,
    transcriptFlags: [...entry.messages],
    proteoform: '',
    hypothesis: null,
    status: 'ok',
    statusReason: '',
  };
}

function withStatus(row: Consequence, code: OmissionCode, reason: string): Consequence {
  return { ...row, status: code, statusReason: reason };
}
