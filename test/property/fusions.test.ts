/** Random genes fused at random places, against strings that are cut and joined; and readers that meet any text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../schemas/errors.js';
import type { FusionEvent } from '../../schemas/variant-event.js';
import { createFusionAnnotator } from '../../stages/annotate-consequences/from-fusions/index.js';
import { readStatedPeptide } from '../../stages/annotate-consequences/from-fusions/table-protein.js';
import {
  formatBreakend,
  type Joint,
  jointKey,
  parseBreakend,
} from '../../stages/parse-variants/events/fusions/breakend.js';
import { readFusions } from '../../stages/parse-variants/events/fusions/index.js';
import { readProteins } from '../../stages/parse-variants/events/proteins/index.js';
import { isStopCodon, translate } from '../../stages/shared/genetic-code.js';
import { breakpoint, fusionEvent } from '../support/fusion-event.js';
import { listOf } from '../support/list-of.js';
import { contigOf, positionOf, referenceOfGenes, type SplicedGene } from '../support/spliced-genes.js';
import { variantOf } from '../support/variant.js';
import { byteSource } from '../support/vcf-text.js';

const base = fc.constantFrom('A', 'C', 'G', 'T');
const bases = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(base, { minLength, maxLength }).map((letters) => letters.join(''));
const codon = bases(3, 3).filter((letters) => !isStopCodon(letters, 1));

function randomGene(name: string): fc.Arbitrary<SplicedGene> {
  return fc
    .record({
      strand: fc.constantFrom('+' as const, '-' as const),
      utr5: bases(1, 8),
      codons: fc.array(codon, { minLength: 6, maxLength: 20 }),
      utr3: bases(3, 30),
      cut: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      intron: bases(12, 30),
    })
    .map(({ strand, utr5, codons, utr3, cut, intron }) => {
      const coding = `ATG${codons.join('')}TAA`;
      const mrna = utr5 + coding + utr3;
      const at = Math.max(1, Math.min(mrna.length - 1, Math.round(cut * mrna.length)));
      const exons = [mrna.slice(0, at), mrna.slice(at)];
      return {
        name,
        strand,
        exons,
        introns: [`GT${intron}AG`],
        coding: [utr5.length, utr5.length + coding.length],
      };
    });
}

const randomFusion = fc.record({
  five: randomGene('five'),
  three: randomGene('three'),
  fivePlace: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  threePlace: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  inserted: fc.oneof(fc.constant(''), bases(1, 7)),
});

describe('a fusion of RNA', () => {
  it('is translated as the joined mRNAs are, whatever the strands', () => {
    fc.assert(
      fc.property(randomFusion, ({ five, three, fivePlace, threePlace, inserted }) => {
        const [fiveMrna, threeMrna] = [five.exons.join(''), three.exons.join('')];
        const [start, end] = five.coding ?? [0, 0];
        // Kept bases reach from the start codon's end to before the stop codon's.
        const kept = start + 3 + Math.floor(fivePlace * (end - start - 3));
        const from = Math.floor(threePlace * threeMrna.length);
        const mrna = fiveMrna.slice(start, kept) + inserted + threeMrna.slice(from);
        const [protein = ''] = translate(mrna, 1).split('*');
        const isStopRead = translate(mrna, 1).includes('*');
        const left = `${contigOf(five)}:${positionOf(five, kept - 1)}:${five.strand === '+' ? 'left' : 'right'}`;
        const right = `${contigOf(three)}:${positionOf(three, from)}:${three.strand === '+' ? 'right' : 'left'}`;
        const event = fusionEvent(left, right, { insertedBases: inserted });
        const row = annotated([five, three], event)[0];
        expect(row?.mutantProtein).toBe(isStopRead ? `${protein}*` : protein);
        // Before the stretch stands the 5' partner's own sequence, after it the 3' partner's.
        const stretch = row?.mutantStretch ?? { start: 0, end: 0 };
        expect(row?.wildtypeProtein?.startsWith(protein.slice(0, stretch.start))).toBe(true);
        const [threeStart, threeEnd] = three.coding ?? [0, 0];
        const own = translate(threeMrna.slice(threeStart, threeEnd), 1).replace('*', '');
        if (row?.isFrameshift === true) expect(stretch.end).toBe(protein.length);
        else expect(own.endsWith(protein.slice(stretch.end))).toBe(true);
      }),
      { numRuns: 80 },
    );
  });
});

function annotated(
  genes: readonly SplicedGene[],
  event: FusionEvent,
): ReturnType<ReturnType<typeof createFusionAnnotator>>['rows'] {
  const annotate = createFusionAnnotator({ reference: referenceOfGenes(genes), transcriptPairs: 1 });
  return annotate(variantOf({ chrom: event.left.chrom, position: 1, ref: 'N', alt: 'N', event }), event).rows;
}

describe('a fusion of DNA', () => {
  it('gives the same proteins whichever record of the pair describes it', () => {
    fc.assert(
      fc.property(randomFusion, ({ five, three, fivePlace, threePlace, inserted }) => {
        const place = (gene: SplicedGene, at: number): number => {
          const exons = gene.exons.map(({ length }) => length);
          const intron = (gene.introns[0] ?? '').length;
          const offset = Math.floor(at * (exons.reduce((sum, length) => sum + length, 0) + intron));
          const first = exons[0] ?? 0;
          if (offset < first) return positionOf(gene, offset);
          return offset < first + intron
            ? positionOf(gene, first - 1, offset - first + 1)
            : positionOf(gene, offset - intron);
        };
        const left = breakpoint(
          `${contigOf(five)}:${place(five, fivePlace)}:${five.strand === '+' ? 'left' : 'right'}`,
        );
        const right = breakpoint(
          `${contigOf(three)}:${place(three, threePlace)}:${three.strand === '+' ? 'right' : 'left'}`,
        );
        const alt = formatBreakend({ left, right, insertedBases: inserted }, 'N');
        const mate = mateOf({ left, right, insertedBases: inserted });
        const proteinsOf = (joint: Joint): readonly (string | null)[] => {
          const event = fusionEvent('1:1:left', '1:1:left', {
            level: 'dna',
            left: { ...joint.left, gene: null, transcript: null },
            right: { ...joint.right, gene: null, transcript: null },
            insertedBases: joint.insertedBases,
          });
          return annotated([five, three], event).map(({ mutantProtein }) => mutantProtein);
        };
        const parsed = parseBreakend(left, alt);
        if (parsed === null) throw new Error(`${alt} was not read`);
        expect(proteinsOf(parsed)).toEqual(proteinsOf(mate));
        expect(jointKey(parsed)).toBe(jointKey(mate));
      }),
      { numRuns: 50 },
    );
  });
});

/** The other record of the pair: inserted bases turn round where both sides are kept alike (inverted). */
function mateOf({ left, right, insertedBases }: Joint): Joint {
  const isInverted = left.keeps === right.keeps;
  const complement: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A' };
  const turned = [...insertedBases].reverse().map((letter) => complement[letter] ?? letter);
  return { left: right, right: left, insertedBases: isInverted ? turned.join('') : insertedBases };
}

