/** The mutant protein of one CSQ entry, from what the annotation says. */
import type { OmissionCode } from '../../../schemas/omissions.js';
import { commonPrefixLength } from '../../shared/protein-difference.js';
import type { CsqEntry } from './csq-entry.js';
import { agreesWith, proteinRange, type StatedChange, statedChange } from './protein-change.js';

export type MutantProtein =
  | {
      readonly kind: 'known';
      /** With '*' where the annotation shows that the stop was read. */
      readonly protein: string;
      readonly isFrameshift: boolean;
    }
  | { readonly kind: 'none'; readonly code: OmissionCode; readonly reason: string }
  /** The annotation names a change but not its sequence: a reference bundle can give it. */
  | { readonly kind: 'unstated'; readonly reason: string };

function none(code: OmissionCode, reason: string): MutantProtein {
  return { kind: 'none', code, reason };
}
function unstated(reason: string): MutantProtein {
  return { kind: 'unstated', reason };
}

/** Terms after which the protein follows from the exons' sequence no longer (Sequence Ontology, children of splice_site_variant). */
const spliceTerms = ['splice_donor_variant', 'splice_acceptor_variant', 'transcript_ablation'];
const codingTerms = [
  'frameshift_variant',
  'stop_gained',
  'stop_lost',
  'inframe_insertion',
  'inframe_deletion',
  'missense_variant',
  'protein_altering_variant',
];
const silentTerms = ['synonymous_variant', 'stop_retained_variant', 'start_retained_variant'];

/**
 * Decides from the consequence terms alone where no protein can or need be built; null: build it.
 */
export function withoutProtein(entry: Pick<CsqEntry, 'terms'>): MutantProtein | null {
  const has = (term: string): boolean => entry.terms.includes(term);
  if (has('start_lost')) {
    return none('START_LOST', 'the start codon is lost: where translation begins instead is not known');
  }
  if (spliceTerms.some(has)) {
    return none('SPLICE_ALTERED', `${entry.terms.join('&')}: the spliced sequence cannot be stated`);
  }
  if (has('stop_retained_variant') && !has('frameshift_variant')) return synonymous(entry);
  if (codingTerms.some(has)) return null;
  if (silentTerms.some(has)) return synonymous(entry);
  if (has('incomplete_terminal_codon_variant')) {
    return none('CDS_INCOMPLETE', 'the change lies in the incomplete last codon of the transcript');
  }
  if (has('coding_sequence_variant')) {
    return unstated('VEP reports coding_sequence_variant without stating the residues');
  }
  return none('NOT_CODING', entry.terms.join('&'));
}

function synonymous(entry: Pick<CsqEntry, 'terms'>): MutantProtein {
  return none('SYNONYMOUS', entry.terms.join('&'));
}

/**
 * The mutant protein of a coding change. `wildtype` is the whole wild-type protein without its stop.
 * Missense, multi-residue, in-frame and stop-gained changes: Amino_acids written into the wild type at Protein_position.
 * Frameshifts: FrameshiftSequence (pVACtools' plugin: the whole mutant protein up to its stop), else DownstreamProtein (Ensembl's
 * plugin: from the codon of the change to the stop).
 */
export function mutantProtein(entry: CsqEntry, wildtype: string): MutantProtein {
  const change = statedChange(entry.aminoAcids, entry.proteinPosition);
  if (change !== null && change !== 'same' && !agreesWith(wildtype, change)) {
    return mismatch(change, wildtype);
  }
  if (entry.terms.includes('frameshift_variant')) return frameshift(entry, wildtype, change);
  if (change === null) {
    return unstated(
      `Amino_acids '${entry.aminoAcids}' at Protein_position '${entry.proteinPosition}' do not state the change`,
    );
  }
  if (change === 'same') return none('SYNONYMOUS', `Amino_acids '${entry.aminoAcids}': no residue changes`);
  if (change.wildtype.includes('*') && !change.mutant.includes('*')) {
    return unstated('the stop is lost and the annotation does not give the sequence beyond');
  }
  return applied(change, wildtype);
}

