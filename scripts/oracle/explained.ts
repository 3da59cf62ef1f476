/**
 * Every kind of difference from another annotator, with the clause that makes ours right and a predicate that must hold. What no predicate
 * covers fails the comparison. Docs: docs/validation/annotation.md.
 */
import { type Answer, classOf, type EffectClass, isSameProtein } from './answers.js';
import type { Case } from './compare.js';
import type { PlaceFacts } from './site-facts.js';

export interface Difference extends Case {
  readonly oracle: string;
  readonly theirs: Answer;
  readonly aspect: 'class' | 'protein' | 'name';
}

export interface Explanation {
  readonly id: string;
  readonly aspect: 'class' | 'protein' | 'name';
  readonly clause: string;
  readonly holds: (difference: Difference) => boolean;
}

function names(terms: readonly string[], ...wanted: EffectClass[]): boolean {
  return terms.some((term) => wanted.includes(classOf([term])));
}

/** Whether editing the spliced sequence and translating it gives our protein. */
function isPlain({ row, plain }: Difference): boolean {
  return plain !== null && row.protein !== null && isSameProtein(row.protein, plain);
}

function everyPlace({ facts }: Difference, holds: (place: PlaceFacts) => boolean): boolean {
  return facts().places.every(holds);
}

function somePlace({ facts }: Difference, holds: (place: PlaceFacts) => boolean): boolean {
  return facts().places.some(holds);
}

function isOutsideSpliceSites(place: PlaceFacts): boolean {
  return !place.isInSpliceSite && !place.isAtEdge && !place.isAcrossEdge;
}

function isSplicingHit(place: PlaceFacts): boolean {
  return place.isInSpliceSite || place.isAtEdge || place.isAcrossEdge;
}

/** Whether the places of the edit differ in what they touch, or either answer says where rather than what. */
function isPlaceTold({ facts, row, theirs }: Difference): boolean {
  const [first, ...others] = facts().places.map((place) => JSON.stringify(place));
  const places: readonly EffectClass[] = [...outsideCoding, 'splice', 'start_lost', 'synonymous'];
  return (
    others.some((place) => place !== first) || places.includes(row.class) || places.includes(theirs.class)
  );
}

/** Whether a stop is read before the wild type's. */
function isShortened({ row: { protein, wildtype } }: Difference): boolean {
  return (
    protein !== null &&
    protein.isStopRead === true &&
    protein.residues.length < wildtype.replace('*', '').length
  );
}

/** Classes that the definitions allow for a change of the protein. */
function classesOfProtein(difference: Difference): EffectClass[] {
  const { protein, wildtype: text } = difference.row;
  if (protein === null) return [];
  const wildtype = text.replace('*', '');
  const { residues } = protein;
  if (residues === wildtype && protein.isStopRead === text.endsWith('*')) return ['synonymous'];
  if (isShortened(difference) && wildtype.startsWith(residues)) return ['stop_gained'];
  if (residues.startsWith(wildtype))
    return isFrameshiftByLength(difference) ? ['stop_lost', 'frameshift'] : ['stop_lost'];
  if (isFrameshiftByLength(difference)) return ['frameshift'];
  return [residues.length === wildtype.length ? 'missense' : 'inframe'];
}

function isFrameshiftByLength({ row: { variant } }: Difference): boolean {
  return (variant.alt.length - variant.ref.length) % 3 !== 0;
}

/** Whether an end of the transcript is nearer than the allele is long, so that a copy of it would lie outside. */
function isNearTranscriptEnd({ row: { variant }, transcript }: Difference): boolean {
  const length = Math.max(variant.ref.length, variant.alt.length) + 1;
  return variant.position - transcript.start < length || transcript.end - variant.position < length;
}

/** Whether editing and translating gives their protein. */
function isPlainFor({ theirs, plain }: Difference): boolean {
  return plain !== null && theirs.protein !== null && isSameProtein(theirs.protein, plain);
}

const outsideCoding: readonly EffectClass[] = ['utr5', 'utr3', 'intron', 'non_coding'];

function isOpenEnded({ transcript }: Difference): boolean {
  return transcript.cds !== null && !(transcript.cds.isStartComplete && transcript.cds.isEndComplete);
}

