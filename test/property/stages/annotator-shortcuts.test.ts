/** What the annotator computes once for many rows, against the plain way of computing it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { movedEdit, runsOf } from '../../../stages/annotate-consequences/from-bundle/genomic-edit.js';
import { createNeighbourhood } from '../../../stages/annotate-consequences/from-bundle/overlapping-views.js';
import { createViewCache } from '../../../stages/annotate-consequences/from-bundle/transcript-view.js';
import { translateEdits } from '../../../stages/annotate-consequences/from-bundle/translate-edits.js';
import {
  reverseComplement,
  translate,
  translateRanks,
  writeRanks,
} from '../../../stages/shared/genetic-code.js';
import { differingStretch } from '../../../stages/shared/protein-difference.js';
import { randomGene } from '../../support/random-gene.js';
import { buildGene } from '../../unit/stages/annotate-consequences/from-bundle/gene-fixture.js';

const { reference: plainReference, transcript: plainTranscript } = buildGene({
  text: 'aaaaaACG[ATGGCATAA]TTaaaa',
  strand: '+',
});

/** One contig of the given bases. */
function contigOf(bases: string): ReferenceBundle {
  return { ...plainReference, sequence: (_, start, end) => bases.slice(Math.max(0, start), end) };
}

/** Few letters and short, so that repeats are common. */
const repetitive = fc
  .array(fc.constantFrom('A', 'A', 'C', 'AC', 'N'), { minLength: 4, maxLength: 40 })
  .map((parts) => parts.join(''));

function applied(bases: string, { start, end, alt }: { start: number; end: number; alt: string }): string {
  return bases.slice(0, start) + alt + bases.slice(end);
}

describe('equivalent places of an indel', () => {
  it('give one and the same sequence, and the next place on either side gives another or lies behind an unknown base', () => {
    fc.assert(
      fc.property(
        repetitive,
        fc.nat(),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        (bases, place, length, isInsertion) => {
          const start = place % bases.length;
          const end = isInsertion ? start : Math.min(bases.length, start + length);
          const alt = isInsertion ? 'ACA'.slice(0, length) : '';
          const edit = { start, end, ref: bases.slice(start, end), alt };
          const { left, right } = runsOf(contigOf(bases), '1', edit);
          const edited = applied(bases, edit);
          for (let by = -left; by <= right; by++) {
            const moved = movedEdit(edit, by);
            expect(applied(bases, moved)).toBe(edited);
            expect(moved.ref).toBe(bases.slice(moved.start, moved.end));
          }
          const beyond = movedEdit(edit, right + 1);
          const crossed = bases.charAt(beyond.end - 1);
          const isSame = beyond.end <= bases.length && applied(bases, beyond) === edited;
          expect(isSame && crossed !== 'N').toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Transcripts of one base pair up to several stretches in length. */
const transcripts = fc
  .array(fc.tuple(fc.nat(40_000), fc.integer({ min: 1, max: 9_000 })), { minLength: 1, maxLength: 12 })
  .map((places) =>
    places.map(([start, length], index): Transcript => {
      const exons = [{ start, end: start + length }];
      return { ...plainTranscript, index, id: `T${index}`, start, end: start + length, exons, cds: null };
    }),
  );

describe('the neighbourhood of a variant', () => {
  it('holds every transcript that the bundle says overlaps it, in the same order, whatever was asked before', () => {
    fc.assert(
      fc.property(
        transcripts,
        fc.array(fc.tuple(fc.nat(50_000), fc.nat(6_000)), { maxLength: 30 }),
        (all, questions) => {
          const overlapping = (start: number, end: number): Transcript[] =>
            all.filter((each) => each.start < Math.max(end, start + 1) && each.end > start);
          const reference = {
            ...plainReference,
            transcriptsOverlapping: (_: string, start: number, end: number) => overlapping(start, end),
          };
          const viewsNear = createNeighbourhood(reference);
          for (const [start, length] of questions) {
            const end = start + length;
            const isInside = (each: Transcript): boolean => end > each.start && start < each.end;
            const near = viewsNear('1', start, end).map(({ transcript }) => transcript);
            expect(near.filter(isInside)).toEqual(all.filter(isInside));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

const codonText = fc
  .array(fc.constantFrom('A', 'C', 'G', 'T', 'N'), { maxLength: 40 })
  .map((letters) => letters.join(''));

describe('short translations', () => {
  it('are those of long ones, codon by codon', () => {
    fc.assert(
      fc.property(codonText, fc.constantFrom(1 as const, 2 as const), (bases, code) => {
        const long = translate(bases.repeat(3).slice(0, 60) + 'A'.repeat(60), code);
        const ranks = new Uint8Array(bases.length);
        writeRanks(bases, ranks, 0);
        const short = translate(bases, code);
        expect(translateRanks(ranks, bases.length, code)).toBe(short);
        expect(long.startsWith(short.slice(0, Math.floor(Math.min(bases.length, 60) / 3)))).toBe(true);
        expect(reverseComplement(bases.repeat(9)).endsWith(reverseComplement(bases))).toBe(true);
      }),
    );
  });
});

describe('the parts of a translation', () => {
  it('join to the protein, and their shared start is as long as the two proteins agree', () => {
    fc.assert(
      fc.property(
        randomGene,
        fc.nat(),
        fc.nat(4),
        fc.constantFrom('', 'A', 'TG', 'GCA', 'TAAC'),
        (gene, place, length, alt) => {
          const { reference, transcript } = buildGene(gene);
          const model = createViewCache(reference)(transcript).coding();
          if (model === null || model.defect !== null) return;
          const start = 3 + (place % (model.codingEnd - 3));
          const end = Math.min(model.codingEnd, start + length);
          const { protein, sharedStart, added, keptEnd } = translateEdits(model, [{ start, end, alt }]);
          expect(model.protein.slice(0, sharedStart) + added + model.protein.slice(keptEnd)).toBe(protein);
          const stretch = differingStretch(model.protein, protein, true);
          expect(sharedStart).toBe(stretch === null ? model.protein.length : stretch.start);
          const edited = model.reading.slice(0, start) + alt + model.reading.slice(end);
          expect(protein).toBe(`M${translate(edited, 1).split('*')[0]?.slice(1)}`);
        },
      ),
      { numRuns: 200 },
    );
  });
});
