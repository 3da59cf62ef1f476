/** Random small genes, and an editor of their text that knows nothing of transcripts. */
import fc from 'fast-check';
import type { Strand } from '../../schemas/reference.js';
import { isStopCodon, translate } from '../../stages/shared/genetic-code.js';

/** Two letters more often than the others: runs and repeats, in which indels have several places. */
const base = fc.constantFrom('A', 'A', 'A', 'C', 'C', 'G', 'T');

/** So many random bases. */
export function randomBases(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(base, { minLength, maxLength }).map((letters) => letters.join(''));
}

/** A gene as `buildGene` reads it, on either strand: two exons, an intron with proper ends, UTRs. */
export interface RandomGene {
  readonly text: string;
  readonly strand: Strand;
}

const codon = randomBases(3, 3).filter((letters) => !isStopCodon(letters, 1));

export const randomGene: fc.Arbitrary<RandomGene> = fc
  .record({
    strand: fc.constantFrom('+' as const, '-' as const),
    utr5: randomBases(6, 12),
    codons: fc.array(codon, { minLength: 14, maxLength: 30 }),
    cut: fc.integer({ min: 8, max: 30 }),
    intron: randomBases(20, 30),
    utr3: randomBases(30, 60),
    flanks: fc.tuple(randomBases(12, 12), randomBases(12, 12)),
  })
  .map(({ strand, utr5, codons, cut, intron, utr3, flanks }) => {
    const coding = `ATG${codons.join('')}TAA`;
    const exons = [`${utr5}[${coding.slice(0, cut)}`, `${coding.slice(cut)}]${utr3}`];
    const text = [flanks[0], exons[0], `gt${intron}ag`, exons[1], flanks[1]];
    const lower = [0, 2, 4];
    return {
      strand,
      text: text.map((part, at) => (lower.includes(at) ? part?.toLowerCase() : part)).join(''),
    };
  });

export interface TextEdit {
  /** Offset in the text without brackets. */
  readonly start: number;
  readonly ref: string;
  readonly alt: string;
}

/** The gene's bases in the transcript's direction, exons in upper case. */
export function basesOf({ text }: RandomGene): string {
  return text.replace(/[[\]]/g, '');
}

/** An edit of the coding bases behind the start codon, within one exon, `place` (0-1) of the way along; null where the draw is none. */
export function codingEdit(
  gene: RandomGene,
  { place, replaced, added }: { readonly place: number; readonly replaced: number; readonly added: string },
): TextEdit | null {
  const first = gene.text.indexOf('[') + 3;
  const last = gene.text.indexOf(']') - 1;
  const bases = basesOf(gene);
  const starts: number[] = [];
  for (let start = first + 1; start + replaced < last; start++) {
    if (/^[A-Z]+$/.test(bases.slice(start - 1, start + replaced + 1))) starts.push(start);
  }
  const start = starts[Math.floor(place * starts.length)];
  if (start === undefined) return null;
  const ref = bases.slice(start, start + replaced);
  return ref === added ? null : { start, ref, alt: added };
}

/** The edit as the fixture's `variant` reads it, with the whole contig as its surroundings. */
export function asChange(gene: RandomGene, { start, ref, alt }: TextEdit): string {
  const bases = basesOf(gene);
  return `${bases.slice(0, start)}{${ref}>${alt}}${bases.slice(start + ref.length)}`;
}

/** The protein of the gene with the edits, from the annotated start to the first stop ('*' if there is one). */
export function proteinWith(gene: RandomGene, edits: readonly TextEdit[]): string {
  let bases = basesOf(gene);
  for (const { start, ref, alt } of [...edits].sort((a, b) => b.start - a.start)) {
    bases = bases.slice(0, start) + alt + bases.slice(start + ref.length);
  }
  const before = gene.text.slice(0, gene.text.indexOf('[')).replace(/[^A-Z]/g, '').length;
  const protein = translate(bases.replace(/[^A-Z]/g, '').slice(before), 1);
  const stop = protein.indexOf('*');
  return stop < 0 ? protein : protein.slice(0, stop + 1);
}
