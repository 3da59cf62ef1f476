import { describe, expect, it } from 'vitest';
import type { PeptideMhcPredictor } from '../../../../schemas/predictor.js';
import type { Anchors } from '../../../../schemas/rows.js';
import { anchorOffsets } from '../../../../stages/find-anchors/contributions.js';
import { findAnchors } from '../../../../stages/find-anchors/index.js';
import { probePeptides } from '../../../../stages/find-anchors/probe-peptides.js';

const alleles = ['HLA-A*02:01', 'HLA-B*08:01'] as const;

/** Looks at position 2 and the last alone; each residue that is no L makes the affinity ten times worse, position 2's twice that. */
const pickyPredictor: PeptideMhcPredictor = {
  name: 'picky',
  version: '1',
  digest: '0'.repeat(64),
  mhcClass: 'I',
  minLength: 8,
  maxLength: 10,
  supportFor: () => ({ kind: 'unsupported', nearest: [] }),
  predict(peptides, of) {
    const affinityNm = Float32Array.from(peptides.flatMap((peptide) => of.map(() => affinityOf(peptide))));
    return { affinityNm, percentileRank: affinityNm, presentationScore: affinityNm };
  },
};
function affinityOf(peptide: string): number {
  return 10 * (peptide[1] === 'L' ? 1 : 20) * (peptide.at(-1) === 'L' ? 1 : 10);
}

async function find(predictor: PeptideMhcPredictor | null, params: unknown = {}): Promise<Anchors> {
  const found: Anchors[] = [];
  await findAnchors.run({
    params: findAnchors.params.parse(params),
    inputs: {
      panel: {
        predictor: 'picky',
        predictorVersion: '1',
        predictorDigest: '0',
        alleles: alleles.map((allele) => ({
          allele,
          trainingLigands: null,
          trainingAffinities: null,
          nearestTrained: null,
          distanceToTrained: null,
          confidence: 'unknown' as const,
        })),
      },
    },
    resources: { reference: null, predictor, classTwoPredictor: null },
    emit: { anchors: (row) => found.push(row) },
    omit: () => {},
  });
  const [anchors] = found;
  if (anchors === undefined || found.length > 1) throw new Error(`${found.length} anchors`);
  return anchors;
}

describe('find-anchors', () => {
  it('finds the positions that a predictor looks at, per allele, at the lengths it takes', async () => {
    const { source, reason, positions } = await find(pickyPredictor);
    expect({ source, reason }).toEqual({ source: 'model', reason: null });
    expect(positions.map(({ allele, length }) => `${allele} ${length}`)).toEqual(
      [8, 9, 10].flatMap((length) => alleles.map((allele) => `${allele} ${length}`)),
    );
    for (const { length, anchorOffsets: offsets, contributions } of positions) {
      expect(offsets).toEqual([1, length - 1]);
      // From 10 nM: to 200 by position 2, to 100 by the last: 190 and 90 of 280.
      expect(contributions[1]).toBeCloseTo(190 / 280, 3);
      expect(contributions[length - 1]).toBeCloseTo(90 / 280, 3);
      expect(contributions[3]).toBe(0);
    }
  });

  it('gives the same twice', async () => {
    expect(await find(pickyPredictor)).toEqual(await find(pickyPredictor));
  });

  it('asks for a smaller share of the movement: position 2 alone', async () => {
    const { positions } = await find(pickyPredictor, { share: 0.5 });
    expect(positions.every(({ anchorOffsets: offsets }) => offsets.join() === '1')).toBe(true);
  });

  it.each([
    ['there is no predictor', null, {}, 'no class I allele'],
    [
      'it has saved output alone',
      { ...pickyPredictor, scoresAnyPeptide: false as const },
      {},
      'its file alone',
    ],
    ['it is a tool that is started', { ...pickyPredictor, batchSize: 40_000 }, {}, 'too long'],
    ['they are asked for', pickyPredictor, { positions: 'default' }, 'as asked'],
    [
      'it gives no affinity',
      {
        ...pickyPredictor,
        predict: (peptides: readonly string[], of: readonly string[]) => {
          const none = new Float32Array(peptides.length * of.length).fill(Number.NaN);
          return { affinityNm: none, percentileRank: none, presentationScore: none };
        },
      },
      {},
      'gives no affinity',
    ],
  ])('leaves the default positions and says why where %s', async (_, predictor, params, reason) => {
    const anchors = await find(predictor, params);
    expect(anchors).toMatchObject({ source: 'default', positions: [] });
    expect(anchors.reason).toContain(reason);
  });
});

describe('anchors of contributions', () => {
  it('are the fewest positions that make up the share, in order of position', () => {
    expect(anchorOffsets([0.1, 0.5, 0.05, 0.05, 0.3], 0.8)).toEqual([1, 4]);
    expect(anchorOffsets([0.1, 0.5, 0.05, 0.05, 0.3], 0.81)).toEqual([0, 1, 4]);
    expect(anchorOffsets([0.25, 0.25, 0.25, 0.25], 0.5)).toEqual([0, 1]);
  });
});

describe('probe peptides', () => {
  it('are of the length, of the twenty residues, and differ', () => {
    const peptides = probePeptides(9, 500);
    expect(peptides.every((peptide) => /^[ACDEFGHIKLMNPQRSTVWY]{9}$/.test(peptide))).toBe(true);
    expect(new Set(peptides).size).toBe(500);
  });
});
