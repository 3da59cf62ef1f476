import type { PolicyRank } from '../../../schemas/candidates.js';
import { cellBar } from '../charts/bars.js';
import { rankSpread } from '../charts/rank-spread.js';
import { counted, grouped } from '../format-number.js';
import { type Html, html } from '../html.js';
import type { ReportView } from '../view.js';
import { tierWords } from '../words.js';

/** Variants listed beyond the picks, and how many count as the first ones where nothing was picked. */
const mostOthers = 10;
const firstWithoutPicks = 20;

type Standing = PolicyRank['standings'][number];

/** Where the published policies put the picks, and what they would have taken instead. */
export function policyComparison({ run, policyRanks }: ReportView): Html | null {
  const policies = policyRanks[0]?.standings.map(({ policy }) => policy) ?? [];
  const [inForce] = policies;
  if (inForce === undefined || policies.length < 2) return null;
  const size = run.picks.length > 0 ? run.picks.length : firstWithoutPicks;
  const pickOf = (row: PolicyRank): number | null => run.pickOf.get(row.alleleOrdinal) ?? null;
  const picked = policyRanks
    .filter((row) => pickOf(row) !== null)
    .sort((a, b) => (pickOf(a) ?? 0) - (pickOf(b) ?? 0));
  const others = policyRanks
    .map((row) => ({ row, votes: votesFor(row, size) }))
    .filter(({ row, votes }) => pickOf(row) === null && votes > 0)
    .sort((a, b) => b.votes - a.votes || ownRank(a.row) - ownRank(b.row));
  const last = Math.max(
    2,
    ...policyRanks.map(({ standings }) => Math.max(...standings.map(({ rank }) => rank))),
  );
  const rowHtml = (row: PolicyRank) => variantRow(row, { pick: pickOf(row), size, last });
  const shown = others.slice(0, mostOthers).map(({ row }) => row);
  return html`<section id="policies" aria-labelledby="policies-title"><h2 id="policies-title">Ranks by policy</h2>
<p class="lede">How to read: each column is one published way of ranking, applied to this run; the first, ${inForce}, is in force, and the shortlist was chosen from its order. A filled cell is among that policy’s first ${size}; ▲ and ▼ count the places above or below the first column, * marks that the policy prefers another peptide of the variant. An antigen that every policy puts high does not hang on one way of weighing the evidence.</p>
${run.picks.length === 0 ? null : agreement(picked, policies.slice(1), size)}
<table class="policies" role="table"><caption>${run.picks.length === 0 ? `The first ${size} of any policy` : 'The picks'}${shown.length > 0 && run.picks.length > 0 ? html`, then those not chosen that most policies put among their first ${size}` : null}</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Variant</th>${policies.map((policy) => html`<th scope="col" role="columnheader" class="num">${policy}</th>`)}<th scope="col" role="columnheader" class="barcell"><abbr title="Best to worst rank on a logarithmic scale; the upright mark is the policy in force">Spread</abbr></th></tr></thead>
<tbody role="rowgroup">${picked.map(rowHtml)}</tbody>
${shown.length === 0 ? null : html`<tbody role="rowgroup" class="below">${shown.map(rowHtml)}</tbody>`}</table>
<p class="soft">${others.length > shown.length ? `${grouped(others.length - shown.length)} more stand among the first ${size} of some policy. ` : null}policy-ranks.tsv has every ranked variant.</p></section>`;
}

/** Policies other than the one in force that have the variant among their first. */
function votesFor({ standings }: PolicyRank, size: number): number {
  return standings.slice(1).filter(({ rank }) => rank <= size).length;
}

function ownRank({ standings }: PolicyRank): number {
  return standings[0]?.rank ?? 0;
}

function agreement(picked: readonly PolicyRank[], policies: readonly string[], size: number): Html {
  const rows = policies.map((policy) => {
    const shared = picked.filter(({ standings }) =>
      standings.some((standing) => standing.policy === policy && standing.rank <= size),
    ).length;
    return html`<tr><th scope="row">${policy}</th><td class="barcell">${cellBar([
      { from: 0, to: (shared / size) * 100, tone: 't-pick' },
      { from: (shared / size) * 100, to: 100, tone: 't-left' },
    ])}</td><td class="num">${shared} of ${size}</td></tr>
`;
  });
  return html`<table class="bars agreement"><caption>Picks that the other policies have among their first ${size} as well</caption>
<thead class="vh"><tr><th scope="col">Policy</th><th scope="col">Drawn</th><th scope="col">Shared picks</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function variantRow(
  row: PolicyRank,
  { pick, size, last }: { readonly pick: number | null; readonly size: number; readonly last: number },
): Html {
  const [own] = row.standings;
  if (own === undefined) return html``;
  const ranks = row.standings.map(({ rank }) => rank);
  return html`<tr role="row"><th scope="row" role="rowheader">${pick === null ? html`<span class="no soft">–</span>` : html`<a class="no" href="#pick-${pick}">${pick}</a>`} <b class="gene">${row.gene}</b> <span class="change">${(row.hgvsP ?? '').replace(/^[\w.]+:(?=p\.)/, '')}</span></th>
${row.standings.map((standing) => standingCell(standing, own, size))}
<td role="cell" class="barcell"><span class="vh">ranks ${Math.min(...ranks)} to ${Math.max(...ranks)}</span>${rankSpread(ranks, { own: own.rank, last })}</td></tr>
`;
}

function standingCell(standing: Standing, own: Standing, size: number): Html {
  const { policy, rank, tier, peptide, allele, score } = standing;
  const isOther = peptide !== own.peptide;
  const title = `${peptide} on ${allele}, ${tierWords[tier].label}${score === null ? ', no score: a fact it needs is unknown' : ''}`;
  return html`<td role="cell" class="num ${rank <= size ? 'first' : 'later'}" data-label="${policy}" title="${title}">${rank}${isOther ? html`<span aria-hidden="true">*</span><span class="vh">, by another peptide, ${peptide}</span>` : null}${shift(own.rank - rank)}</td>`;
}

/** An empty place where there is no shift, so that the ranks stand in a column. */
function shift(places: number): Html {
  if (places === 0) return html` <span class="shift"></span>`;
  const [arrow, word] = places > 0 ? ['▲', 'higher'] : ['▼', 'lower'];
  return html` <span class="shift"><span aria-hidden="true">${arrow}${Math.abs(places)}</span><span class="vh">, ${counted(Math.abs(places), 'place')} ${word}</span></span>`;
}
