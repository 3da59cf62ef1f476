import { describe, expect, it } from 'vitest';
import type { PeptideRow } from '../../../../schemas/rows.js';
import { consequenceOf, type ProteinPair } from '../../../support/consequence.js';
import { memoryReference } from '../../../support/memory-reference.js';
import { type Generated, generate } from '../../../support/run-stages.js';

// 40 residues without a repeat of three.
const wildtype = 'MADEFGHIKLNPQRSTVWYCADGEHFIKMLQNRPTSWVYC';

function replaced(start: number, length: number, residues: string): string {
  return wildtype.slice(0, start) + residues + wildtype.slice(start + length);
}

function ninemers(pair: ProteinPair): readonly PeptideRow[] {
  return generate([consequenceOf(pair)], { classILengths: [9] }).peptides;
}

function self(sequence: string): NonNullable<Parameters<typeof generate>[1]> {
  const reference = {
    ...memoryReference({}),
    proteome: () => [{ id: 'P2', geneName: 'GENE2', sequence }],
  };
  return { classILengths: [9], reference };
}

describe('windows', () => {
  it('are all k-mers over a substitution: k of each length k', () => {
    const { peptides } = generate([consequenceOf({ wildtype, mutant: replaced(19, 1, 'W') })]);
    expect(peptides).toHaveLength(8 + 9 + 10 + 11);
    expect(peptides.map((row) => row.occurrences[0]?.offset)).toContain(19);
  });

  it('are cut off at the ends of the protein', () => {
    const { peptides } = generate([consequenceOf({ wildtype, mutant: replaced(1, 1, 'W') })]);
    expect(peptides).toHaveLength(2 * 4);
    expect(peptides.every((row) => row.nFlank.length <= 1)).toBe(true);
  });

  it('span the junction of a deletion', () => {
    const mutant = replaced(15, 3, '');
    const peptides = ninemers({ wildtype, mutant });
    expect(peptides).toHaveLength(8);
    for (const { peptide } of peptides) expect(wildtype).not.toContain(peptide);
  });

  it('cover the whole novel tail of a frameshift', () => {
    const mutant = `${wildtype.slice(0, 20)}SSPPLLRRKKGGSSPP`;
    expect(ninemers({ wildtype, mutant, isFrameshift: true })).toHaveLength(36 - 9 + 1 - (20 - 9 + 1));
  });

  it('are none for a truncation, which is said once', () => {
    const { peptides, omissions } = generate([consequenceOf({ wildtype, mutant: 'MADEFGHIKLNPQ*' })]);
    expect(peptides).toEqual([]);
    expect(omissions).toMatchObject([{ scope: 'allele', code: 'NO_NOVEL_PEPTIDE', input: '1:100:G:A' }]);
  });

  it('that a repeat makes equal to the wild type are no peptides', () => {
    const repeat = `${'MAQQQQQQQQQQQQQQQQ'}WY`;
    const { peptides, omissions } = generate(
      [consequenceOf({ wildtype: repeat, mutant: repeat.replace('QQ', '') })],
      {
        classILengths: [8],
      },
    );
    expect(peptides).toEqual([]);
    expect(omissions).toMatchObject([{ code: 'NO_NOVEL_PEPTIDE' }]);
  });

  it('of a long novel tail leave out what the wild type has elsewhere', () => {
    let state = 7;
    const residue = (): string => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return 'ACDEFGHIKLMNPQRSTVWY'.charAt(Math.floor((state / 2 ** 32) * 20));
    };
    const next = (length: number): string => Array.from({ length }, residue).join('');
    const long = next(900);
    const changed = long.slice(0, 30) + next(400) + long.slice(600, 640) + next(400);
    const expected = Array.from({ length: changed.length - 8 }, (_, offset) =>
      changed.slice(offset, offset + 9),
    ).filter((peptide) => !long.includes(peptide));
    const peptides = ninemers({ wildtype: long, mutant: changed, isFrameshift: true });
    expect(peptides.map((row) => row.peptide)).toEqual(expected);
    // The 22 windows before the tail and the 32 of the 40 residues at least.
    expect(expected.length).toBeLessThanOrEqual(changed.length - 8 - 22 - 32);
  });

  it('are not made of consequences without a protein', () => {
    const row = consequenceOf({ wildtype, mutant: replaced(19, 1, 'W') }, { status: 'SPLICE_ALTERED' });
    expect(generate([row])).toEqual({
      peptides: [],
      scoringPeptides: [],
      classTwoScoringPeptides: [],
      omissions: [],
    });
  });
});