function applied(change: StatedChange, wildtype: string): MutantProtein {
  const stop = change.mutant.indexOf('*');
  const head = wildtype.slice(0, change.start);
  const protein =
    stop >= 0
      ? `${head}${change.mutant.slice(0, stop)}*`
      : head + change.mutant + wildtype.slice(change.start + change.wildtype.length);
  if (protein === wildtype || protein === `${wildtype}*`) {
    return none('SYNONYMOUS', 'the change leaves the protein as it is');
  }
  return { kind: 'known', protein, isFrameshift: false };
}

function mismatch(change: StatedChange, wildtype: string): MutantProtein {
  const end = change.start + change.wildtype.length;
  const found = change.start >= wildtype.length ? '' : wildtype.slice(change.start, end);
  return none(
    'TRANSCRIPT_REFERENCE_MISMATCH',
    `the annotation expects ${change.wildtype || 'an insertion'} at residue ${change.start + 1}, the wild-type protein of ` +
      `${wildtype.length} residues has ${found || 'none there'}: annotation and protein come from different releases`,
  );
}

function frameshift(entry: CsqEntry, wildtype: string, change: StatedChange | 'same' | null): MutantProtein {
  const { first } = proteinRange(entry.proteinPosition);
  const unchanged = first === null ? 0 : Math.min(first - 1, wildtype.length);
  const stop = /(?:Ter|\*)\d+$|Ter$/.test(entry.hgvsP) ? '*' : '';
  if (entry.frameshiftSequence !== '') {
    return fromWholeSequence(entry.frameshiftSequence.replace(/\*.*$/, ''), wildtype, unchanged, stop);
  }
  if (change !== null && change !== 'same' && /^[^X]*\*/.test(change.mutant))
    return applied(change, wildtype);
  if (entry.downstreamProtein !== '' && first !== null) {
    return fromDownstream(entry, wildtype, unchanged, stop);
  }
  return unstated('frameshift without a sequence: no FrameshiftSequence or DownstreamProtein value');
}

function fromWholeSequence(
  sequence: string,
  wildtype: string,
  unchanged: number,
  stop: string,
): MutantProtein {
  // The plugin translates every codon by the table, so a start codon other than ATG is not read as M.
  const protein = sequence === '' ? '' : startsAlike(wildtype, sequence) + sequence.slice(1);
  if (protein === wildtype) return none('SYNONYMOUS', 'FrameshiftSequence equals the wild-type protein');
  const shared = commonPrefixLength(wildtype, protein);
  if (shared === protein.length && protein.length < unchanged) {
    return unstated(
      `FrameshiftSequence ends at residue ${protein.length}, before the change at ${unchanged + 1} (a selenocysteine read as stop)`,
    );
  }
  if (shared < unchanged) {
    return none(
      'TRANSCRIPT_REFERENCE_MISMATCH',
      `FrameshiftSequence departs from the wild-type protein at residue ${shared + 1}, before the change at ${unchanged + 1}`,
    );
  }
  return { kind: 'known', protein: protein + stop, isFrameshift: true };
}

function startsAlike(wildtype: string, sequence: string): string {
  const isAlternativeStart = wildtype.startsWith('M') && wildtype.slice(1, 4) === sequence.slice(1, 4);
  return isAlternativeStart ? 'M' : sequence.charAt(0);
}

function fromDownstream(entry: CsqEntry, wildtype: string, unchanged: number, stop: string): MutantProtein {
  const tail = entry.downstreamProtein.replace(/\*.*$/, '');
  const protein = wildtype.slice(0, unchanged) + tail;
  const stated = Number.parseInt(entry.proteinLengthChange, 10);
  // Ensembl's plugin counts the residue of the change twice (translation start + tail length), hence the 1.
  const surplus = Number.isNaN(stated) ? 0 : stated - (protein.length - wildtype.length);
  if (surplus < 0 || surplus > 1) {
    return unstated(
      `DownstreamProtein of ${tail.length} residues from residue ${unchanged + 1} contradicts ProteinLengthChange ${stated}`,
    );
  }
  if (protein === wildtype) return none('SYNONYMOUS', 'DownstreamProtein equals the wild type');
  return { kind: 'known', protein: protein + stop, isFrameshift: true };
}
