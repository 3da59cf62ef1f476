/** samtools mpileup (samtools-mpileup manual, "Pileup format"): chromosome, position, reference base, depth, read bases, qualities. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import { clip, type EvidenceFile, fault, type LinesRead, readLines } from '../files/evidence-file.js';
import { chromKey, leftmost, type PlainAllele } from './allele-key.js';
import type { WantedAlleles } from './wanted.js';

const columnsOfOneSample = 6;
const line = /^\S+\t\d+\t[A-Za-z*]\t\d+\t[^\t]*\t[!-~]*/;

/** Whether a line is of samtools mpileup. */
export function isMpileupLine(text: string): boolean {
  return line.test(text);
}

/**
 * Takes the wanted positions. The depth is of reads that show a base or a deletion there: column 4 also counts those that an intron spans
 * ('<', '>'), which say nothing about the place. Insertions and deletions stand at the base before them.
 * @throws RNA_COUNTS_MALFORMED, also for a pileup of several samples
 */
export async function readMpileup(file: EvidenceFile, wanted: WantedAlleles): Promise<LinesRead> {
  return readLines(file, (text, number) => {
    if (text === '') return;
    const cells = text.split('\t');
    const [contig = '', positionText = '', reference = '', depth = '', bases = ''] = cells;
    if (cells.length < columnsOfOneSample - 1 || !/^\d{1,12}$/.test(positionText) || !/^\d+$/.test(depth)) {
      throw fault(
        file,
        number,
        `'${clip(text)}' is no line of a pileup: chrom, position, base, depth, reads, qualities`,
      );
    }
    if (cells.length >= 9) {
      throw fault(
        file,
        number,
        `a pileup of ${Math.floor((cells.length - 3) / 3)} samples: expected the RNA sample alone`,
      );
    }
    const position = Number(positionText);
    const chrom = chromKey(contig);
    const isWanted = wanted.wantsColumn(chrom, position - 1);
    const mayHoldIndel = /[+-]/.test(bases) && wanted.mayWantIndel(chrom, position);
    if (!isWanted && !mayHoldIndel) return;
    // With -a, a place without reads is written with a '*' that stands for no read.
    const shown = readBases(depth === '0' ? '' : bases, reference.toUpperCase());
    if (shown === null)
      throw fault(file, number, `the read bases '${clip(bases)}' end inside an entry`, 'bases');
    for (const [indel, reads] of shown.indels) {
      const allele = indelAt(indel, { chrom, contig, position, reference: wanted.reference });
      if (allele === null) {
        const message = "a deletion of unknown bases ('N'): samtools mpileup ran without the reference (-f)";
        throw fault(file, number, message, 'bases');
      }
      wanted.addIndelReads(leftmost(allele, contig, wanted.reference), reads, shown.depth);
    }
    if (isWanted) {
      wanted.putColumn(chrom, position - 1, { depth: shown.depth, bases: shown.bases });
    }
  });
}

interface Place {
  readonly chrom: string;
  readonly contig: string;
  /** 1-based, of the base before the indel. */
  readonly position: number;
  readonly reference: ReferenceBundle | null;
}

/** '+SEQ' or '-SEQ' as an allele; null: which bases are deleted is told neither by the file nor by the reference. */
function indelAt(indel: string, { chrom, contig, position, reference }: Place): PlainAllele | null {
  const sequence = indel.slice(1);
  if (indel.startsWith('+')) return { chrom, start: position, ref: '', alt: sequence };
  if (!/^N+$/.test(sequence)) return { chrom, start: position, ref: sequence, alt: '' };
  const name = reference?.resolveContig(contig)?.name;
  if (name === undefined || reference === null) return null;
  return {
    chrom,
    start: position,
    ref: reference.sequence(name, position, position + sequence.length),
    alt: '',
  };
}

interface ShownBases {
  readonly depth: number;
  readonly bases: ReadonlyMap<string, number>;
  /** '+SEQ' and '-SEQ' → reads. */
  readonly indels: ReadonlyMap<string, number>;
}

/** Reads by what they show; null where an entry is cut. */
export function readBases(text: string, reference: string): ShownBases | null {
  const bases = new Map<string, number>();
  const indels = new Map<string, number>();
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const letter = text[at] ?? '';
    at += 1;
    if (letter === '^') {
      // A read begins: the next character is its mapping quality, whatever it looks like.
      at += 1;
      if (at > text.length) return null;
    } else if (letter === '+' || letter === '-') {
      const [digits = ''] = /^\d+/.exec(text.slice(at, at + 12)) ?? [];
      const start = at + digits.length;
      const sequence = text.slice(start, start + Number(digits));
      if (digits === '' || sequence.length < Number(digits)) return null;
      const key = `${letter}${sequence.toUpperCase()}`;
      indels.set(key, (indels.get(key) ?? 0) + 1);
      at = start + sequence.length;
    } else if (letter === '*' || letter === '#') {
      depth += 1;
    } else if (letter !== '$' && letter !== '<' && letter !== '>') {
      const base = letter === '.' || letter === ',' ? reference : letter.toUpperCase();
      bases.set(base, (bases.get(base) ?? 0) + 1);
      depth += 1;
    }
  }
  return { depth, bases, indels };
}
