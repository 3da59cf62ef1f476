import type { RankedVariant } from '../../../schemas/candidates.js';
import { fixed, quantity } from '../format-number.js';
import { type Html, html } from '../html.js';
import { tierBadge } from '../marks.js';
import { mutantSequence, wildtypeSequence } from '../sequence.js';
import type { ReportView } from '../view.js';
import { proteinChange } from '../words.js';

const columns = [
  {
    label: 'Pick',
    isNumber: true,
    title: 'Order in the shortlist; the rank by probability stands below where it differs',
  },
  { label: 'Gene', isNumber: false, title: 'Gene and change of the protein (HGVS)' },
  { label: 'Tier', isNumber: false, title: 'Which criteria the antigen meets' },
  {
    label: 'Peptide',
    isNumber: false,
    title: 'Best mutant peptide; mutated residues marked, wild type beneath',
  },
  { label: 'HLA allele', isNumber: false, title: 'Allele predicted to present the peptide best' },
  { label: 'nM', isNumber: true, title: 'Predicted affinity in nanomolar; lower binds more strongly' },
  { label: '% rank', isNumber: true, title: 'Percentile rank among random peptides; lower is stronger' },
  { label: 'Expr.', isNumber: true, title: 'Allele expression: TPM × RNA variant allele fraction' },
  { label: 'VAF', isNumber: true, title: 'Variant allele fraction in the tumour DNA' },
  { label: 'P', isNumber: true, title: 'Estimated probability that the mutation gives a T-cell response' },
] as const;

/** The shortlist: one row per antigen, in the order of the picks. */
export function shortlistTable({ run, selection }: ReportView): Html | null {
  if (run.picks.length === 0) return null;
  const pinned = new Set(
    selection.picks.filter(({ isPinned }) => isPinned).map(({ alleleOrdinal }) => alleleOrdinal),
  );
  const rows = run.picks.map(({ pick, ranked }) =>
    variantRow(ranked, {
      label: 'Pick',
      order: pick,
      content: html`<a href="#pick-${pick}">${pick}</a>${ranked.rank === pick ? null : html`<br><span class="soft">rank ${ranked.rank}</span>`}`,
      note: pinned.has(ranked.alleleOrdinal) ? 'accepted by the reviewer' : null,
    }),
  );
  return html`<section id="shortlist" aria-labelledby="shortlist-title"><h2 id="shortlist-title">Shortlist</h2>
${variantTable('The antigens chosen for the vaccine, best first. Mutated or new residues are marked; the wild-type peptide stands beneath.', 'Pick', rows)}</section>`;
}

/** Ranked variants that were not chosen, so that a reviewer sees what lies just below the line. */
export function runnersUp({ run, maxRunnersUp }: ReportView): Html | null {
  const rest = run.ranked.filter(({ alleleOrdinal }) => !run.pickOf.has(alleleOrdinal));
  const shown = rest.slice(0, maxRunnersUp);
  if (shown.length === 0) return null;
  const more = rest.length - shown.length;
  const lastRank = run.picks.reduce((last, { ranked: { rank } }) => Math.max(last, rank), 0);
  return html`<section id="next" aria-labelledby="next-title"><h2 id="next-title">Ranked, not chosen</h2>
${variantTable(
  'Further variants with candidate peptides, by rank.',
  'Rank',
  shown.map((row) =>
    variantRow(row, {
      label: 'Rank',
      order: row.rank,
      content: html`${row.rank}`,
      // Behind the last pick the rank itself says why; before it, something else kept the variant out.
      note: row.rank > lastRank ? null : (run.ledger.departures.get(row.alleleOrdinal)?.reason ?? null),
    }),
  ),
)}
${more > 0 ? html`<p class="soft">${more} more are in candidates.tsv.</p>` : null}</section>`;
}

function variantTable(caption: string, first: string, rows: readonly Html[]): Html {
  const heads = columns.map(
    ({ label, isNumber, title }) =>
      html`<th scope="col" role="columnheader"${isNumber ? html` class="num"` : null}><abbr title="${title}">${label === 'Pick' ? first : label}</abbr></th>`,
  );
  return html`<table class="antigens" role="table" data-sortable><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead><tbody role="rowgroup">${rows}</tbody></table>`;
}

interface Position {
  readonly label: 'Pick' | 'Rank';
  readonly order: number;
  readonly content: Html;
  /** Why the variant was not chosen, or that a reviewer chose it. */
  readonly note: string | null;
}

function variantRow(row: RankedVariant, { label, order, content, note }: Position): Html {
  const { best } = row;
  const aside = row.isGated
    ? html`<br><span class="gate">gate: ${best.gates.join('; ')}</span>`
    : note === null
      ? null
      : html`<br><span class="note">${note}</span>`;
  return html`<tr role="row">
${cell(label, content, { isNumber: true, sort: order })}
${cell('Gene', html`<b class="gene">${best.gene}</b> <span class="change">${proteinChange(best)}</span>${best.hypothesis === null ? null : html`<br><span class="note">assumes: ${best.hypothesis}</span>`}`)}
${cell('Tier', html`${tierBadge(row.tier)}${aside}`)}
${cell('Peptide', html`<span class="pair">${mutantSequence(best.peptide, best.mutatedOffsets)}${wildtypeSequence(best.wildtypePeptide, best.peptide)}</span>`)}
${cell('HLA allele', html`<span class="allele">${best.allele}</span>`)}
${cell('Affinity, nM', quantity(best.affinityNm), { isNumber: true, sort: best.affinityNm })}
${cell('% rank', fixed(best.percentileRank), { isNumber: true, sort: best.percentileRank })}
${cell('Allele expression', quantity(best.alleleExpression), { isNumber: true, sort: best.alleleExpression })}
${cell('DNA VAF', fixed(best.dnaVaf), { isNumber: true, sort: best.dnaVaf })}
${cell('Probability', html`<b>${fixed(row.probability)}</b>`, { isNumber: true, sort: row.probability })}
</tr>
`;
}

function cell(
  label: string,
  content: Html,
  { isNumber = false, sort = null }: { readonly isNumber?: boolean; readonly sort?: number | null } = {},
): Html {
  return html`<td role="cell"${isNumber ? html` class="num"` : null} data-label="${label}"${sort === null ? null : html` data-sort="${sort}"`}>${content}</td>`;
}
