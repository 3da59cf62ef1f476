/** What peptides events give on the reference of test/support/event-patient.ts: none that another gene of the patient makes. */
import { describe, expect, it } from 'vitest';
import type { Consequence, Variant } from '../../../../schemas/rows.js';
import { createEventAnnotator } from '../../../../stages/annotate-consequences/annotate-event.js';
import { buildReferenceInMemory } from '../../../../stages/build-reference/in-memory.js';
import { readEvents } from '../../../../stages/parse-variants/events/index.js';
import { antigens, files, fusions, proteins, sharedWithSelf } from '../../../support/event-patient.js';
import { listOf } from '../../../support/list-of.js';
import { generate } from '../../../support/run-stages.js';
import { variantOf } from '../../../support/variant.js';
import { byteSource } from '../../../support/vcf-text.js';

const reference = buildReferenceInMemory({ annotation: files.gtf, fasta: files.fasta });

async function rowsOf(input: 'fusions' | 'antigens', text: string): Promise<readonly Consequence[]> {
  const none = { fusions: null, junctions: null, antigens: null };
  const read = await listOf(
    readEvents({ ...none, [input]: byteSource(text) }, reference, {
      minJunctionReads: 1,
    }),
  );
  const annotate = createEventAnnotator(reference);
  return read.flatMap((each, index) => {
    if (each.kind !== 'event' || each.row.event === null) throw new Error('an omission');
    const variant: Variant = { ...variantOf({ ...each.row }), alleleOrdinal: index + 1 };
    return [...annotate(variant, each.row.event).rows];
  });
}

function windows(protein: string, length: number): readonly string[] {
  return Array.from({ length: protein.length - length + 1 }, (_, start) =>
    protein.slice(start, start + length),
  );
}

describe('a fusion in frame with its joint between two codons', () => {
  it('gives every window across the joint and no other', async () => {
    const { five, three } = proteins;
    const across = windows(five.first.slice(-8) + three.second.slice(0, 8), 9);
    const given = generate(await rowsOf('fusions', fusions), { reference, classILengths: [9] });
    expect([...given.peptides.map(({ peptide }) => peptide)].sort()).toEqual([...across].sort());
    expect(given.peptides.map(({ peptide }) => peptide)).toContain('GILGFVFTL');
    expect(given.peptides.every(({ isSelfPeptide }) => isSelfPeptide === false)).toBe(true);
  });
});

describe('the proteins of a FASTA file', () => {
  it('give their windows, a reactivated one all but those that another gene makes', async () => {
    const [testis = '', viral = ''] = antigens
      .split('\n')
      .filter((line) => !line.startsWith('>') && line !== '');
    const { peptides, omissions } = generate(await rowsOf('antigens', antigens), {
      reference,
      classILengths: [9],
    });
    const of = (ordinal: number): readonly string[] =>
      peptides.filter(({ alleleOrdinal }) => alleleOrdinal === ordinal).map(({ peptide }) => peptide);
    const shared = windows(sharedWithSelf, 9);
    expect([...of(1)].sort()).toEqual(
      windows(testis, 9)
        .filter((peptide) => !shared.includes(peptide))
        .sort(),
    );
    expect([...of(2)].sort()).toEqual([...windows(viral, 9)].sort());
    expect(omissions).toMatchObject([
      {
        code: 'SELF_PEPTIDE',
        alleleOrdinal: 1,
        count: shared.length,
        reason: expect.stringContaining('OTHER'),
      },
    ]);
  });

  it('say which origin each has', async () => {
    const rows = await rowsOf('antigens', antigens);
    expect(
      rows.map(({ consequence, transcriptFlags, source, wildtypeProtein }) => [
        consequence,
        transcriptFlags,
        source,
        wildtypeProtein,
      ]),
    ).toEqual([
      [['increased_gene_product_level'], ['self'], 'fasta', ''],
      [['foreign_gene'], ['viral'], 'fasta', ''],
    ]);
  });
});
