/** Two ways to one protein: the mRNA built from exons and edits, and the annotator's edited reading frame. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Strand } from '../../schemas/reference.js';
import { proteinOfStructure } from '../../stages/annotate-consequences/altered-splicing/altered-protein.js';
import { createAnnotator } from '../../stages/annotate-consequences/from-bundle/annotator.js';
import { editOfVariant } from '../../stages/annotate-consequences/from-bundle/genomic-edit.js';
import { createViewCache } from '../../stages/annotate-consequences/from-bundle/transcript-view.js';
import { normaliseVariant } from '../../stages/shared/normalise/index.js';
import { variantOf } from '../support/variant.js';
import { buildGene } from '../unit/stages/annotate-consequences/from-bundle/gene-fixture.js';

const text = `tttttttttttttttttttt GGC[ATGGCAAAACTGGATCCAGTT gtaagtccatcctttctctccttcttgcag
  GAATGGCGTTCATACGGAAAT gtgagttgacctttctctccttcttacag TTCAAGCAGGTTACC gtatgtccctttctctccttcttgcag
  CCTGATTAA]GCTGCTTGACATTGGCATAGCC ccccccccccgcgc`;

const bases = fc.string({ unit: fc.constantFrom('A', 'C', 'G', 'T'), maxLength: 5 });

describe.each<Strand>(['+', '-'])(
  'the protein of an edit without another exon structure, on the %s strand',
  (strand) => {
    const gene = buildGene({ text, strand });
    const view = createViewCache(gene.reference)(gene.transcript);
    const annotate = createAnnotator(gene.reference);
    const read = (start: number, end: number): string =>
      gene.reference.sequence('1', Math.max(0, start), end);

    it('is the one that the annotator states', () => {
      const { start, end, exons } = gene.transcript;
      const change = fc.tuple(
        fc.integer({ min: start + 1, max: end - 8 }),
        fc.integer({ min: 0, max: 5 }),
        bases,
      );
      let compared = 0;
      fc.assert(
        fc.property(change, ([at, length, alt]) => {
          const raw = { position: at, ref: read(at - 1, at + length), alt: read(at - 1, at) + alt };
          if (raw.ref === raw.alt) return;
          const variant = variantOf({ ...normaliseVariant(raw, read), chrom: '1' });
          const row = annotate(variant)[0];
          if (row?.status !== 'ok') return;
          const edit = editOfVariant(variant);
          // At an edge the annotator takes the place that leaves the splice site whole.
          if (!exons.some((exon) => edit.start > exon.start && edit.end < exon.end)) return;
          compared += 1;
          expect(proteinOfStructure(gene.reference, view, { exons, edits: [edit] })).toMatchObject({
            protein: row.mutantProtein,
            stretch: row.mutantStretch,
          });
        }),
        { numRuns: 300, seed: 4 },
      );
      expect(compared).toBeGreaterThan(30);
    });
  },
);