describe('wild-type counterpart', () => {
  it('is the window at the same place for a substitution, and the mutated offset is where they differ', () => {
    const [first, second] = ninemers({ wildtype, mutant: replaced(19, 1, 'W') });
    expect(first).toMatchObject({
      peptide: 'NPQRSTVWYW'.slice(1),
      wildtypePeptide: 'PQRSTVWYC',
      mutatedOffsets: [8],
    });
    expect(second).toMatchObject({ wildtypePeptide: 'QRSTVWYCA', mutatedOffsets: [7] });
  });

  it('is aligned at the left of a window that holds little beyond an in-frame deletion, else at the right', () => {
    // Without T16 to W18: N-terminal windows share their start, C-terminal ones their end.
    const peptides = ninemers({ wildtype, mutant: replaced(15, 3, '') });
    expect(peptides.find((row) => row.peptide === 'KLNPQRSYC')).toMatchObject({
      wildtypePeptide: 'KLNPQRSTV',
      mutatedOffsets: [7, 8],
    });
    expect(peptides.find((row) => row.peptide === 'RSYCADGEH')).toMatchObject({
      wildtypePeptide: 'VWYCADGEH',
      mutatedOffsets: [0, 1],
    });
  });

  it('is none where fewer than half of the residues are the same', () => {
    const mutant = `${wildtype.slice(0, 20)}SSPPLLRRKKGGSSPP`;
    const peptides = ninemers({ wildtype, mutant, isFrameshift: true });
    // 4 of 9 unchanged residues are fewer than 5; then the novel residues are named.
    expect(peptides.find((row) => row.occurrences[0]?.offset === 16)).toMatchObject({
      wildtypePeptide: null,
      mutatedOffsets: [4, 5, 6, 7, 8],
    });
    expect(peptides.find((row) => row.occurrences[0]?.offset === 15)).toMatchObject({
      wildtypePeptide: 'TVWYCADGE',
      mutatedOffsets: [5, 6, 7, 8],
    });
  });

  it('is none beyond a lost stop', () => {
    const peptides = ninemers({ wildtype, mutant: `${wildtype}GLPRRWWSSTT` });
    expect(peptides[0]).toMatchObject({ wildtypePeptide: null, mutatedOffsets: [8] });
  });

  it('is none where the wild type has a selenocysteine there, and the offset stays', () => {
    const withSec = wildtype.replace('C', 'U');
    const peptides = ninemers({ wildtype: withSec, mutant: withSec.replace('U', 'W') });
    expect(peptides).toHaveLength(9);
    expect(peptides[0]).toMatchObject({ wildtypePeptide: null, mutatedOffsets: [8] });
  });
});

describe('rows', () => {
  it('merge transcripts that give the same peptide and counterpart', () => {
    const mutant = replaced(19, 1, 'W');
    const { peptides } = generate(
      [
        consequenceOf({ wildtype, mutant }),
        consequenceOf({ wildtype: wildtype.slice(5), mutant: mutant.slice(5) }, { transcript: 'T2' }),
      ],
      { classILengths: [9] },
    );
    expect(peptides).toHaveLength(9);
    expect(peptides[0]?.occurrences).toEqual([
      { transcript: 'T1', proteoform: '', offset: 11 },
      { transcript: 'T2', proteoform: '', offset: 6 },
    ]);
  });

  it('stay apart where the counterparts differ', () => {
    const first = consequenceOf({ wildtype, mutant: replaced(19, 1, 'W') });
    const other = wildtype.replace('YCA', 'YGA');
    const second = consequenceOf({ wildtype: other, mutant: replaced(19, 1, 'W') }, { transcript: 'T2' });
    expect(generate([first, second], { classILengths: [9] }).peptides).toHaveLength(18);
  });

  it('come by allele, length, first offset and peptide', () => {
    const { peptides } = generate(
      [
        consequenceOf({ wildtype, mutant: replaced(19, 1, 'W') }),
        consequenceOf({ wildtype, mutant: replaced(25, 1, 'W') }, { alleleOrdinal: 2 }),
      ],
      { classILengths: [10, 8] },
    );
    const keys = peptides.map((row) => [
      row.alleleOrdinal,
      row.peptide.length,
      row.occurrences[0]?.offset ?? 0,
    ]);
    expect(keys.slice(0, 3)).toEqual([
      [1, 8, 12],
      [1, 8, 13],
      [1, 8, 14],
    ]);
    expect(keys.at(-1)).toEqual([2, 10, 25]);
  });

  it('have up to ten residues on either side', () => {
    const [row] = ninemers({ wildtype, mutant: replaced(19, 1, 'W') });
    expect(row).toMatchObject({ nFlank: wildtype.slice(1, 11), cFlank: wildtype.slice(20, 30) });
  });

  it('are scored once, with their counterparts, by length and alphabet', () => {
    const { peptides, scoringPeptides } = generate([
      consequenceOf({ wildtype, mutant: replaced(19, 1, 'W') }),
    ]);
    const expected = new Set(peptides.flatMap((row) => [row.peptide, row.wildtypePeptide ?? '']));
    const sorted = [...expected].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    expect(scoringPeptides).toEqual(sorted);
  });
});

