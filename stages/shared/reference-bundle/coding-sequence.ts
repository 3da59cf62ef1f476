/** From a transcript's exons to its coding sequence and wild-type protein. */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { type GeneticCode, reverseComplement, translate } from '../genetic-code.js';

/** GENCODE and Ensembl tag of CDSs whose annotated stop codon is read through; the residue there is unknown. */
export const readthroughTag = 'stop_codon_readthrough';

/** The CDS on the coding strand, 5' to 3', stop codon included where annotated; '' for a non-coding transcript. */
function codingSequence(
  reference: Pick<ReferenceBundle, 'sequence'>,
  transcript: Pick<Transcript, 'contig' | 'strand' | 'exons' | 'cds'>,
): string {
  const cds = transcript.cds;
  if (cds === null) return '';
  let spliced = '';
  for (const exon of transcript.exons) {
    const start = Math.max(exon.start, cds.start);
    const end = Math.min(exon.end, cds.end);
    if (start < end) spliced += reference.sequence(transcript.contig, start, end);
  }
  return transcript.strand === '-' ? reverseComplement(spliced) : spliced;
}

interface CodingFrame {
  readonly phase: number;
  readonly geneticCode: GeneticCode;
  readonly isStartComplete: boolean;
  readonly selenocysteines: readonly number[];
  readonly isReadthrough: boolean;
}

/**
 * The protein of a coding sequence without its stop: 'U' at the selenocysteines given, 'X' for unknown
 * codons and for stops read through, 'M' for a complete CDS's first codon whatever it is (the initiator
 * tRNA carries methionine: doi:10.1093/nar/gkq1028). '' if a stop lies inside or no codon is known.
 */
function translateCoding(coding: string, frame: CodingFrame): string {
  const residues = [...translate(coding.slice(frame.phase), frame.geneticCode)];
  if (residues.at(-1) === '*') residues.pop();
  for (const offset of frame.selenocysteines) {
    if (residues[offset] === '*') residues[offset] = 'U';
  }
  if (frame.isStartComplete && residues.length > 0) residues[0] = 'M';
  const protein = residues.join('');
  if (/^X*$/.test(protein) || (frame.isStartComplete && /^MX+$/.test(protein))) return '';
  if (!protein.includes('*')) return protein;
  return frame.isReadthrough ? protein.replaceAll('*', 'X') : '';
}

/** The wild-type protein of a transcript, from the reference sequence; see translateCoding. */
export function wildTypeProtein(
  reference: Pick<ReferenceBundle, 'sequence'>,
  transcript: Omit<Transcript, 'index'>,
): string {
  if (transcript.cds === null) return '';
  return translateCoding(codingSequence(reference, transcript), {
    phase: transcript.cds.phase,
    geneticCode: transcript.geneticCode,
    isStartComplete: transcript.cds.isStartComplete,
    selenocysteines: transcript.selenocysteines,
    isReadthrough: transcript.tags.includes(readthroughTag),
  });
}
