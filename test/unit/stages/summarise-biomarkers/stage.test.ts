import { describe, expect, it } from 'vitest';
import type { Biomarkers, SafetyRow } from '../../../../schemas/biomarkers.js';
import { summariseBiomarkers } from '../../../../stages/summarise-biomarkers/index.js';
import { memoryReference } from '../../../support/memory-reference.js';
import { reportFixture } from '../../../support/report-fixture.js';

const unknownExpression = { source: null, genes: [], cytolyticScore: null };

async function run(
  options: { readonly params?: Readonly<Record<string, unknown>>; readonly hasReference?: boolean } = {},
) {
  const fixture = reportFixture();
  const biomarkers: Biomarkers[] = [];
  const safety: SafetyRow[] = [];
  const files = { biomarkers: '', safety: '' };
  const reference = {
    ...memoryReference({}),
    codingBases: () => 80,
    proteome: () => [{ id: 'P1', geneName: 'KRAS', sequence: 'MTEYKLVVVGAGGVGKSALTIQLIQNHF' }],
  };
  await summariseBiomarkers.run({
    params: summariseBiomarkers.params.parse(options.params ?? {}),
    inputs: {
      variants: fixture.variants,
      consequences: fixture.consequences,
      germlineSegments: [],
      evidence: fixture.evidence,
      hlaStatus: { source: null, alleles: [] },
      immuneExpression: unknownExpression,
      panel: fixture.panel,
      classTwoPanel: { ...fixture.panel, alleles: [] },
      candidates: fixture.candidates,
      ranked: fixture.rankedVariants,
      shortlist: fixture.shortlist,
      normalExpression: null,
    },
    resources: {
      reference: options.hasReference === true ? reference : null,
      predictor: null,
      classTwoPredictor: null,
    },
    emit: {
      biomarkers: (row) => biomarkers.push(row),
      biomarkersTsv: (text) => {
        files.biomarkers += String(text);
      },
      safety: (row) => safety.push(row),
      safetyTsv: (text) => {
        files.safety += String(text);
      },
    },
    omit: () => undefined,
  });
  const [summary] = biomarkers;
  if (summary === undefined) throw new Error('no biomarkers');
  return { summary, safety, files, fixture };
}

function table(text: string): Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
}

describe('the denominator of the mutational burden', () => {
  it('is what is given', async () => {
    const { summary } = await run({ params: { callableMb: 2 }, hasReference: true });
    const { nonsynonymous, perMb, callableMb, denominator } = summary.mutationalBurden;
    expect(callableMb).toBe(2);
    expect(perMb).toBe(nonsynonymous / 2);
    expect(denominator).toContain('as given');
  });

  it('is the coding sequence of the reference otherwise, which is said, as is that little of it compares with nothing', async () => {
    const { summary } = await run({ hasReference: true });
    expect(summary.mutationalBurden.callableMb).toBe(80 / 1e6);
    expect(summary.mutationalBurden.denominator).toContain('give callableMb');
    expect(summary.mutationalBurden.denominator).toContain('no figure that compares');
  });

  it('is not known without a reference: counts alone', async () => {
    const { summary } = await run();
    expect(summary.mutationalBurden).toMatchObject({ callableMb: null, perMb: null });
    expect(summary.mutationalBurden.nonsynonymous).toBeGreaterThan(0);
    expect(summary.mutationalBurden.denominator).toContain('not known');
  });
});

describe('the patient’s table', () => {
  it('counts every ranked variant and every candidate in its tier', async () => {
    const { summary, fixture } = await run();
    const sum = (of: 'variants' | 'candidates') =>
      summary.neoantigenLoad.reduce((total, row) => total + row[of], 0);
    expect(sum('variants')).toBe(fixture.rankedVariants.length);
    expect(sum('candidates')).toBe(fixture.candidates.length);
    expect(summary.gated.variants).toBe(1);
  });

  it('says research use only, and NA for what is not known', async () => {
    const { files, summary } = await run();
    const rows = table(files.biomarkers);
    expect(summary.notice).toContain('Research use only');
    expect(rows[0]).toMatchObject({ section: 'notice', value: 'research use only' });
    expect(rows.find(({ name }) => name === 'per Mb')?.['value']).toBe('NA');
    expect(rows.find(({ name }) => name === 'lost alleles')?.['value']).toBe('NA');
    expect(rows.find(({ name }) => name === 'cytolytic score')?.['value']).toBe('NA');
  });
});

describe('the safety table', () => {
  it('has a row for every antigen of the shortlist, in its order', async () => {
    const { safety, files, fixture } = await run({ hasReference: true });
    expect(safety.map(({ alleleOrdinal }) => alleleOrdinal)).toEqual(
      fixture.shortlist.map(({ alleleOrdinal }) => alleleOrdinal),
    );
    expect(table(files.safety).map(({ pick }) => pick)).toEqual(
      fixture.shortlist.map(({ pick }) => String(pick)),
    );
  });

  it('finds the wild type of KRAS G12D in KRAS, counted apart from other genes', async () => {
    const { files } = await run({ hasReference: true });
    const kras = table(files.safety).find(({ gene }) => gene === 'KRAS');
    expect(kras).toMatchObject({
      best_peptide: 'VVVGADGVGK',
      cross_reactivity: 'none',
      own_wildtype_matches: '1',
      other_gene_matches: '0',
      near_self: 'none',
    });
    expect(kras?.['notice']).toContain('Research use only');
  });

  it('has NA where there is no reference and no table of tissues', async () => {
    const { files } = await run();
    for (const row of table(files.safety)) {
      expect(row).toMatchObject({ cross_reactivity: 'NA', near_self: 'NA', normal_highest_tissue: 'NA' });
    }
  });

  it('cannot be broken by what a file names its genes', async () => {
    const { files } = await run({ hasReference: true });
    const widths = files.safety
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t').length);
    expect(new Set(widths).size).toBe(1);
  });
});
