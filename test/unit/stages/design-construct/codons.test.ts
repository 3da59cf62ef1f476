import { describe, expect, it } from 'vitest';
import {
  checkMrna,
  gcViolations,
  longRuns,
  motifPlaces,
  repeatsOf,
} from '../../../../stages/design-construct/mrna/check-mrna.js';
import { codonAdaptationIndex, codonsFor } from '../../../../stages/design-construct/mrna/codon-usage.js';
import { designMrna } from '../../../../stages/design-construct/mrna/design-mrna.js';
import {
  type CodonRequest,
  optimiseCodons,
} from '../../../../stages/design-construct/mrna/optimise-codons.js';
import { reverseComplement, translate } from '../../../../stages/shared/genetic-code.js';
import { constructParams, randomWindow, seededRandom } from '../../../support/construct.js';

const plain: CodonRequest = {
  protein: '',
  stops: [],
  before: '',
  after: '',
  motifs: [],
  gc: { min: 0, max: 1, window: 15 },
  uridineWeight: 0,
  labels: 300,
};

function motif(sequence: string) {
  return { name: sequence, sequence, endsFrom: 0, isCrossing: true };
}

/** Every coding sequence of a short protein, priced by definition. */
function bruteForce(request: CodonRequest): { readonly violations: number; readonly cost: number } {
  let best = { violations: Number.POSITIVE_INFINITY, cost: 0 };
  const walk = (codon: number, coding: string, cost: number): void => {
    if (codon < request.protein.length) {
      for (const { bases, adaptiveness } of codonsFor(request.protein[codon] ?? '')) {
        const uridines = [...bases].filter((base) => base === 'T').length;
        walk(codon + 1, coding + bases, cost - Math.log(adaptiveness) + request.uridineWeight * uridines);
      }
      return;
    }
    let violations = gcViolations(coding, request.gc).length;
    for (const { sequence } of request.motifs)
      for (let at = 0; at + sequence.length <= coding.length; at++)
        if (coding.startsWith(sequence, at)) violations += 1;
    if (violations < best.violations || (violations === best.violations && cost < best.cost - 1e-12)) {
      best = { violations, cost };
    }
  };
  walk(0, '', 0);
  return best;
}

describe('human codons', () => {
  it('are used as the Codon Usage Database counts them', () => {
    expect(codonsFor('L').map(({ bases }) => bases)).toEqual(['CTG', 'CTC', 'CTT', 'TTG', 'TTA', 'CTA']);
    expect(codonsFor('M')).toEqual([{ bases: 'ATG', adaptiveness: 1 }]);
    // CTA 7.2 of CTG 39.6 per thousand.
    expect(codonsFor('L').at(-1)?.adaptiveness).toBeCloseTo(0.1818, 4);
  });

  it('stand for the residues of the standard code, 61 and three stops', () => {
    const codons = [...'ACDEFGHIKLMNPQRSTVWY*'].map((residue) =>
      codonsFor(residue).map(({ bases }) => bases),
    );
    expect(codons.flat()).toHaveLength(64);
    for (const [index, residue] of [...'ACDEFGHIKLMNPQRSTVWY*'].entries())
      for (const bases of codons[index] ?? []) expect(translate(bases, 1)).toBe(residue);
  });

  it('have an adaptation index that is the geometric mean, M and W apart (Sharp & Li 1987)', () => {
    // CTG has 1; AAA 24.4 of AAG 31.9: √(1 × 0.7649) = 0.8746.
    expect(codonAdaptationIndex('ATGCTGAAATGGTGA')).toBeCloseTo(0.8746, 4);
    expect(codonAdaptationIndex('ATGTGG')).toBeNull();
  });
});

