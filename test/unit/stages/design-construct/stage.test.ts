import { describe, expect, it } from 'vitest';
import type { RankedVariant } from '../../../../schemas/candidates.js';
import type { ConstructDesign } from '../../../../schemas/construct.js';
import type { Omission } from '../../../../schemas/omissions.js';
import type { PeptideMhcPredictor } from '../../../../schemas/predictor.js';
import type { Panel } from '../../../../schemas/rows.js';
import { designConstruct } from '../../../../stages/design-construct/index.js';
import { consequenceOf } from '../../../support/consequence.js';
import { toyPredictor } from '../../../support/construct.js';
import { featureRow } from '../../../support/feature-row.js';

const upstream = 'NNIFLHEDLTVKIGDFGLAT';
const protein = `${upstream}EKSRWSGSHQFEQLSGSILWM`;

function ranked(alleleOrdinal: number, changes: Parameters<typeof featureRow>[0] = {}): RankedVariant {
  const best = {
    ...featureRow({
      alleleOrdinal,
      gene: 'BRAF',
      hgvsP: 'ENSP1.1:p.V600E',
      peptide: 'LATEKSRWS',
      ...changes,
    }),
    tier: 'Pass' as const,
    probability: 0.5,
    logit: 0,
    terms: [],
    criteria: [],
    boardScore: null,
    boardParts: [],
    gates: [],
  };
  return {
    rank: alleleOrdinal,
    variantId: best.variantId,
    alleleOrdinal,
    probability: 0.5,
    tier: 'Pass',
    isGated: false,
    best,
    others: [],
    candidateCount: 1,
    flip: '',
    reasons: [],
  };
}

const panel: Panel = {
  predictor: 'toy',
  predictorVersion: '1',
  predictorDigest: 'toy',
  alleles: [
    {
      allele: 'HLA-A*02:01',
      trainingLigands: null,
      trainingAffinities: null,
      nearestTrained: null,
      distanceToTrained: null,
      confidence: 'unknown',
    },
  ],
};

async function run(
  values: Record<string, unknown>,
  variants: readonly RankedVariant[],
  predictor: PeptideMhcPredictor = toyPredictor(() => 20),
) {
  const files: Record<string, string> = {};
  const designs: ConstructDesign[] = [];
  const omissions: Omission[] = [];
  const keep = (name: string) => (text: Uint8Array | string) => {
    files[name] = String(text);
  };
  await designConstruct.run({
    params: designConstruct.params.parse(values),
    inputs: {
      shortlist: variants.map(({ alleleOrdinal, variantId, rank }) => ({
        pick: rank,
        rank,
        alleleOrdinal,
        variantId,
      })),
      ranked: variants,
      consequences: [
        consequenceOf(
          { wildtype: `${upstream}VKSRWSGSHQFEQLSGSILWM`, mutant: protein },
          { transcript: featureRow().transcript },
        ),
      ],
      panel,
      classTwoPanel: { predictor: null, predictorVersion: null, predictorDigest: null, alleles: [] },
    },
    resources: { reference: null, predictor, classTwoPredictor: null },
    emit: {
      proteins: keep('proteins'),
      mrnas: keep('mrnas'),
      genbank: keep('genbank'),
      peptides: keep('peptides'),
      junctions: keep('junctions'),
      manifest: keep('manifest'),
      design: (row) => designs.push(row),
    },
    omit: (omission) => omissions.push(omission),
  });
  return { files, omissions, design: designs[0] };
}

describe('design-construct', () => {
  it('makes mRNA and synthetic peptides unless told otherwise', async () => {
    const { files, design } = await run({}, [ranked(1)]);
    expect(files['proteins']).toContain('>construct_1 protein, 1 windows');
    expect(files['peptides']).toContain('BRAF_V600E');
    expect(design).toMatchObject({ form: 'both', leftOut: [] });
  });

  it('tells the report what the files say: windows with their variants, seams, sequences, checks', async () => {
    const { files, design } = await run({}, [ranked(1)]);
    const [construct] = design?.constructs ?? [];
    const [leader, window] = construct?.pieces ?? [];
    expect(leader).toMatchObject({ kind: 'leader', sequence: 'M', start: 0 });
    expect(window).toMatchObject({ kind: 'window', start: 1, sources: [ranked(1).best.input] });
    expect(construct?.seams).toHaveLength(1);
    expect(files['mrnas']?.replace(/>.*\n|\n/g, '')).toBe(construct?.mrna.sequence);
    expect(JSON.parse(files['manifest'] ?? '').constructs[0].checks).toEqual(construct?.checks);
  });

  it('makes nothing of an empty shortlist, and does not fail', async () => {
    const { files, design, omissions } = await run({}, []);
    expect(files).toEqual({});
    expect(design).toMatchObject({ form: 'none', constructs: [], peptides: [] });
    expect(omissions).toEqual([]);
  });

  it('makes nothing where nothing is asked for', async () => {
    expect((await run({ form: 'none' }, [ranked(1)])).files).toEqual({});
  });

  it('makes the synthetic peptides alone, and says why, where the predictor reads saved output', async () => {
    const saved: PeptideMhcPredictor = {
      ...toyPredictor(() => 20),
      scoresAnyPeptide: false,
      predict: () => {
        throw new Error('no seam is asked for');
      },
    };
    const { files, design, omissions } = await run({}, [ranked(1)], saved);
    expect(files['peptides']).toContain('BRAF_V600E');
    expect([files['proteins'], files['mrnas'], files['junctions']]).toEqual(['', '', '']);
    expect(omissions).toMatchObject([{ scope: 'item', subject: 'mRNA construct', code: 'SEAMS_UNKNOWN' }]);
    expect(design?.leftOut[0]?.reason).toContain('reads saved output');
    expect(JSON.parse(files['manifest'] ?? '').leftOut[0].name).toBe('mRNA construct');
  });

  it('puts the 27-mer of a chosen substitution behind the initiator', async () => {
    const { files } = await run({ form: 'both' }, [ranked(1)]);
    expect(files['proteins']).toBe(
      '>construct_1 protein, 1 windows, 28 residues\nMDLTVKIGDFGLATEKSRWSGSHQFEQL\n',
    );
    expect(files['peptides']).toContain('BRAF_V600E\tDLTVKIGDFGLATEKSRWSGSHQFEQL');
  });

  it('names a chosen antigen whose protein is not known, as an omission and in the manifest', async () => {
    const { files, omissions } = await run({ form: 'mrna' }, [ranked(1), ranked(2, { gene: 'GENE2' })]);
    expect(omissions).toHaveLength(1);
    expect(omissions[0]).toMatchObject({ scope: 'item', code: 'PEPTIDE_UNUSABLE' });
    expect(JSON.parse(files['manifest'] ?? '').leftOut).toEqual([
      { name: 'GENE2_V600E', reason: 'its mutant protein is not known: no window can be cut' },
    ]);
  });

  it('is the same bytes every time', async () => {
    expect(await run({ form: 'both' }, [ranked(1)])).toEqual(await run({ form: 'both' }, [ranked(1)]));
  });
});