describe('breakend notation', () => {
  it('reads back what it writes', () => {
    const end = fc.record({
      chrom: fc.constantFrom('1', 'chrX', 'HLA-A*01:01', 'GL000219.1'),
      position: fc.integer({ min: 1, max: 2 ** 31 }),
      keeps: fc.constantFrom('left' as const, 'right' as const),
    });
    fc.assert(
      fc.property(end, end, bases(0, 5), base, (left, right, insertedBases, ref) => {
        const joint = { left, right, insertedBases };
        expect(parseBreakend(left, formatBreakend(joint, ref))).toEqual(joint);
      }),
    );
  });
});

describe('readers of event files', () => {
  const fields = fc.array(
    fc.oneof(fc.string(), fc.constantFrom('.', '1:5:+', '2:7', 'upstream', 'downstream', '12.5')),
    {
      maxLength: 14,
    },
  );

  it('end in rows or in an error of the catalogue, whatever the text', async () => {
    const header =
      'gene1\tgene2\tstrand1(gene/fusion)\tstrand2(gene/fusion)\tbreakpoint1\tbreakpoint2\tdirection1\tdirection2\tsplit_reads1\tsplit_reads2\tdiscordant_mates\tconfidence\tfusion_transcript\tpeptide_sequence';
    const rows = fc
      .array(fields.map((values) => values.join('\t')))
      .map((lines) => [header, ...lines].join('\n'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(rows, fc.string()), async (text) => {
        for (const read of [readFusions, readProteins]) {
          const result: unknown = await listOf(read(byteSource(text), null)).catch((error: unknown) => error);
          expect(Array.isArray(result) || result instanceof AntigraphError).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('read any stated peptide into parts that fit together, or not at all', () => {
    const peptide = fc.array(fc.constantFrom('A', 'K', 'r', 'w', '|', '*', '?', '.'), { maxLength: 12 });
    fc.assert(
      fc.property(
        peptide,
        fc.constantFrom('in-frame' as const, 'out-of-frame' as const, null),
        (letters, frame) => {
          const stated = readStatedPeptide(letters.join(''), frame);
          if (stated === null) return;
          const { wildtype, mutant, stretch } = stated;
          expect(mutant).toMatch(/^[AKRWX]+\*?$/);
          expect(mutant.startsWith(wildtype)).toBe(true);
          expect(stretch.start).toBe(wildtype.length);
          expect(stretch.end).toBeGreaterThanOrEqual(stretch.start);
          expect(stretch.end).toBeLessThanOrEqual(mutant.replace('*', '').length);
        },
      ),
      { numRuns: 500 },
    );
  });
});
