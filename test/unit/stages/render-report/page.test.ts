import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryReference } from '../../../support/memory-reference.js';
import { renderFixture } from '../../../support/render-fixture.js';
import { reportFixture, withPicks } from '../../../support/report-fixture.js';
import { fullFixture } from '../../../support/report-sections.js';

const pageOf = async (count?: number, params: unknown = {}): Promise<string> =>
  (await renderFixture(reportFixture(count), params)).reportHtml;

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Tags in order, without text and attribute values: what a hostile value must not change. */
const skeleton = (page: string): string => (page.match(/<\/?[a-z][a-z0-9]*|<!/gi) ?? []).join(' ');

describe('report.html', () => {
  it('allows exactly its own style sheet and script, by hash, and nothing else', async () => {
    const page = await pageOf();
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  it('asks nothing of anybody: no address, no style attribute, no handler, no frame', async () => {
    const page = await pageOf();
    expect(page).not.toMatch(/(src|srcset|action|data|poster)=["']?[a-z]/i);
    expect(page).not.toMatch(/https?:|@import|url\(/);
    expect(page).not.toMatch(/<(link|iframe|object|embed|form|base)\b/i);
    expect(page).not.toMatch(/<[^>]* (style|on[a-z]+)=/i);
    for (const [, target] of page.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#[a-z0-9-]+$/);
  });

  it('has a target for every link, also where nothing was found', async () => {
    for (const page of [await pageOf(), await pageOf(0), (await renderFixture(fullFixture())).reportHtml])
      for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) expect(page).toContain(`id="${id}"`);
  });

  it('stays the same page whatever strings stand in gene, HGVS, sample, reason and title', async () => {
    const plain = skeleton(await pageWith('plain'));
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        // Compared as a claim: the two skeletons would fill the screen.
        expect(skeleton(await pageWith(text)) === plain).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('states the result in one sentence', async () => {
    expect(await pageOf()).toContain(
      '12 of 41 alleles give candidate antigens; <strong>8\u00A0are shortlisted</strong>, 6 of them in tier Pass.',
    );
  });

  it('says why when there is no candidate, stage by stage', async () => {
    const page = await pageOf(0);
    expect(page).toContain('None of the 41 alleles in the file gives a candidate antigen.');
    expect(page).toContain('Why there is no candidate');
    expect(page).toContain(
      '0 of 16 give candidate peptides.</b> The others: 16 × bound too weakly to be presented',
    );
    expect(page).not.toContain('id="shortlist"');
  });

  it('shows terms that visibly add up to the score', async () => {
    const page = await pageOf();
    const tables = [...page.matchAll(/<table class="waterfall">([\s\S]*?)<\/table>/g)].map(
      ([, body]) => body ?? '',
    );
    expect(tables).toHaveLength(8);
    for (const table of tables) {
      const numbers = [...table.matchAll(/<td class="num">([+\u2212]?[\d.]+)<\/td>/g)].map(([, text]) =>
        Number((text ?? '').replace('\u2212', '-')),
      );
      const sum = numbers.slice(0, -1).reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(numbers.at(-1) ?? Number.NaN, 2);
    }
  });

  it('marks each mutated residue of a peptide and no other', async () => {
    expect(await pageOf()).toContain('<span class="seq">VVVGA<b>D</b>GVGK</span>');
  });

  it('warns of a missing reference once, and of gated variants and weak alleles, and repeats the file’s warnings', async () => {
    const page = await pageOf();
    for (const words of [
      'No reference was given',
      '1 ranked variant stopped by a hard gate',
      'Predictions for HLA-C*05:01 rest on related alleles only',
      '2 records carry no FILTER value and were kept',
    ])
      expect(page).toContain(words);
    expect(page).not.toContain('Self-match against the proteome is unknown for');
  });

  it('with a reference names it and warns of peptides whose self-match is still unknown', async () => {
    const { reportHtml } = await renderFixture(reportFixture(), {}, memoryReference({}, { build: 'GRCh38' }));
    expect(reportHtml).toContain(
      'Self-match against the proteome is unknown for the best peptide of 1 ranked variant',
    );
    expect(reportHtml).not.toContain('No reference was given');
  });

  it('stays under 1 MB with fifty picks', async () => {
    const page = (await renderFixture(withPicks(reportFixture(), 50))).reportHtml;
    expect(page.match(/<details/g)).toHaveLength(50);
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  });
});

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><style>*{display:none}',
    '</title><script>',
    '<!--',
    ']]>',
    '&lt;b&gt;',
  ),
);

async function pageWith(text: string): Promise<string> {
  const inputs = fullFixture();
  inputs.source.tumorSample = text;
  inputs.source.rolesFrom = text;
  inputs.source.caller = text;
  inputs.source.samples = [text, 'other'];
  inputs.source.warnings = [text];
  for (const { best, ...row } of inputs.rankedVariants) {
    best.gene = text;
    best.hgvsP = text;
    best.hgvsC = text;
    best.transcript = text;
    best.consequence = [text];
    row.reasons.push(text);
    for (const term of best.terms) term.value = text;
    for (const criterion of best.criteria) criterion.value = text;
  }
  for (const row of inputs.rankedVariants) {
    row.flip = text;
    if (row.isGated) row.best.gates = [text];
  }
  for (const row of inputs.policyRanks) {
    row.gene = text;
    row.hgvsP = text;
    for (const standing of row.standings) standing.policy = text;
  }
  for (const construct of inputs.construct.constructs) {
    construct.order.gap = text;
    for (const piece of construct.pieces) piece.name = text;
    for (const seam of construct.seams) seam.left = text;
    for (const check of construct.checks) check.places = [text];
  }
  for (const left of inputs.construct.leftOut) left.reason = text;
  for (const decision of inputs.selection.decisions)
    Object.assign(decision, { reason: text, reviewer: text });
  for (const row of inputs.safety) {
    row.gene = text;
    for (const match of row.nearSelf ?? []) Object.assign(match, { gene: text, tissueNote: text });
  }
  inputs.evidenceSources.notes = [text];
  inputs.biomarkers.hla.divergenceNote = text;
  for (const omission of inputs.selectOmissions) omission.reason = text;
  return (await renderFixture(inputs, { title: text, patient: text, inputName: text })).reportHtml;
}