const ofProteins: readonly Omit<Explanation, 'aspect'>[] = [
  {
    id: 'csq keeps the first base of a replacement by another number of bases',
    clause:
      'VCF 4.3 section 1.6.1.4: only simple insertions and deletions share the base before the event; in a complex substitution REF becomes ALT, first base included.',
    holds: (d) => d.oracle === 'csq' && d.facts().isDelins && isPlain(d),
  },
  {
    id: 'the other translates on where the start codon is lost',
    clause:
      'HGVS, "Extension and start": the consequence of a lost initiation codon is not known, p.Met1?; our hypotheses are separate rows.',
    holds: ({ row }) => row.status === 'START_LOST',
  },
  {
    id: 'csq reads bases of the genome behind the end of the transcript',
    clause: 'The transcript ends there: no stop is met, and what follows is no mRNA of this annotation.',
    holds: (d) => d.oracle === 'csq' && isPlain(d) && d.row.protein?.isStopRead === false,
  },
  {
    id: 'csq begins at the place of the old start codon where a whole one follows',
    clause: 'SO:0002019 start_retained_variant: the start codon remains; translation begins at it.',
    holds: (d) =>
      d.oracle === 'csq' &&
      d.theirs.class === 'start_lost' &&
      somePlace(d, (place) => !place.isInStart && !place.isInCoding),
  },
  {
    id: 'the other translates across a destroyed splice site',
    clause:
      'SO:0001575, SO:0001574: the two bases at an end of the intron change; what is spliced then is not told by the sequence. HGVS: p.?',
    holds: (d) => d.row.status === 'SPLICE_ALTERED' && everyPlace(d, isSplicingHit),
  },
  {
    id: 'the annotation ends before the changed protein does',
    clause:
      'GENCODE tags cds_start_NF, cds_end_NF: the coding sequence is incomplete; what a shifted frame reads behind it is not known.',
    holds: (d) => d.row.status === 'CDS_INCOMPLETE' && isOpenEnded(d),
  },
  {
    id: 'varcode is not the translation of the edited transcript',
    clause:
      'Standard genetic code (NCBI 1) applied to the edited mRNA; csq agrees with ours wherever it reaches.',
    holds: (d) =>
      d.oracle === 'varcode' &&
      isPlain(d) &&
      d.others.every(
        ({ oracle, answer }) =>
          oracle !== 'csq' ||
          answer.protein === null ||
          d.facts().isDelins ||
          (d.row.protein !== null && isSameProtein(answer.protein, d.row.protein)) ||
          d.row.protein?.isStopRead === false,
      ),
  },
  {
    id: 'one sequence, several places: left-aligned outside the coding sequence, further right within',
    clause:
      'VEP, "--shift_3prime": consequences are computed at the place given, left-aligned; 3\' shifting is for HGVS names.',
    holds: (d) =>
      d.row.status === 'NOT_CODING' &&
      d.facts().isMovable &&
      somePlace(d, (place) => isOutsideSpliceSites(place) && !(place.isWithinExon && place.isInCoding)),
  },
  {
    id: 'behind the last base of the stop codon, where nothing is translated',
    clause: 'SO:0001624 3_prime_UTR_variant: the coding sequence, its stop included, is as before.',
    holds: (d) => d.row.status === 'NOT_CODING' && everyPlace(d, (place) => !place.isInCoding),
  },
  {
    id: 'the deletion reaches beyond the end of the transcript',
    clause: 'What is translated then is not known: no protein is stated.',
    holds: (d) => d.row.status === 'CDS_INCOMPLETE' && everyPlace(d, (place) => place.isAcrossEdge),
  },
];

