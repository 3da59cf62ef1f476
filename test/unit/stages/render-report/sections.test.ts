import { describe, expect, it } from 'vitest';
import { renderFixture } from '../../../support/render-fixture.js';
import { reportFixture } from '../../../support/report-fixture.js';
import { fullFixture } from '../../../support/report-sections.js';

/** A section's text without tags, runs of white space as one space. */
function textOf(page: string, id: string): string {
  const section = new RegExp(`<section[^>]* id="${id}"[\\s\\S]*?</section>`).exec(page)?.[0];
  if (section === undefined) return '';
  return section
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const full = renderFixture(fullFixture());
const sectionOf = async (id: string) => textOf((await full).reportHtml, id);

describe('a section with nothing to say', () => {
  it('is not there, nor a link to it', async () => {
    const { reportHtml } = await renderFixture(reportFixture());
    for (const id of ['policies', 'construct', 'safety']) {
      expect(reportHtml).not.toContain(`id="${id}"`);
      expect(reportHtml).not.toContain(`href="#${id}"`);
    }
  });
});

describe('ranks by policy', () => {
  it('marks how many places another policy puts a variant above or below the one in force', async () => {
    const text = await sectionOf('policies');
    // The last of twelve by one is the first by the other.
    expect(text).toContain('1 * , by another peptide, LFLILWMV ▲11 , 11 places higher');
    expect(text).toContain('▼11 , 11 places lower');
  });

  it('counts the picks that the other policy would have taken too', async () => {
    // Picks are ranks 1-8, which the other has as 12-5: 5, 6, 7 and 8 are among its first eight.
    expect(await sectionOf('policies')).toContain('vaxrank 4 of 8');
  });

  it('lists below the picks what was passed over though the other policy puts it first', async () => {
    const text = await sectionOf('policies');
    expect(text.indexOf('OR5K1')).toBeGreaterThan(text.indexOf('SF3B1'));
    expect(text).toContain('policy-ranks.tsv has every ranked variant');
  });
});

describe('the choice of the shortlist', () => {
  it('says whether it is proven, and by how much it can fall short', async () => {
    const words = async (changes: object) => {
      const fixture = reportFixture();
      Object.assign(fixture.selection, changes);
      return textOf((await renderFixture(fixture)).reportHtml, 'selection');
    };
    expect(await words({})).toContain('Proven best by branch and bound: 8 antigens of 12');
    expect(await words({ gap: 0.004, bound: 0.502 })).toContain('Within 0.4 % of the proven best');
    expect(await words({ gap: 0.0001, isProven: false })).toContain(
      'Not proven best, within less than 0.1 % of it',
    );
  });

  it('shows the coverage of each clone on each allele, and which alleles the tumour lost', async () => {
    const text = await sectionOf('selection');
    expect(text).toContain('in all cells 70 % in 30 % 30 %');
    expect(text).toContain('A*02:01 84 % of 5 3.1 % of 1');
    expect(text).toContain('B*07:02 lost by the tumour');
  });

  it('shows the reviewer’s decisions of this run, and the word again at the antigen', async () => {
    const text = await sectionOf('selection');
    expect(text).toContain('Dr Ada seen by TILs stands on the list');
    expect(text).not.toContain('of another tool');
    expect(await sectionOf('why')).toContain('Dr Ada: accept , seen by TILs.');
  });
});

describe('the construct', () => {
  it('draws the windows in order, each seam with verdict and spacer in words', async () => {
    const text = await sectionOf('construct');
    const map = text.slice(text.indexOf('leader'), text.indexOf('Every seam'));
    expect(map).toMatch(/leader M .*seam clear .*1 KRAS .*seam not clear, spacer AAY .*2 TP53/);
  });

  it('says how far the order is proven, and opens the checks where one is not met', async () => {
    const { reportHtml } = await full;
    const text = await sectionOf('construct');
    expect(text).toContain('1 of 2 seams not clear');
    expect(text).toContain('Order not proven best (worst risk: 900 reached, 800 at least)');
    expect(text).toContain('at best 3 strong binders and 1 self peptide without');
    expect(reportHtml).toContain('<details class="more" open><summary>Every check (1 not met)');
    expect(textOf(reportHtml, 'notices')).toContain('construct 1 does not meet every check: see Construct.');
  });

  it('claims nothing of self where no reference was given', async () => {
    const fixture = fullFixture();
    const [one] = fixture.construct.constructs;
    for (const seam of one?.seams ?? []) seam.strong = 0;
    one?.checks.push({
      name: 'no junction peptide occurs in the reference proteome',
      outcome: 'unknown',
      value: 'no reference was given',
      limit: '0',
      source: 'reference bundle',
      places: [],
    });
    const text = textOf((await renderFixture(fixture)).reportHtml, 'construct');
    expect(text).toContain('All 2 seams clear of strong binders among 40 peptides.');
    expect(text).toContain('Whether one is part of self is not known');
  });

  it('carries protein and mRNA as text to copy', async () => {
    const { reportHtml } = await full;
    const records = [...reportHtml.matchAll(/<pre class="fasta"[^>]*>&gt;[^\n]*\n([A-Z\n]*)<\/pre>/g)];
    const [protein, mrna] = records.map(([, text]) => (text ?? '').replaceAll('\n', ''));
    const design = fullFixture().construct.constructs[0];
    expect(protein).toBe(design?.protein);
    expect(mrna).toBe(design?.mrna.sequence);
  });

  it('names the synthetic peptides, what hinders making them and what is in none', async () => {
    const text = await sectionOf('construct');
    expect(text).toContain(
      '26 (1 trimmed)'.replace('26', String(fullFixture().rankedVariants[0]?.best.window.length)),
    );
    expect(text).toContain('cysteines: 2');
    expect(text).toContain('GENE9 : its mutant protein is not known');
  });

  it('says before anything else that no mRNA was designed, and why', async () => {
    const fixture = reportFixture();
    fixture.construct.leftOut = [{ name: 'mRNA construct', reason: 'netmhcpan reads saved output' }];
    const { reportHtml } = await renderFixture(fixture);
    expect(textOf(reportHtml, 'notices')).toContain(
      'No mRNA construct was designed: netmhcpan reads saved output.',
    );
  });
});

describe('safety', () => {
  it('tells what a T cell might take for the antigen, but not the antigen’s own wild type', async () => {
    const text = await sectionOf('safety');
    expect(text).toContain('differs only in an anchor: the same face to the T cell');
    expect(text).toContain('as VVVGADGVGR in OTHER');
    expect(text).not.toContain('OWN');
    expect(text).toContain(
      '! in heart most in Lung (41.2 TPM); of essential organs in Heart - Left Ventricle (12.0)',
    );
  });
});

describe('safety without a reference', () => {
  it('does not say of any antigen that nothing was found', async () => {
    const fixture = fullFixture();
    for (const row of fixture.safety) Object.assign(row, { nearSelf: null, crossReactivity: null });
    const text = textOf((await renderFixture(fixture)).reportHtml, 'safety');
    expect(text).toContain('is not known: no reference proteome was given');
    expect(text).not.toContain('none found');
  });
});

describe('safety without a table of normal tissues', () => {
  it('says so once, not at every antigen', async () => {
    const fixture = fullFixture();
    for (const row of fixture.safety)
      Object.assign(row, { normalExpression: null, normalExpressionNote: 'not known: no table was given' });
    const text = textOf((await renderFixture(fixture)).reportHtml, 'safety');
    expect(text.match(/no table was given/g)).toHaveLength(1);
    expect(text).not.toContain('The gene in healthy tissue');
  });
});

describe('the patient as a whole', () => {
  it('gives no rate where the callable size is not known', async () => {
    const text = await sectionOf('patient');
    expect(text).toContain('41 variants; per megabase unknown');
    expect(text).toContain('The callable size was not given.');
    expect(text).toContain('No truncating variant found in B2M.');
  });

  it('names a truncated gene of presentation with what is known of the other allele', async () => {
    const fixture = reportFixture();
    fixture.biomarkers.mutationalBurden.perMb = 4.25;
    fixture.biomarkers.mutationalBurden.callableMb = 33.1;
    fixture.biomarkers.presentationGenes[0]?.truncating.push({
      input: 'chr15:44711583:C:T',
      alleleOrdinal: 3,
      gene: 'B2M',
      transcript: 'ENST1',
      hgvsP: 'p.Gln28*',
      consequence: ['stop_gained'],
      isSpliceSite: false,
      dnaVaf: 0.4,
      cancerCellFraction: null,
      zygosity: 'the other allele is there',
    });
    const text = textOf((await renderFixture(fixture)).reportHtml, 'patient');
    expect(text).toContain('4.25 per Mb (41 in 33.1 Mb)');
    expect(text).toContain(
      'p.Gln28* (stop gained), VAF 0.4, cancer cell fraction unknown . The other allele is there.',
    );
  });
});

describe('the explanation of an antigen', () => {
  it('tells class II help, the board’s points and unknown ones as unknown', async () => {
    const text = await sectionOf('why');
    expect(text).toContain('strong : TEYKLVVVGADGVGK on HLA-DRB1*15:01 , % rank 0.8');
    expect(text).toContain('Board score 0.75');
    expect(text).toContain('mass spectrum unknown unknown');
  });

  it('warns of lost alleles and repeats what the evidence files could not give', async () => {
    const text = await sectionOf('notices');
    expect(text).toContain('The tumour lost HLA-B*07:02');
    expect(text).toContain('Gene names were used where no id matched.');
  });
});

describe('class_ii_support', () => {
  it('is strength, allele, peptide and rank; NA where it is not known', async () => {
    const lines = (await full).shortlistTsv.trimEnd().split('\n');
    const column = (lines[0] ?? '').split('\t').indexOf('class_ii_support');
    const values = lines.slice(1).map((line) => line.split('\t')[column]);
    expect(values[0]).toBe('strong DRB1*15:01 TEYKLVVVGADGVGK 0.8');
    expect(values[1]).toBe('NA');
  });
});
