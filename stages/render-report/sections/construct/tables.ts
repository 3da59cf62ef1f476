import type { ConstructDesign } from '../../../../schemas/construct.js';
import { counted, fixed, readable } from '../../format-number.js';
import type { Pick } from '../../gather.js';
import { type Html, html } from '../../html.js';
import { mutantSequence } from '../../sequence.js';
import { type Check, type Construct, markedIn, picksOf, seamWords, verdictOf } from './windows.js';

/** Every seam with the peptide over it that comes nearest to binding strongly. */
export function seamTable({ seams }: Construct): Html {
  const rows = seams.map((seam, index) => {
    const { left, right, spacer, strongest, margin, selfPeptides } = seam;
    const { mark, tone, word } = seamWords[verdictOf(seam)];
    return html`<tr role="row"><th scope="row" role="rowheader">${index + 1}. ${left} | ${right}</th>
<td role="cell" data-label="spacer">${spacer === '' ? html`<span class="soft">none</span>` : html`<span class="seq">${spacer}</span>`}</td>
<td role="cell" data-label="nearest to binding">${strongest === null ? html`<span class="soft">none binds over the seam</span>` : html`<span class="seq">${strongest.peptide}</span> <span class="allele">${strongest.allele}</span>`}</td>
<td role="cell" class="num" data-label="% rank">${strongest === null ? '–' : fixed(strongest.percentileRank)}</td>
<td role="cell" class="num" data-label="margin">${margin === null ? '–' : html`${readable(margin, 2)}×`}</td>
<td role="cell" data-label="verdict"><span class="${tone}">${mark} ${word}</span>${selfPeptides.length === 0 ? null : html` <span class="soft">self: ${selfPeptides.join(', ')}</span>`}</td></tr>
`;
  });
  return html`<details class="more"><summary>Every seam (${seams.length})</summary><table class="stack" role="table"><caption>The peptide over each seam that comes nearest to binding strongly; margin = how many times weaker than the limit of a strong binder it is. junctions.tsv has all of them.</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Seam</th><th scope="col" role="columnheader">Spacer</th><th scope="col" role="columnheader">Nearest to binding</th><th scope="col" role="columnheader" class="num">% rank</th><th scope="col" role="columnheader" class="num">Margin</th><th scope="col" role="columnheader">Verdict</th></tr></thead><tbody role="rowgroup">${rows}</tbody></table></details>`;
}

const outcomes: Readonly<Record<Check['outcome'], { readonly tone: string; readonly words: string }>> = {
  met: { tone: 'v-ok', words: '✓ met' },
  violated: { tone: 'v-bad', words: '✕ not met' },
  unknown: { tone: 'v-na', words: '? unknown' },
  'not applicable': { tone: 'v-na', words: 'does not apply' },
};

/** How many checks come out how, in words: '16 met, 1 unknown'. */
export function tally(checks: readonly Check[]): string {
  const words = { met: 'met', violated: 'not met', unknown: 'unknown', 'not applicable': 'not applicable' };
  return (['violated', 'unknown', 'met', 'not applicable'] as const)
    .map((outcome) => ({ outcome, count: checks.filter((check) => check.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${words[outcome]}`)
    .join(', ');
}

/** Every check of the manifest; open where one is not met. */
export function checkTable(checks: readonly Check[]): Html {
  const isOpen = checks.some(({ outcome }) => outcome === 'violated');
  const rows = checks.map(({ name, outcome, value, limit, source, places }) => {
    const { tone, words } = outcomes[outcome];
    return html`<tr role="row"><th scope="row" role="rowheader">${name}</th><td role="cell" data-label="found">${value}${placeWords(places)}</td><td role="cell" data-label="needs">${limit}</td><td role="cell" class="soft" data-label="source">${source}</td><td role="cell" data-label="verdict"><span class="${tone}">${words}</span></td></tr>
`;
  });
  return html`<details class="more"${isOpen ? html` open` : null}><summary>Every check (${tally(checks)})</summary><table class="stack" role="table"><caption>What was looked at in the finished sequences, and what was found</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Check</th><th scope="col" role="columnheader">Found</th><th scope="col" role="columnheader">Needs</th><th scope="col" role="columnheader">Source of the limit</th><th scope="col" role="columnheader">Verdict</th></tr></thead><tbody role="rowgroup">${rows}</tbody></table></details>`;
}

const mostPlaces = 6;

function placeWords(places: readonly string[]): Html | null {
  if (places.length === 0) return null;
  const more = places.length - mostPlaces;
  return html` <span class="soft">at ${places.slice(0, mostPlaces).join('; ')}${more > 0 ? ` and ${more} more` : ''}</span>`;
}

/** The synthetic long peptides with what makes each hard to make. */
export function peptideTable(peptides: ConstructDesign['peptides'], picks: readonly Pick[]): Html {
  const rows = peptides.map(({ name, sequence, sources, trimmed, checks }, index) => {
    const [pick] = picksOf(sources, picks);
    const hard = checks.filter(({ outcome }) => outcome === 'violated');
    const left = trimmed.start + trimmed.end;
    return html`<tr role="row"><th scope="row" role="rowheader">${index + 1}. ${pick === undefined ? name : html`<a href="#pick-${pick.pick}">${name}</a>`}</th>
<td role="cell" class="long" data-label="sequence">${mutantSequence(sequence, markedIn(sequence, pick).mutated)}</td>
<td role="cell" class="num" data-label="residues">${sequence.length}${left === 0 ? null : html` <span class="soft">(${left} trimmed)</span>`}</td>
<td role="cell" data-label="hard to make">${hard.length === 0 ? html`<span class="v-ok">✓ nothing found</span>` : hard.map(({ name: check, value }) => html`<span class="hard">${check}: ${value}</span> `)}</td></tr>
`;
  });
  return html`<details class="more"><summary>${counted(peptides.length, 'synthetic long peptide')}</summary><table class="stack" role="table"><caption>The same windows as peptides to order; up to the allowed residues are left out at an end where that makes one easier to make. Limits are those of the PGV-001 trial (Rubinsteyn 2018, doi:10.3389/fimmu.2017.01807); none forbids a peptide, each is a warning to the manufacturer.</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Peptide</th><th scope="col" role="columnheader">Sequence</th><th scope="col" role="columnheader" class="num">Residues</th><th scope="col" role="columnheader">Hard to make because of</th></tr></thead><tbody role="rowgroup">${rows}</tbody></table></details>`;
}