const ofClasses: readonly Omit<Explanation, 'aspect'>[] = [
  {
    id: 'ours names the class too, beside a more severe one',
    clause:
      'VEP, "Calculated variant consequences": every term that applies is given, the most severe first.',
    holds: ({ row, theirs }) => names(row.terms, theirs.class),
  },
  {
    id: 'a stop behind the changed residues of a shifted frame is no stop_gained',
    clause:
      'HGVS, "Frame shift": p.Arg97ProfsTer23; only a stop as the first change is nonsense. SO:0001587: the changed codon itself becomes a stop.',
    holds: ({ row, theirs }) =>
      row.class === 'frameshift' &&
      theirs.class === 'stop_gained' &&
      names(theirs.terms, 'frameshift') &&
      /fsTer|^null$/.test(`${row.hgvsP}`),
  },
  {
    id: 'the splice site stays whole at an equivalent place of the same edit',
    clause:
      'SO:0001575 and SO:0001574: "changes the 2 base region" at an end of the intron; here the edited sequence has both bases as before.',
    holds: (d) => d.theirs.class === 'splice' && d.facts().isMovable && somePlace(d, isOutsideSpliceSites),
  },
  {
    id: 'an insertion exactly between exon and intron',
    clause:
      'SO:0001580 coding_sequence_variant and SO:0001630 splice_region_variant: neither the two bases of the intron nor a codon changes for certain.',
    holds: (d) =>
      d.row.terms.includes('splice_region_variant') &&
      everyPlace(d, isSplicingHit) &&
      somePlace(d, (place) => place.isAtEdge),
  },
  {
    id: 'a splice site is hit wherever the edit is placed',
    clause: 'SO:0001575, SO:0001574: the two bases at an end of the intron change.',
    holds: (d) => d.row.class === 'splice' && everyPlace(d, isSplicingHit),
  },
  {
    id: 'the start codon stays whole',
    clause:
      'SO:0002012 start_lost: "changes at least one base of the canonical start codon"; at an equivalent place none changes.',
    holds: (d) =>
      d.theirs.class === 'start_lost' &&
      d.row.class !== 'start_lost' &&
      somePlace(d, (place) => !place.isInStart),
  },
  {
    id: 'the stop codon is read at the same residue',
    clause:
      'SO:0001567 stop_retained_variant: "at least one base in the terminator codon is changed, but the terminator remains".',
    holds: (d) => d.row.terms.includes('stop_retained_variant') && isPlain(d),
  },
  {
    id: 'csq keeps the first base of a replacement by another number of bases',
    clause:
      'VCF 4.3 section 1.6.1.4: only simple insertions and deletions share the base before the event; in a complex substitution REF becomes ALT, first base included.',
    holds: (d) => d.oracle === 'csq' && d.facts().isDelins && isPlain(d),
  },
  {
    id: 'the other names a parent term',
    clause:
      'SO: start_lost, stop_lost, frameshift_variant and their like are kinds of SO:0001580 coding_sequence_variant.',
    holds: ({ theirs, row }) => theirs.class === 'coding' && !outsideCoding.includes(row.class),
  },
  {
    id: 'the annotation has no start or stop codon to lose there',
    clause: 'GENCODE tags cds_start_NF, cds_end_NF: the coding sequence is incomplete.',
    holds: (d) =>
      isOpenEnded(d) &&
      (d.row.status === 'CDS_INCOMPLETE' ||
        ['start_lost', 'stop_lost', 'stop_gained'].includes(d.theirs.class)),
  },
  {
    id: 'outside the coding sequence, where no codon changes',
    clause: 'SO:0002019 and SO:0001567: "at least one base" of the start or stop codon is changed.',
    holds: (d) => outsideCoding.includes(d.row.class) && everyPlace(d, (place) => !place.isInCoding),
  },
  {
    id: 'one sequence, several places: left-aligned here, further right there',
    clause:
      'VEP, "--shift_3prime": consequences are computed at the place given, left-aligned; 3\' shifting is for HGVS names.',
    holds: (d) => d.facts().isMovable && isPlaceTold(d),
  },
  {
    id: 'a base of the start codon is changed wherever the edit is placed',
    clause:
      'SO:0002012 start_lost: "changes at least one base of the canonical start codon"; CTG or TTG is none, nor is it a missense.',
    holds: (d) => d.row.class === 'start_lost' && everyPlace(d, (place) => place.isInStart),
  },
  {
    id: 'the bases of the stop codon are deleted',
    clause:
      'SO:0001578 stop_lost: "at least one base of the terminator codon is changed"; csq and snpEff name it so as well.',
    holds: (d) =>
      d.oracle === 'varcode' &&
      d.row.class === 'stop_lost' &&
      everyPlace(d, (place) => place.isInStop) &&
      isPlain(d),
  },
  {
    id: 'csq counts the length by another measure than the edit itself',
    clause:
      'SO:0001589 frameshift_variant: "the number of nucleotides inserted or deleted is not a multiple of three".',
    holds: (d) =>
      d.oracle === 'csq' &&
      ['frameshift', 'inframe'].includes(d.theirs.class) &&
      ['frameshift', 'inframe'].includes(d.row.class) &&
      everyPlace(d, (place) => place.isWithinExon) &&
      isFrameshiftByLength(d) === (d.row.class === 'frameshift'),
  },
  {
    id: 'varcode is not the translation of the edited transcript',
    clause: 'Standard genetic code (NCBI 1) applied to the edited mRNA.',
    holds: (d) => d.oracle === 'varcode' && isPlain(d) && !isPlainFor(d),
  },
  {
    id: 'the length changes by no multiple of three, which snpEff does not name',
    clause:
      'SO:0001589 frameshift_variant: "the number of nucleotides inserted or deleted is not a multiple of three".',
    holds: (d) =>
      d.oracle === 'snpEff' &&
      d.row.class === 'frameshift' &&
      isPlain(d) &&
      /\?\?\?/.test(d.theirs.hgvsP ?? ''),
  },
  {
    id: 'snpEff sees a stop where the translation has none',
    clause:
      'SO:0001587 stop_gained: "resulting in a premature stop codon"; the edited sequence, translated, goes on.',
    holds: (d) =>
      d.oracle === 'snpEff' && d.theirs.class === 'stop_gained' && d.row.class === 'inframe' && isPlain(d),
  },
  {
    id: 'an insertion that leaves both bases of the splice site as they were',
    clause: 'SO:0001575 and SO:0001574: "changes the 2 base region" at an end of the intron.',
    holds: (d) => d.theirs.class === 'splice' && everyPlace(d, (place) => !isSplicingHit(place)),
  },
  {
    id: 'inserted before the stop codon, no base of which is changed',
    clause:
      'SO:0001578 stop_lost: "at least one base of the terminator codon is changed"; the shifted frame is what passes it by.',
    holds: (d) =>
      d.row.class === 'frameshift' &&
      d.theirs.class === 'stop_lost' &&
      isPlain(d) &&
      somePlace(d, (place) => !place.isInStop),
  },
  {
    id: 'the number of residues changes, so it is no missense',
    clause:
      'SO:0001583 missense_variant: "resulting in a different amino acid sequence but where the length is preserved".',
    holds: (d) =>
      d.row.class === 'inframe' && d.theirs.class === 'missense' && d.facts().isIndel && isPlain(d),
  },
  {
    id: 'a stop before the annotated one',
    clause:
      'SO:0001587 stop_gained: "a premature stop codon, leading to a shortened polypeptide", where SO:0001578 stop_lost asks for "an elongated transcript"; HGVS p.Tyr620Ter.',
    holds: (d) => d.row.class === 'stop_gained' && isPlain(d) && isShortened(d),
  },
  {
    id: 'a new stop that shortens nothing, or none',
    clause:
      'SO:0001587 stop_gained: "resulting in a premature stop codon, leading to a shortened polypeptide".',
    holds: (d) => d.theirs.class === 'stop_gained' && isPlain(d) && !isShortened(d),
  },
  {
    id: 'the deletion reaches beyond the end of the transcript',
    clause: 'What is translated then is not known: no protein is stated.',
    holds: (d) => d.row.status === 'CDS_INCOMPLETE' && everyPlace(d, (place) => place.isAcrossEdge),
  },
  {
    id: 'the class follows from the translated protein, which the other contradicts',
    clause:
      'SO:0001819 synonymous_variant: "no resulting change to the encoded amino acid"; SO:0001583, SO:0001587, SO:0001578, SO:0001589 for what changes it.',
    holds: (d) => isPlain(d) && classesOfProtein(d).includes(d.row.class),
  },
];