describe('the choice of codons', () => {
  it('is the most used codon of each residue where nothing forbids it', () => {
    const { coding, cost, bound } = optimiseCodons({ ...plain, protein: 'MLKDE' });
    expect(coding).toBe('ATGCTGAAGGACGAG');
    expect(cost).toBe(0);
    expect(bound).toEqual({ violations: 0, cost: 0 });
  });

  it('leaves a BsaI site: Gly-Leu is not GGTCTC, on neither strand', () => {
    const sites = [motif('GGTCTC'), motif(reverseComplement('GGTCTC'))];
    for (const protein of ['GL', 'WSL', 'ETQ', 'RDP'])
      expect(motifPlaces(optimiseCodons({ ...plain, protein, motifs: sites }).coding, 'GGTCTC')).toEqual([]);
  });

  it('breaks a run of lysines with its second codon', () => {
    const { coding } = optimiseCodons({ ...plain, protein: 'KKKKKK', motifs: [motif('GAAGAAG')] });
    expect(coding).not.toContain('GAAGAAG');
    expect(translate(coding, 1)).toBe('KKKKKK');
  });

  it('sees a motif that begins before or ends behind the coding sequence', () => {
    const before = optimiseCodons({ ...plain, protein: 'L', before: 'GGT', motifs: [motif('GGTCTG')] });
    expect(before.coding).toBe('CTC');
    const after = optimiseCodons({ ...plain, protein: 'L', after: 'GGT', motifs: [motif('CTGGGT')] });
    expect(after.coding).toBe('CTC');
  });

  it('is as cheap as the best of all sequences, under limits of G+C, motifs and weighted uridines', () => {
    const next = seededRandom(3);
    for (let round = 0; round < 6; round++) {
      const request: CodonRequest = {
        ...plain,
        protein: randomWindow(next, 6),
        motifs: [motif('CTG'), motif('GGC'), motif('CC')],
        gc: { min: 0.3 + 0.1 * (round % 3), max: 0.6, window: 15 },
        uridineWeight: 0.1,
      };
      const { violations, cost, bound } = optimiseCodons(request);
      const best = bruteForce(request);
      expect(violations).toBe(best.violations);
      expect(cost).toBeCloseTo(best.cost, 6);
      expect(bound.violations).toBe(violations);
      expect(bound.cost).toBeCloseTo(cost, 6);
    }
  });

  it('never falls below its bound where partial sequences are dropped', () => {
    const protein = randomWindow(seededRandom(8), 50);
    const request = { ...plain, protein, gc: { min: 0.4, max: 0.55, window: 50 } };
    const rough = optimiseCodons({ ...request, labels: 16 });
    const fine = optimiseCodons({ ...request, labels: 400 });
    expect(rough.cost).toBeGreaterThanOrEqual(fine.cost - 1e-9);
    expect(rough.bound.cost).toBeLessThanOrEqual(fine.cost + 1e-9);
  });
});

describe('an mRNA', () => {
  const protein = `M${randomWindow(seededRandom(21), 80)}`;

  it('translates back to its protein and meets every constraint', () => {
    const { sequence, coding, checks } = designMrna(protein, constructParams());
    expect(translate(sequence.slice(coding.start, coding.end), 1)).toBe(`${protein}**`);
    expect(checks.filter(({ outcome }) => outcome !== 'met')).toEqual([]);
  });

  it("carries the user's slots in order, with their places", () => {
    const params = constructParams({
      fivePrimeUtr: 'GGGAGACTTC',
      threePrimeUtr: 'GCTCGCTTC',
      polyALength: 12,
    });
    const { sequence, coding, slots } = designMrna('MKLV', params);
    expect(sequence).toBe(
      `GGGAGACTTCGCCACC${sequence.slice(coding.start, coding.end)}GCTCGCTTC${'A'.repeat(12)}`,
    );
    expect(slots.map(({ name, start, end }) => [name, sequence.slice(start, end)])).toEqual([
      ["5' UTR", 'GGGAGACTTC'],
      ['Kozak sequence', 'GCCACC'],
      ["3' UTR", 'GCTCGCTTC'],
      ['poly(A)', 'AAAAAAAAAAAA'],
    ]);
  });

  it('names the constraint that cannot be met and where: glycine, alanine and proline have two G or C at least', () => {
    const { checks } = designMrna(`M${'GAPAGPPAGPGA'.repeat(2)}`, constructParams({ codonLabels: 32 }));
    const gc = checks.find(({ name }) => name.startsWith('G+C'));
    expect(gc?.outcome).toBe('violated');
    expect(gc?.places.length).toBeGreaterThan(0);
  });

  it("names a forbidden site in the user's own slot", () => {
    const { checks } = designMrna('MKLV', constructParams({ threePrimeUtr: 'AAGAGACCAA' }));
    const site = checks.find(({ name }) => name.includes('BsaI'));
    expect(site).toMatchObject({ outcome: 'violated', places: ['27 (-)'] });
  });

  it('writes a repeated stretch of protein with other codons the second time', () => {
    const stretch = 'GPGPGSLYNTVATLKE';
    const { checks } = designMrna(`M${stretch}${stretch}${stretch}`, constructParams({ codonLabels: 64 }));
    expect(checks.find(({ name }) => name.startsWith('repeats'))?.outcome).toBe('met');
  });

  it('is the same bytes every time', () => {
    expect(designMrna(protein, constructParams())).toEqual(designMrna(protein, constructParams()));
  });
});

describe('the checks of an mRNA', () => {
  const rules = {
    gc: { min: 0.4, max: 0.6, window: 15 },
    longestHomopolymer: 4,
    longestRepeat: 8,
    motifs: [],
  };

  it('find one wrong codon', () => {
    const check = checkMrna(
      { sequence: 'ATGAAATGA', coding: { start: 0, end: 9 }, protein: 'MR', stopCount: 1 },
      rules,
    )[0];
    expect(check).toMatchObject({ outcome: 'violated', value: '2 of 3 codons' });
  });

  it('find runs, repeats and stretches where they are', () => {
    expect(longRuns('ACCCCCGTTTT', 4)).toEqual([{ start: 1, length: 5 }]);
    expect(repeatsOf('ACGTACGTAC', 6)).toEqual([{ first: 0, again: 4 }]);
    expect(gcViolations('A'.repeat(10) + 'G'.repeat(10), rules.gc)).toEqual([0, 5]);
    expect(motifPlaces('TTGAGACCTT', 'GGTCTC')).toEqual([{ start: 2, strand: '-' }]);
  });
});
