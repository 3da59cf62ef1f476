import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../../schemas/reference.js';
import { classOf, isSameProtein } from '../../../../scripts/oracle/answers.js';
import { createRandom } from '../../../../scripts/oracle/random.js';
import { claimOf, proteinOfChange } from '../../../../scripts/oracle/read-answers.js';
import { siteFactsOf } from '../../../../scripts/oracle/site-facts.js';
import { memoryReference } from '../../../support/memory-reference.js';

describe('effect classes', () => {
  it.each([
    [['frameshift_variant', 'stop_gained'], 'stop_gained'],
    [['synonymous', 'splice_donor'], 'splice'],
    [['conservative_inframe_deletion', 'splice_region_variant'], 'inframe'],
    [['splice_region'], 'none'],
  ] as const)('of %s is %s', (terms, expected) => {
    expect(classOf(terms)).toBe(expected);
  });
});

describe("csq's residues", () => {
  it('give the whole protein of a substitution', () => {
    expect(proteinOfChange('3K>3Q', ['missense'], 'MAKL*')).toEqual(claimOf('MAQL*'));
  });

  it('end where the coding sequence does when the frame is shifted', () => {
    const claim = proteinOfChange('3KL*>3RTV', ['frameshift'], 'MAKL*');
    expect(claim).toEqual({ residues: 'MARTV', isWhole: false, isStopRead: null });
  });

  it('are numbered from the first whole codon', () => {
    expect(proteinOfChange('2K>2Q', ['missense'], 'XAKL*')).toEqual(claimOf('XAQL*'));
  });
});

describe('two claims about a protein', () => {
  it('agree where one is the beginning of the other and says so', () => {
    const beginning = { residues: 'MAR', isWhole: false, isStopRead: null };
    expect(isSameProtein(beginning, claimOf('MARTV*'))).toBe(true);
    expect(isSameProtein(claimOf('MAR*'), claimOf('MARTV*'))).toBe(false);
  });

  it('agree on the stop where both speak of it', () => {
    expect(isSameProtein(claimOf('MAR*'), claimOf('MAR'))).toBe(false);
    expect(isSameProtein(claimOf('MAR*'), { residues: 'MAR', isWhole: true, isStopRead: null })).toBe(true);
  });
});

describe('random choices', () => {
  it('are those of the seed', () => {
    const draw = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.below(1000));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
});

describe('where an edit lies', () => {
  const transcript: Transcript = {
    index: 0,
    id: 'T1',
    geneId: 'G1',
    geneName: 'G1',
    contig: '1',
    strand: '+',
    start: 2,
    end: 24,
    biotype: 'protein_coding',
    // The start codon AT|G is parted by the intron.
    exons: [
      { start: 2, end: 6 },
      { start: 14, end: 24 },
    ],
    cds: { start: 4, end: 23, phase: 0, isStartComplete: true, isEndComplete: true },
    proteinId: null,
    geneticCode: 1,
    selenocysteines: [],
    isManeSelect: false,
    isManePlusClinical: false,
    isCanonical: false,
    supportLevel: null,
    appris: null,
    tags: [],
  };
  const reference = memoryReference({ 1: 'TTCCATGTAACCAGGCCGGTAATT' });
  const at = (position: number, ref: string, alt: string) =>
    siteFactsOf(reference, transcript, { chrom: '1', position, ref, alt });

  it('includes every place of an indel that gives the same sequence', () => {
    // CC[C]AGG: 1-based 12 is the second C, deleted.
    const facts = at(11, 'CC', 'C');
    expect(facts.isMovable).toBe(true);
    expect(facts.places).toHaveLength(2);
  });

  it('includes the two bases at either end of an intron', () => {
    expect(at(7, 'G', 'A').places[0]).toMatchObject({ isInSpliceSite: true, isWithinExon: false });
    expect(at(9, 'A', 'C').places[0]).toMatchObject({ isInSpliceSite: false });
  });

  it('follows a codon across an intron', () => {
    expect(at(15, 'G', 'A').places[0]).toMatchObject({ isInStart: true, isWithinExon: true });
    expect(at(16, 'C', 'A').places[0]).toMatchObject({ isInStart: false });
    expect(at(23, 'T', 'A').places[0]).toMatchObject({ isInStop: true });
  });
});