const ofNames: readonly Omit<Explanation, 'aspect'>[] = [
  {
    id: 'bases replaced by their reverse complement are an inversion',
    clause:
      'HGVS, "Inversion": more than one nucleotide replaced by the reverse complement of the original; a deletion-insertion is only what is no inversion.',
    holds: ({ row, theirs }) =>
      /^[^:]*:.*inv$/.test(row.hgvsC ?? '') && theirs.hgvsC?.includes('delins') === true,
  },
  {
    id: 'at an end of the transcript, beyond which there are no numbers',
    clause:
      'HGVS, "Numbering": a c. position lies within the reference transcript, so an indel is shifted, and a copy looked for, within it alone; snpEff counts back from its end.',
    holds: (d) =>
      d.oracle === 'snpEff' && (isNearTranscriptEnd(d) || somePlace(d, (place) => place.isAtTranscriptEnd)),
  },
];

export const explanations: readonly Explanation[] = [
  ...ofProteins.map((one) => ({ ...one, aspect: 'protein' as const })),
  ...ofClasses.map((one) => ({ ...one, aspect: 'class' as const })),
  ...ofNames.map((one) => ({ ...one, aspect: 'name' as const })),
];

/** The first explanation whose predicate holds; null: none. */
export function explanationOf(difference: Difference): Explanation | null {
  const fits = ({ aspect, holds }: Explanation): boolean => aspect === difference.aspect && holds(difference);
  return explanations.find(fits) ?? null;
}
