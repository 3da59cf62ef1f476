import { describe, expect, it } from 'vitest';
import { constructFiles, designConstructs } from '../../../../stages/design-construct/index.js';
import {
  largestHydropathy,
  meanHydropathy,
  syntheticPeptide,
} from '../../../../stages/design-construct/synthetic-peptides.js';
import { translate } from '../../../../stages/shared/genetic-code.js';
import {
  constructParams,
  elementOf,
  hashedRank,
  randomElements,
  toyScorer,
} from '../../../support/construct.js';

const params = constructParams({
  form: 'both',
  codonLabels: 32,
  junctionLengthsI: [9],
  polyALength: 30,
  threePrimeUtr: 'GCTCGC',
});
const design = await designConstructs({
  elements: randomElements(3, 5),
  leftOut: [{ name: 'X', reason: 'for a reason' }],
  params,
  scorers: [toyScorer(hashedRank(30), params)],
  reference: null,
});
const files = constructFiles(design, { params, reference: null });

describe('the GenBank file', () => {
  const lines = files.genbank.split('\n');
  const origin = lines.slice(lines.indexOf('ORIGIN') + 1, lines.indexOf('//'));
  const sequence = origin
    .map((line) => line.slice(10).replaceAll(' ', ''))
    .join('')
    .toUpperCase();

  it('holds the sequence of the FASTA file', () => {
    expect(sequence).toBe(files.mrna.split('\n').slice(1).join(''));
    expect(origin.map((line) => Number(line.slice(0, 9)))).toEqual(origin.map((_, index) => 60 * index + 1));
  });

  it('has the LOCUS line in the columns of the release notes, section 3.4.4', () => {
    const [locus = ''] = lines;
    expect(locus.slice(12, 28).trim()).toBe('construct_1');
    expect(Number(locus.slice(29, 40))).toBe(sequence.length);
    expect(locus.slice(40, 44)).toBe(' bp ');
    expect(locus.slice(47, 53).trim()).toBe('mRNA');
    expect(locus.slice(55, 63).trim()).toBe('linear');
    expect(locus.slice(64, 67)).toBe('SYN');
    expect(locus.slice(68, 79)).toMatch(/^\d\d-[A-Z]{3}-\d{4}$/);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });

  it('has features whose bases translate to what they say', () => {
    const places = [...files.genbank.matchAll(/ {5}(\S+) +(\d+)\.\.(\d+)\n(?: {21}.*\n)+/g)];
    const cds = places.find(([, key]) => key === 'CDS');
    const text = (cds?.[0] ?? '').replace(/\n {21}/g, '');
    const [, translation] = /\/translation="([A-Z]+)"/.exec(text) ?? [];
    expect(translate(sequence.slice(Number(cds?.[2]) - 1, Number(cds?.[3])), 1)).toBe(`${translation}**`);
    const windows = places.filter(([block]) => block.includes('window: '));
    expect(windows).toHaveLength(3);
    for (const [block, , start, end] of windows) {
      const [, residues] = /window: ([A-Z]+)/.exec(block) ?? [];
      expect(translate(sequence.slice(Number(start) - 1, Number(end)), 1)).toBe(residues);
    }
  });
});

describe('the other files', () => {
  it('give every junction peptide where it stands in the protein', () => {
    const protein = files.protein.split('\n').slice(1).join('');
    const [header = '', ...rows] = files.junctions.trimEnd().split('\n');
    const columns = header.split('\t');
    // Three seams of eight 9-mers, more where a spacer stands; M before the first window has one residue only.
    expect(rows.length).toBeGreaterThanOrEqual(1 + 8 + 8);
    for (const row of rows) {
      const cells = row.split('\t');
      const peptide = cells[columns.indexOf('peptide')] ?? '';
      const start = Number(cells[columns.indexOf('start')]) - 1;
      expect(protein.slice(start, start + peptide.length)).toBe(peptide);
    }
  });

  it('name in the manifest what is not met, what was left out and how the order was proven', () => {
    const manifest = JSON.parse(files.manifest);
    expect(manifest.leftOut).toEqual([{ name: 'X', reason: 'for a reason' }]);
    expect(manifest.constructs[0].order).toMatchObject({
      method: 'branch-and-bound',
      isProven: true,
      gap: 'no gap',
    });
    const names = manifest.notMet.map(({ check }: { readonly check: string }) => check);
    expect(names).toContain('no strong class II binder at a seam');
    expect(manifest.parameters.polyALength).toBe(30);
  });

  it('end with a newline and hold no time', () => {
    for (const text of Object.values(files)) expect(text.endsWith('\n')).toBe(true);
  });
});

describe('a synthetic peptide', () => {
  const rules = { maxLength: 35, trim: 3 };

  it('is measured on the scale of Kyte and Doolittle', () => {
    expect(meanHydropathy('IIIIIII')).toBeCloseTo(4.5, 9);
    // A 1.8, R −4.5, N −3.5: −6.2 / 3.
    expect(meanHydropathy('ARN')).toBeCloseTo(-6.2 / 3, 9);
    expect(largestHydropathy('RRRRRRRIIIIIIIRRRRRRR')).toBeCloseTo(4.5, 9);
  });

  it('loses an N-terminal glutamine where a residue may go', () => {
    const peptide = syntheticPeptide(elementOf('A', 'QSGSGSGSGSKSGSGSGSGSGSK'), rules);
    expect(peptide.trimmed).toEqual({ start: 1, end: 0 });
    expect(peptide.sequence.startsWith('S')).toBe(true);
  });

  it('keeps what must stay, and names the difficulty that remains', () => {
    const element = elementOf('A', 'CSGSGSGSGSKSGSGSGSGSGSK', { essential: { start: 0, end: 23 } });
    const { sequence, checks } = syntheticPeptide(element, rules);
    expect(sequence).toBe(element.sequence);
    expect(checks.filter(({ outcome }) => outcome === 'violated').map(({ name }) => name)).toEqual([
      'cysteines (disulfide bonds, dimers)',
      'N-terminal Q, E or C (pyroglutamate, dimers)',
    ]);
  });

  it('is cut to the longest that can be made, around the mutation', () => {
    const element = elementOf('A', `${'S'.repeat(25)}KKK${'S'.repeat(25)}`, {
      essential: { start: 18, end: 35 },
    });
    const { sequence } = syntheticPeptide(element, rules);
    expect(sequence).toHaveLength(35);
    expect(sequence).toContain(`${'S'.repeat(7)}KKK${'S'.repeat(7)}`);
  });

  it('shows Asp-Pro, Asp-Gly and Asn-Gly', () => {
    const element = elementOf('A', 'SSSSSDPSSSSDGSSSNGSSSSS', { essential: { start: 0, end: 23 } });
    const violated = syntheticPeptide(element, rules).checks.filter(({ outcome }) => outcome === 'violated');
    expect(violated.map(({ name }) => name.slice(0, 7))).toEqual(['Asp-Pro', 'Asp-Gly', 'Asn-Gly']);
  });
});
