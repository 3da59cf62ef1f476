import { describe, expect, it } from 'vitest';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { Consequence, GermlineSegment } from '../../../../schemas/rows.js';
import { consequenceOf } from '../../../support/consequence.js';
import { memoryReference } from '../../../support/memory-reference.js';
import { generate } from '../../../support/run-stages.js';

// 40 residues without a repeat of three; W instead of C at 19.
const wildtype = 'MADEFGHIKLNPQRSTVWYCADGEHFIKMLQNRPTSWVYC';
const mutant = 'MADEFGHIKLNPQRSTVWYWADGEHFIKMLQNRPTSWVYC';

function referenceOf(proteins: Readonly<Record<string, string>>): ReferenceBundle {
  return {
    ...memoryReference({}),
    proteome: () =>
      Object.entries(proteins).map(([geneName, sequence]) => ({ id: `P-${geneName}`, geneName, sequence })),
  };
}

function segment(fields: Partial<GermlineSegment>): GermlineSegment {
  return { gene: 'GENE2', transcript: 'T9', variantIds: ['2:70:A:G'], sequence: '', ...fields };
}

describe('what only the patient has as self', () => {
  const germlineSegments = [segment({ sequence: `KKK${mutant.slice(11, 20)}KKK` })];

  it('is left out, and the germline variant that makes it is named', () => {
    const { peptides, omissions } = generate([consequenceOf({ wildtype, mutant })], {
      classILengths: [9],
      germlineSegments,
      reference: referenceOf({ GENE2: 'KKKPQRSTVWYCKKK' }),
    });
    expect(peptides.map((row) => row.peptide)).not.toContain(mutant.slice(11, 20));
    expect(peptides).toHaveLength(8);
    expect(omissions).toEqual([
      {
        input: '1:100:G:A',
        alleleOrdinal: 1,
        scope: 'item',
        subject: 'PQRSTVWYW',
        code: 'SELF_PEPTIDE',
        reason: "occurs in the patient's own protein of GENE2 by germline variant 2:70:A:G",
        count: 1,
      },
    ]);
  });

  it('is left out without a reference as well, and is unknown to be new elsewhere', () => {
    const { peptides } = generate([consequenceOf({ wildtype, mutant })], {
      classILengths: [9],
      germlineSegments,
    });
    expect(peptides).toHaveLength(8);
    expect(new Set(peptides.map((row) => row.isSelfPeptide))).toEqual(new Set([null]));
  });

  it('is laid to the reference where a wild-type protein of it has the peptide too', () => {
    const { omissions } = generate([consequenceOf({ wildtype, mutant })], {
      classILengths: [9],
      germlineSegments,
      reference: referenceOf({ GENE3: mutant.slice(8, 20) }),
    });
    expect(omissions).toMatchObject([
      { reason: 'occurs in a wild-type protein of GENE3', subject: 'PQRSTVWYW', count: 1 },
    ]);
  });

  it("is the germline haplotype's protein that the row states as wild type: its residue is no mutation", () => {
    const germline = wildtype.replace('GEHFI', 'GEHLI');
    const changed = mutant.replace('GEHFI', 'GEHLI');
    const { peptides } = generate([consequenceOf({ wildtype: germline, mutant: changed })], {
      classILengths: [9],
      reference: referenceOf({ GENE1: wildtype }),
    });
    expect(peptides.map((row) => row.peptide)).toEqual(
      Array.from({ length: 9 }, (_, index) => changed.slice(11 + index, 20 + index)),
    );
    expect(peptides.at(-1)).toMatchObject({ wildtypePeptide: 'CADGEHLIK', mutatedOffsets: [0] });
  });
});