describe('what is left out', () => {
  const mutant = replaced(19, 1, 'W');

  function withLetter(letter: string): Generated {
    const changed = (protein: string): string => `${protein.slice(0, 23)}${letter}${protein.slice(24)}`;
    return generate([consequenceOf({ wildtype: changed(wildtype), mutant: changed(mutant) })], {
      classILengths: [9],
    });
  }

  it.each(['X', 'U'])('are windows that hold %s, counted', (letter) => {
    const { peptides, omissions } = withLetter(letter);
    expect(peptides.map((row) => row.peptide).join()).not.toContain(letter);
    expect(peptides).toHaveLength(4);
    expect(omissions).toMatchObject([{ scope: 'item', code: 'PEPTIDE_UNUSABLE', count: 5 }]);
  });

  it('are peptides that occur in another protein of the reference', () => {
    const reference = self(`KKK${mutant.slice(11, 20)}KKK${mutant.slice(15, 24)}`);
    const { peptides, omissions } = generate([consequenceOf({ wildtype, mutant })], reference);
    expect(peptides).toHaveLength(7);
    expect(omissions).toMatchObject([
      {
        scope: 'item',
        code: 'SELF_PEPTIDE',
        count: 2,
        subject: 'PQRSTVWYW TVWYWADGE',
        reason: expect.stringContaining('GENE2'),
      },
    ]);
  });

  it('is the whole allele where every peptide is self', () => {
    const { omissions } = generate([consequenceOf({ wildtype, mutant })], self(mutant));
    expect(omissions).toMatchObject([
      { scope: 'item', code: 'SELF_PEPTIDE', count: 9 },
      { scope: 'allele', code: 'SELF_PEPTIDE', count: 1 },
    ]);
  });

  it('are peptides that the wild type of another gene of the run holds, also without a reference', () => {
    const paralogue = consequenceOf(
      { wildtype: mutant, mutant: mutant.replace('MAD', 'MWD') },
      { gene: 'GENE3', alleleOrdinal: 2 },
    );
    const { peptides, omissions } = generate([consequenceOf({ wildtype, mutant }), paralogue], {
      classILengths: [9],
    });
    expect(peptides.every((row) => row.alleleOrdinal === 2)).toBe(true);
    expect(omissions).toMatchObject([
      { code: 'SELF_PEPTIDE', reason: expect.stringContaining('GENE3') },
      { scope: 'allele' },
    ]);
  });

  it('is nothing that is self when skipSelf is off', () => {
    const { peptides } = generate([consequenceOf({ wildtype, mutant })], {
      ...self(mutant),
      skipSelf: false,
    });
    expect(peptides).toHaveLength(9);
    expect(peptides.every((row) => row.isSelfPeptide === true)).toBe(true);
  });

  it('is marked: no self with a reference at hand, unknown without', () => {
    const rows = [consequenceOf({ wildtype, mutant })];
    const marks = (options: Parameters<typeof generate>[1]) =>
      new Set(generate(rows, options).peptides.map((row) => row.isSelfPeptide));
    expect(marks(self('MKKKKKKKKKKKKK'))).toEqual(new Set([false]));
    expect(marks({})).toEqual(new Set([null]));
  });
});
