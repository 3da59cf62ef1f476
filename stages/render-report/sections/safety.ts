import type { NearSelfMatch, SafetyRow } from '../../../schemas/biomarkers.js';
import { counted, quantity } from '../format-number.js';
import { type Html, html } from '../html.js';
import { mutantSequence } from '../sequence.js';
import type { ReportView } from '../view.js';
import { proteinChange, sentence } from '../words.js';

/** Matches written out of each antigen; safety.tsv has all. */
const mostMatches = 4;

/** What a T cell against each antigen might do to healthy tissue, as far as sequence and expression tell. */
export function safety({ run, safety: rows }: ReportView): Html | null {
  const isTold = rows.some(
    ({ normalExpression, nearSelf }) => normalExpression !== null || nearSelf !== null,
  );
  if (!isTold) return null;
  const bestOf = new Map(run.picks.map(({ pick, ranked }) => [pick, ranked.best]));
  // Without a table of normal tissues, or a proteome, every row would say so: it is said once.
  const isSearched = rows.some(({ crossReactivity: found }) => found !== null);
  const hasTissues = rows.some(({ normalExpression }) => normalExpression !== null);
  const body = rows.map((row) => {
    const best = bestOf.get(row.pick);
    return html`<tr role="row"><th scope="row" role="rowheader"><a class="no" href="#pick-${row.pick}">${row.pick}</a> <b class="gene">${row.gene}</b> ${best === undefined ? null : html`<span class="change">${proteinChange(best)}</span>`}</th>
${isSearched ? html`<td role="cell" data-label="like self elsewhere">${crossReactivity(row)}${matches(row)}</td>` : null}
${hasTissues ? html`<td role="cell" data-label="the gene in healthy tissue">${tissue(row)}</td>` : null}</tr>
`;
  });
  const head = (text: string) => html`<th scope="col" role="columnheader">${text}</th>`;
  return html`<section id="safety" aria-labelledby="safety-title"><h2 id="safety-title">Safety</h2>
<p class="lede">How to read: a T cell taught to see an antigen may also see a protein of healthy tissue that looks the same to it. Look first at antigens marked ✕ or !, then at what essential organs make of the gene they resemble. The antigen’s own wild type is expected and not counted. This is a search by sequence, no assay.</p>
<table class="stack safety" role="table"><caption class="vh">Near-self matches and normal-tissue expression of each pick</caption>
<thead role="rowgroup"><tr role="row">${head('Pick')}${isSearched ? head('Like self elsewhere, at most one residue apart') : null}${hasTissues ? head('The gene in healthy tissue') : null}</tr></thead><tbody role="rowgroup">${body}</tbody></table>
${isSearched ? null : html`<p class="soft">Whether other proteins hold what looks like these antigens is not known: no reference proteome was given.</p>`}
${hasTissues ? null : html`<p class="soft">Where healthy tissue makes these genes: ${sentence(rows[0]?.normalExpressionNote ?? '').replace(/^N/, 'n')}</p>`}</section>`;
}

const verdicts = {
  exact: { tone: 'v-bad', words: '✕ identical in another protein' },
  same_face: { tone: 'v-bad', words: '! differs only in an anchor: the same face to the T cell' },
  one_central: { tone: 'v-warn', words: '! one residue that the T cell sees differs' },
  none: { tone: 'v-ok', words: '✓ none found' },
} as const;

function crossReactivity({ crossReactivity: found, peptidesSearched }: SafetyRow): Html {
  if (found === null) return html`<span class="v-na">? not searched: no reference proteome</span>`;
  const { tone, words } = verdicts[found];
  return html`<span class="${tone} wrap">${words}</span> <span class="soft">(${counted(peptidesSearched, 'presented peptide')} looked for)</span>`;
}

function matches({ nearSelf }: SafetyRow): Html | null {
  const elsewhere = (nearSelf ?? []).filter(({ kind }) => kind !== 'own_wildtype' && kind !== 'own_gene');
  if (elsewhere.length === 0) return null;
  const more = elsewhere.length - mostMatches;
  return html`<ul class="matches">${elsewhere.slice(0, mostMatches).map(match)}${more > 0 ? html`<li class="soft">${more} more in safety.tsv</li>` : null}</ul>`;
}

function match({
  peptide,
  match: self,
  gene,
  mismatch,
  tissueNote,
  germlineVariantIds,
}: NearSelfMatch): Html {
  return html`<li>${mutantSequence(peptide, mismatch === null ? [] : [mismatch.offset])} as <span class="seq">${self}</span> in <b>${gene}</b>${germlineVariantIds.length > 0 ? ' (of this patient’s germline)' : ''}${tissueNote === null ? null : html` <span class="soft">${tissueNote}</span>`}</li>
`;
}

function tissue({ normalExpression, normalExpressionNote }: SafetyRow): Html {
  if (normalExpression === null) return html`<span class="soft">${sentence(normalExpressionNote)}</span>`;
  const { highest, unit, expressedInEssential, essential } = normalExpression;
  const [first] = essential;
  const organs =
    expressedInEssential.length === 0
      ? html`<span class="v-ok wrap">✓ in no essential organ</span>`
      : html`<span class="v-warn wrap">! in ${expressedInEssential.join(', ')}</span>`;
  return html`${organs} <span class="soft">most in ${highest.tissue} (${quantity(highest.level)} ${unit})${first === undefined || first.tissue === highest.tissue ? null : html`; of essential organs in ${first.tissue} (${quantity(first.level)})`}</span>`;
}
