import type { Selection, SelectionPick } from '../../../schemas/selection.js';
import { cellBar } from '../charts/bars.js';
import { coverageHeat } from '../charts/coverage-heat.js';
import { counted, fixed, grouped, readable } from '../format-number.js';
import type { GatheredRun } from '../gather.js';
import { type Html, html } from '../html.js';
import type { ReportView } from '../view.js';
import { proteinChange, sentence } from '../words.js';

/** How the list was chosen, how good it is at most, what each pick adds, and what the reviewer decided. */
export function selection({ run, selection: chosen }: ReportView): Html | null {
  const decided = decisions(chosen, run);
  if (chosen.picks.length === 0) {
    if (decided === null) return null;
    return html`<section id="selection" aria-labelledby="selection-title"><h2 id="selection-title">The reviewer’s decisions</h2>${decided}</section>`;
  }
  return html`<section id="selection" aria-labelledby="selection-title"><h2 id="selection-title">How the shortlist was chosen</h2>
<p class="lede">${lede(chosen)}</p>
<ul class="proofs"><li>${proof(chosen)}</li>${againstRank(chosen)}${chosen.notes.map((note) => html`<li>${sentence(note)}</li>`)}</ul>
<div class="pairings">${coverageHeat(chosen)}${gains(chosen, run)}</div>
${decided === null ? null : html`<h3>The reviewer’s decisions</h3>${decided}`}</section>`;
}

function lede({ method }: Selection): string {
  const grid =
    'In the grid, each number is the estimated chance that T cells see at least one chosen antigen on that HLA allele on the cells of that clone: pale fields are where the vaccine is weak. It orders lists; it is no promise of a response.';
  return method === 'rank'
    ? `How to read: the list takes the antigens by rank, as was asked. ${grid}`
    : `How to read: the list is chosen as a whole, so that as many cancer cells as possible show an antigen on as many HLA alleles as possible; a weaker antigen on a bare allele can be worth more than a fifth one on the same. ${grid}`;
}

function proof({ method, isProven, gap, objective, bound, eligibleCount, picks, search }: Selection): Html {
  const of = `${counted(picks.length, 'antigen')} of ${grouped(eligibleCount)} that may be chosen`;
  const worth = html`worth ${readable(objective)}, and no list can be worth more than ${readable(bound)}`;
  if (search.algorithm === 'all-fit')
    return html`<b class="v-ok">Nothing was left to choose</b>: all ${counted(eligibleCount, 'antigen')} that may be chosen fit.`;
  if (method === 'rank') return html`${of}; ${worth} (gap ${percent(gap)}).`;
  if (isProven && gap === 0)
    return html`<b class="v-ok">Proven best</b> by branch and bound: ${of}, worth ${readable(objective)}; no permitted list is worth more.`;
  return isProven
    ? html`<b class="v-ok">Within ${percent(gap)} of the proven best</b>: ${of}; ${worth}. Among nearly equal lists the one with the better ranks is taken.`
    : html`<b class="v-na">Not proven best, within ${percent(gap)} of it</b>: ${of}; ${worth}.`;
}

/** Never rounded down to nothing: a gap that is there is shown. */
function percent(share: number): string {
  if (share > 0 && share < 0.0005) return 'less than 0.1 %';
  return `${(share * 100).toFixed(1)} %`;
}

function againstRank({ method, byRank, objective, picks }: Selection): Html | null {
  if (method === 'rank') return null;
  if (byRank.sharedCount === picks.length)
    return html`<li>By rank alone the same antigens would stand here.</li>`;
  const more = byRank.objective === 0 ? 0 : objective / byRank.objective - 1;
  return html`<li>By rank alone the list would share ${byRank.sharedCount} of ${picks.length} antigens and be worth ${readable(byRank.objective)}${more > 0 ? html`; this one covers ${percent(more)} more` : null}.</li>`;
}

function gains({ picks }: Selection, run: GatheredRun): Html {
  const most = Math.max(...picks.map(({ marginalGain }) => marginalGain), 1e-9);
  const bestOf = new Map(run.picks.map(({ pick, ranked }) => [pick, ranked.best]));
  const rows = picks.map((row) => {
    const best = bestOf.get(row.pick);
    return html`<tr><th scope="row"><a href="#pick-${row.pick}">${row.pick}</a> ${best === undefined ? null : html`<span class="gene">${best.gene}</span> <span class="soft">${proteinChange(best)}</span>`}${row.isPinned ? html` <span class="note">pinned</span>` : null}</th>
<td class="barcell">${cellBar([
      { from: 0, to: (row.uniqueGain / most) * 100, tone: 't-pick' },
      { from: (row.uniqueGain / most) * 100, to: (row.marginalGain / most) * 100, tone: 't-ranked' },
    ])}</td><td class="num">${fixed(row.marginalGain)}</td><td class="num">${fixed(row.uniqueGain)}</td><td class="num">${cells(row)}</td></tr>
`;
  });
  return html`<table class="bars gains"><caption>What each pick adds <span class="soft">(after those before it; dark: what no other pick of the list makes up for; cells: share of the cancer cells taken to carry it, ? = not measured)</span></caption>
<thead><tr><th scope="col">Pick</th><th scope="col"><span class="vh">Drawn</span></th><th scope="col" class="num">adds</th><th scope="col" class="num">only it</th><th scope="col" class="num">cells</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

function cells({ cellFraction, cellFractionFrom }: SelectionPick): Html {
  const share = `${(cellFraction * 100).toFixed(0)} %`;
  return cellFractionFrom === 'unknown'
    ? html`${share}<span aria-hidden="true">?</span><span class="vh"> assumed</span>`
    : html`${share}`;
}

const decisionWords = { accept: 'accept', reject: 'reject', review: 'look again' } as const;
const outcomeWords = {
  pinned: 'stands on the list',
  banned: 'kept off the list',
  noted: 'changed nothing',
  'not-ranked': 'had left the run before: nothing could be done',
} as const;

function decisions({ decisions: all }: Selection, run: GatheredRun): Html | null {
  const heard = all.filter(({ variantId }) => variantId !== null);
  if (heard.length === 0) return null;
  const namesOf = new Map(
    run.ranked.map(({ alleleOrdinal, best }) => [alleleOrdinal, `${best.gene} ${proteinChange(best)}`]),
  );
  const rows = heard.map(({ decision, subject, alleleOrdinal, reason, reviewer, outcome }) => {
    const name = alleleOrdinal === null ? undefined : namesOf.get(alleleOrdinal);
    const pick = alleleOrdinal === null ? undefined : run.pickOf.get(alleleOrdinal);
    return html`<tr role="row"><th scope="row" role="rowheader">${pick === undefined ? (name ?? subject) : html`<a href="#pick-${pick}">${name ?? subject}</a>`}</th>
<td role="cell" data-label="decision">${decisionWords[decision]}</td><td role="cell" data-label="by">${reviewer ?? html`<span class="na">not named</span>`}</td><td role="cell" data-label="reason">${reason ?? html`<span class="na">none given</span>`}</td><td role="cell" data-label="what became of it">${outcomeWords[outcome]}</td></tr>
`;
  });
  return html`<table class="stack" role="table"><caption>As the decisions file has them, and what they did to this list</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Variant</th><th scope="col" role="columnheader">Decision</th><th scope="col" role="columnheader">By</th><th scope="col" role="columnheader">Reason</th><th scope="col" role="columnheader">What became of it</th></tr></thead><tbody role="rowgroup">${rows}</tbody></table>`;
}