describe('a protein given as a reactivated antigen', () => {
  function antigen(gene: string, sequence: string, fields: Partial<Consequence> = {}): Consequence {
    return consequenceOf(
      { wildtype: '', mutant: `${sequence}*` },
      {
        gene,
        source: 'fasta',
        transcriptFlags: ['self'],
        mutantStretch: { start: 0, end: sequence.length },
        ...fields,
      },
    );
  }
  // NY-ESO-1, residues 145 to 175 (UniProt P78358); LAGE-1, the protein of CTAG2, shares SLLMWITQC with it (UniProt O75638).
  const ctag1 = 'LQLSISSCLQQLSLLMWITQCFLPVFLAQPP';
  const ctag2 = 'MKKKSLLMWITQCWWW';

  it('does not make its own peptides self, and they carry no wild-type counterpart', () => {
    const { peptides } = generate([antigen('CTAG1B', ctag1)], {
      classILengths: [9],
      reference: referenceOf({ CTAG1B: ctag1 }),
    });
    expect(peptides).toHaveLength(ctag1.length - 8);
    for (const row of peptides) expect(row).toMatchObject({ isSelfPeptide: false, wildtypePeptide: null });
  });

  it('gives no peptide that another gene has', () => {
    const { peptides, omissions } = generate([antigen('CTAG1B', ctag1)], {
      classILengths: [9],
      reference: referenceOf({ CTAG1B: ctag1, CTAG2: ctag2 }),
    });
    expect(peptides.map((row) => row.peptide)).not.toContain('SLLMWITQC');
    expect(omissions).toMatchObject([
      { code: 'SELF_PEPTIDE', subject: 'SLLMWITQC', reason: 'occurs in a wild-type protein of CTAG2' },
    ]);
  });

  it('gives a peptide that only another gene given so has', () => {
    const { peptides } = generate([antigen('CTAG1B', ctag1), antigen('CTAG2', ctag2, { alleleOrdinal: 2 })], {
      classILengths: [9],
      reference: referenceOf({ CTAG1B: ctag1, CTAG2: ctag2 }),
    });
    expect(peptides.filter((row) => row.peptide === 'SLLMWITQC').map((row) => row.alleleOrdinal)).toEqual([
      1, 2,
    ]);
  });

  it('is known by its sequence where the reference has it under the name of a twin gene', () => {
    const { peptides } = generate([antigen('CTAG1B', ctag1)], {
      classILengths: [9],
      reference: referenceOf({ CTAG1A: ctag1 }),
    });
    expect(peptides).toHaveLength(ctag1.length - 8);
  });

  it("stays self for other variants' peptides", () => {
    const rows = [consequenceOf({ wildtype, mutant }), antigen('CTAG1B', mutant, { alleleOrdinal: 2 })];
    const { peptides } = generate(rows, {
      classILengths: [9],
      reference: referenceOf({ CTAG1B: mutant }),
    });
    expect(peptides.every((row) => row.alleleOrdinal === 2)).toBe(true);
  });

  it('is checked as any other if it is viral', () => {
    const { peptides } = generate([antigen('E7', ctag1, { transcriptFlags: ['viral'] })], {
      classILengths: [9],
      reference: referenceOf({ CTAG1B: ctag1 }),
    });
    expect(peptides).toEqual([]);
  });
});

