/** Random genes and edits, checked against an editor of text that knows nothing of coordinates. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consequence } from '../../schemas/rows.js';
import { isStopCodon, translate } from '../../stages/shared/genetic-code.js';
import { differingStretch } from '../../stages/shared/protein-difference.js';
import { buildGene, type Gene } from '../unit/stages/annotate-consequences/from-bundle/gene-fixture.js';

const base = fc.constantFrom('A', 'C', 'G', 'T');
const bases = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(base, { minLength, maxLength }).map((letters) => letters.join(''));
const codon = bases(3, 3).filter((letters) => !isStopCodon(letters, 1));

/** Three exons; `parts` alternate exon, intron, exon …, without brackets. */
const randomGene = fc
  .record({
    strand: fc.constantFrom('+' as const, '-' as const),
    utr5: bases(4, 12),
    codons: fc.array(codon, { minLength: 12, maxLength: 40 }),
    cuts: fc.tuple(fc.integer({ min: 4, max: 16 }), fc.integer({ min: 20, max: 34 })),
    introns: fc.tuple(bases(20, 40), bases(20, 40)),
    utr3: bases(10, 60),
    flanks: fc.tuple(bases(12, 12), bases(12, 12)),
  })
  .map(({ strand, utr5, codons, cuts, introns, utr3, flanks }) => {
    const coding = `ATG${codons.join('')}TAA`;
    const pieces = [coding.slice(0, cuts[0]), coding.slice(cuts[0], cuts[1]), coding.slice(cuts[1])];
    const intron = (letters: string): string => `gt${letters.toLowerCase()}ag`;
    const exons = [`${utr5}[${pieces[0]}`, pieces[1] ?? '', `${pieces[2]}]${utr3}`];
    const text = [
      flanks[0].toLowerCase(),
      exons[0],
      intron(introns[0]),
      exons[1],
      intron(introns[1]),
      exons[2],
      flanks[1].toLowerCase(),
    ].join('');
    return { strand, text };
  });

const randomChange = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  replaced: fc.integer({ min: 0, max: 7 }),
  added: bases(0, 7),
});

interface Edited {
  readonly gene: Gene;
  readonly row: Consequence | null;
  /** The contig in the transcript's direction, lower case = not exonic, brackets kept. */
  readonly original: string;
  readonly edited: string;
}

/** Edits the text within one exon and asks for the row of the same change. */
function edit(
  { strand, text }: { strand: '+' | '-'; text: string },
  change: { place: number; replaced: number; added: string },
): Edited | null {
  const isUpper = (letter: string | undefined): boolean => letter !== undefined && /[A-Z]/.test(letter);
  const plain = text.replace(/[[\]]/g, '');
  const start = Math.floor(change.place * (plain.length - 2)) + 1;
  const end = start + change.replaced;
  const isExonic = [...plain.slice(start - 1, end + 1)].every(isUpper);
  const ref = plain.slice(start, end);
  if (!isExonic || ref === change.added) return null;
  const gene = buildGene({ text, strand });
  // The whole contig as surroundings: certainly unique.
  const variant = gene.variant(`${plain.slice(0, start)}{${ref}>${change.added}}${plain.slice(end)}`);
  const rows = gene.rowsOf(variant);
  return {
    gene,
    row: rows[0] ?? null,
    original: plain,
    edited: plain.slice(0, start) + change.added + plain.slice(end),
  };
}

/** mRNA by dropping lower case; protein from the ATG's place, which an edit behind it does not move. */
function proteinOf(sequence: string, atgAt: number): string {
  const mrna = [...sequence].filter((letter) => /[A-Z]/.test(letter)).join('');
  const protein = translate(mrna.slice(atgAt), 1);
  const stop = protein.indexOf('*');
  return stop < 0 ? protein : protein.slice(0, stop + 1);
}

describe('annotation of random edits', () => {
  it('gives the protein of the edited text', () => {
    fc.assert(
      fc.property(randomGene, randomChange, (random, change) => {
        const result = edit(random, change);
        if (result?.row?.mutantProtein == null) return;
        const atgAt = [...random.text.slice(0, random.text.indexOf('['))].filter((letter) =>
          /[A-Z]/.test(letter),
        ).length;
        expect(result.row.mutantProtein).toBe(proteinOf(result.edited, atgAt));
      }),
      { numRuns: 3000 },
    );
  });

  it('states the stretch that two whole proteins differ in', () => {
    fc.assert(
      fc.property(randomGene, randomChange, (random, change) => {
        const row = edit(random, change)?.row;
        if (row?.status !== 'ok' || row.wildtypeProtein === null || row.mutantProtein === null) return;
        const isEndKept =
          row.mutantStretch !== null && row.mutantStretch.end < row.mutantProtein.replace('*', '').length;
        expect(row.mutantStretch).toEqual(
          differingStretch(row.wildtypeProtein, row.mutantProtein, !isEndKept),
        );
        expect(row.proteinStart).toBe((row.mutantStretch?.start ?? 0) + 1);
      }),
      { numRuns: 2000 },
    );
  });

  it('describes c. changes that give back the edited sequence when applied', () => {
    fc.assert(
      fc.property(randomGene, randomChange, (random, change) => {
        const result = edit(random, change);
        if (result?.row?.hgvsC == null) return;
        expect(applyHgvs(random.text, result.row.hgvsC)).toBe(result.edited.toUpperCase());
      }),
      { numRuns: 3000 },
    );
  });
});

/** A second reading of HGVS: applies a c. description to the gene's text. */
function applyHgvs(text: string, description: string): string {
  const [, range = '', change = ''] = /:c\.([-*+\d_]+)(.*)$/.exec(description) ?? [];
  const plain = text.replace(/[[\]]/g, '');
  const [from = '', to = from] = range.split('_');
  const start = textOffset(text, from);
  const end = textOffset(text, to) + 1;
  const upper = plain.toUpperCase();
  const [kind = '', added = ''] = change
    .replace(/^[ACGT]>/, 'delins')
    .split(/(?<=ins|dup|inv|del)(?=[ACGT]|$)/);
  const complement: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A' };
  const middle = upper.slice(start, end);
  const inverted = [...middle]
    .reverse()
    .map((letter) => complement[letter] ?? letter)
    .join('');
  const replaced: Readonly<Record<string, string>> = {
    del: '',
    delins: added,
    dup: middle + middle,
    inv: inverted,
    ins: `${middle.charAt(0)}${added}${middle.charAt(1)}`,
  };
  return upper.slice(0, start) + (replaced[kind] ?? '?') + upper.slice(end);
}

/** Offset in the plain text of a c. number, by counting capital letters. */
function textOffset(text: string, number: string): number {
  const [, mark = '', exonic = '', offset = '0'] = /^([-*]?)(\d+)([+-]\d+)?$/.exec(number) ?? [];
  const capitals = [...text.replace(/[[\]]/g, '')].flatMap((letter, at) =>
    /[A-Z]/.test(letter) ? [at] : [],
  );
  const capitalsBefore = (sign: string): number =>
    [...text.slice(0, text.indexOf(sign))].filter((letter) => /[A-Z]/.test(letter)).length;
  const first = capitalsBefore('[');
  const after = capitalsBefore(']');
  const rank =
    mark === '-'
      ? first - Number(exonic)
      : mark === '*'
        ? after + Number(exonic) - 1
        : first + Number(exonic) - 1;
  return (capitals[rank] ?? Number.NaN) + Number(offset);
}
