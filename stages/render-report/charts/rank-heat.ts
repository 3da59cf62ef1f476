import { fixed } from '../format-number.js';
import type { Pick } from '../gather.js';
import { type Html, html } from '../html.js';

/** Upper bounds of the shades. 0.5 and 2 are the customary strong and weak binder limits of NetMHCpan (doi:10.1093/nar/gkaa379). */
const bounds = [0.1, 0.5, 1, 2] as const;

/** Percentile rank of each pick's best peptide on every allele of the genotype, darker where it binds more strongly. */
export function rankHeat(picks: readonly Pick[], alleles: readonly string[]): Html {
  const rows = picks.map(({ pick, ranked, pairs }) => {
    const { best } = ranked;
    const rankOn = new Map(
      pairs
        .filter(({ peptide }) => peptide === best.peptide)
        .map((pair) => [pair.allele, pair.percentileRank]),
    );
    rankOn.set(best.allele, best.percentileRank);
    const cells = alleles.map((allele) => cell(rankOn.get(allele) ?? null, allele === best.allele));
    return html`<tr><th scope="row"><a href="#pick-${pick}">${pick}</a> <span class="gene">${best.gene}</span> <span class="seq">${best.peptide}</span></th>${cells}</tr>
`;
  });
  return html`<div class="scroll" role="region" aria-label="Percentile rank of each peptide on each allele" tabindex="0">
<table class="heat"><caption>Percentile rank of each pick’s best peptide on every allele <span class="soft">(lower binds more strongly; framed = the allele it is ranked with; a dot = above the limit for candidates)</span></caption>
<thead><tr><th scope="col">Pick</th>${alleles.map((allele) => html`<th scope="col" class="num">${shortAllele(allele)}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

/** 'A*02:01' of 'HLA-A*02:01'. */
function shortAllele(allele: string): string {
  return allele.replace(/^HLA-/, '');
}

function cell(rank: number | null, isBest: boolean): Html {
  if (rank === null)
    return html`<td class="h-none"><span aria-hidden="true">·</span><span class="vh">above the limit</span></td>`;
  const shade = bounds.filter((bound) => rank <= bound).length;
  return html`<td class="h-${shade}${isBest ? ' best' : ''}">${fixed(rank)}</td>`;
}
