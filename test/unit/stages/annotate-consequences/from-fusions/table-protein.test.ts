import { describe, expect, it } from 'vitest';
import { readStatedPeptide } from '../../../../../stages/annotate-consequences/from-fusions/table-protein.js';

// Peptides as Arriba's documentation of peptide_sequence describes them ("Output files"), from the fusions named.
describe('a stated peptide', () => {
  it('has the residue of a split codon as its stretch where the frame is kept (CD74::ROS1)', () => {
    expect(readStatedPeptide('PTDAPPK|dDFWIPET', 'in-frame')).toEqual({
      wildtype: 'PTDAPPK',
      mutant: 'PTDAPPKDDFWIPET',
      stretch: { start: 7, end: 8 },
      isFrameshift: false,
    });
  });

  it('takes a joint residue written before the bar to the joint (LTBP1::BIRC6)', () => {
    expect(readStatedPeptide('LPQQIHSh|DDLLEDS', 'in-frame')).toMatchObject({
      wildtype: 'LPQQIHS',
      stretch: { start: 7, end: 8 },
    });
  });

  it('has an empty stretch where the joint lies between two codons (HOOK3::RET)', () => {
    expect(readStatedPeptide('QLETYKRQ|EDPKWEF', 'in-frame')).toMatchObject({
      stretch: { start: 8, end: 8 },
    });
  });

  it('is new to its end where the frame is shifted, the stop left out of the stretch (PTEN)', () => {
    expect(readStatedPeptide('FSGGTC|mgrcmq*', 'out-of-frame')).toEqual({
      wildtype: 'FSGGTC',
      mutant: 'FSGGTCMGRCMQ*',
      stretch: { start: 6, end: 12 },
      isFrameshift: true,
    });
  });

  it('has residues of a UTR between the partners (EML4::ALK)', () => {
    expect(readStatedPeptide('DLNPEREIEf|sasrarlMQMELQS', 'in-frame')).toMatchObject({
      wildtype: 'DLNPEREIE',
      mutant: 'DLNPEREIEFSASRARLMQMELQS',
      stretch: { start: 9, end: 17 },
    });
  });

  it('has inserted residues between two bars', () => {
    expect(readStatedPeptide('AAKR|vl|DDTE', 'in-frame')).toMatchObject({
      mutant: 'AAKRVLDDTE',
      stretch: { start: 4, end: 6 },
    });
  });

  it('counts a patient’s own variant in the 5′ partner as wild type, and an unknown residue as X', () => {
    expect(readStatedPeptide('?PIsEVSSAK|*', 'out-of-frame')).toMatchObject({
      wildtype: 'XPISEVSSAK',
      mutant: 'XPISEVSSAK*',
      stretch: { start: 10, end: 10 },
    });
  });

  it('tells nothing without a joint or without a residue before it', () => {
    expect(readStatedPeptide('PTDAPPKDDFW', 'in-frame')).toBeNull();
    expect(readStatedPeptide('|DDFW', 'in-frame')).toBeNull();
  });
});