describe('a fusion', () => {
  const left = 'MADEFGHIKLNPQRSTVWYC';
  const right = 'GHHMMFFWWRRKKDDEESSTT';
  const partners = { A: `${left}AAAAAAAAAA`, B: `MPPPP${right}` };

  function fusion(fields: Partial<Consequence>): Consequence {
    return consequenceOf(
      { wildtype: partners.A, mutant: left + right },
      { gene: 'A::B', mutantStretch: { start: 20, end: 20 }, ...fields },
    );
  }

  it('joined between two codons gives the windows across the joint alone', () => {
    const { peptides } = generate([fusion({})], { classILengths: [9], reference: referenceOf(partners) });
    expect(peptides.map((row) => row.occurrences[0]?.offset)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
    expect(peptides[0]?.peptide).toBe(`${left.slice(12)}G`);
  });

  it("loses to the proteome what of a longer stretch is the 3' partner's own", () => {
    const row = fusion({ isFrameshift: true, mutantStretch: { start: 20, end: 41 } });
    const { peptides, omissions } = generate([row], {
      classILengths: [9],
      reference: referenceOf(partners),
    });
    expect(peptides).toHaveLength(8);
    expect(omissions).toMatchObject([
      { count: right.length - 8, reason: 'occurs in a wild-type protein of B' },
    ]);
  });

  it("has the 5' partner's protein as its wild type, under the partner's name", () => {
    const other = consequenceOf(
      { wildtype: 'MKKKKKKKKKKK', mutant: partners.A },
      { alleleOrdinal: 2, gene: 'C' },
    );
    const { omissions } = generate([fusion({}), other], { classILengths: [9] });
    expect(omissions[0]).toMatchObject({ reason: 'occurs in a wild-type protein of A' });
  });
});

describe('class II lengths', () => {
  it('are cut and scored apart', () => {
    const { peptides, scoringPeptides, classTwoScoringPeptides } = generate(
      [consequenceOf({ wildtype, mutant })],
      {
        classILengths: [9],
        classIILengths: [12, 15],
      },
    );
    const count = (length: number) => peptides.filter((row) => row.peptide.length === length).length;
    expect([9, 12, 15].map(count)).toEqual([9, 12, 15]);
    expect(scoringPeptides.every((peptide) => peptide.length === 9)).toBe(true);
    const ofClassTwo = peptides.filter((row) => row.peptide.length > 9);
    const both = ofClassTwo.flatMap((row) => [row.peptide, row.wildtypePeptide ?? row.peptide]);
    expect(new Set(classTwoScoringPeptides)).toEqual(new Set(both));
    expect(classTwoScoringPeptides.map((peptide) => peptide.length)).toEqual(
      classTwoScoringPeptides.map((peptide) => peptide.length).sort((a, b) => a - b),
    );
  });

  it('that both classes have are scored for both', () => {
    const { peptides, scoringPeptides, classTwoScoringPeptides } = generate(
      [consequenceOf({ wildtype, mutant })],
      { classILengths: [12], classIILengths: [12] },
    );
    expect(peptides).toHaveLength(12);
    expect(classTwoScoringPeptides).toEqual(scoringPeptides);
  });
});

describe('hypotheses', () => {
  const certain = consequenceOf({ wildtype, mutant });
  const assumed = (proteoform: string, hypothesis: string, protein = mutant): Consequence =>
    consequenceOf(
      { wildtype, mutant: protein },
      { proteoform, hypothesis, status: 'SPLICE_ALTERED', transcript: 'T2' },
    );

  it('give peptides that state them', () => {
    const { peptides } = generate([assumed('skip-exon-2', 'exon 2 is skipped')], { classILengths: [9] });
    expect(peptides).toHaveLength(9);
    expect(new Set(peptides.map((row) => row.hypothesis))).toEqual(new Set(['exon 2 is skipped']));
    expect(peptides[0]?.occurrences).toEqual([{ transcript: 'T2', proteoform: 'skip-exon-2', offset: 11 }]);
  });

  it.each([
    ['before', [assumed('a', 'exon 2 is skipped', `MM${mutant}`), certain]],
    ['after', [certain, assumed('a', 'exon 2 is skipped', `MM${mutant}`)]],
  ])('%s a certain consequence with the same peptide leave it certain, and first', (_, rows) => {
    const row = generate(rows, { classILengths: [9] }).peptides.find(
      ({ peptide }) => peptide === mutant.slice(19, 28),
    );
    expect(row?.hypothesis).toBeNull();
    expect(row?.occurrences[0]).toMatchObject({ transcript: 'T1', proteoform: '' });
  });

  it('that give the same peptide are named together, in an order of their own', () => {
    const rows = [assumed('b', 'intron 1 is retained'), assumed('a', 'exon 2 is skipped')];
    const both = 'exon 2 is skipped; or: intron 1 is retained';
    for (const order of [rows, rows.toReversed()]) {
      const { peptides } = generate(order, { classILengths: [9] });
      expect(new Set(peptides.map((row) => row.hypothesis))).toEqual(new Set([both]));
    }
  });
});
