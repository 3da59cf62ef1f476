import type { Candidate } from '../../../schemas/candidates.js';
import type { Selection } from '../../../schemas/selection.js';
import { waterfall } from '../charts/waterfall.js';
import { fixed, quantity, readable } from '../format-number.js';
import type { Pick } from '../gather.js';
import { type Html, html } from '../html.js';
import { tierBadge } from '../marks.js';
import { windowSequence } from '../sequence.js';
import type { ReportView } from '../view.js';
import { proteinChange, sentence, tierWords } from '../words.js';
import { bindingFacts, originFacts, recognitionFacts } from './explanation-facts.js';

/** For each pick: why it stands where it stands, as exact addends, criteria and what would change the verdict. */
export function explanations({ run, selection }: ReportView): Html | null {
  if (run.picks.length === 0) return null;
  return html`<section id="why" aria-labelledby="why-title"><h2 id="why-title">Why each one</h2>
<p class="lede">Open a pick for its score, term by term, the criteria behind its tier and what would change it.</p>
${run.picks.map((pick) => explanation(pick, selection))}</section>`;
}

function explanation(pick: Pick, selection: Selection): Html {
  const { ranked, trace } = pick;
  const { best } = ranked;
  return html`<details class="pick" id="pick-${pick.pick}"${pick.pick === 1 ? html` open` : null}>
<summary><span class="no">${pick.pick}</span><span class="who"><b class="gene">${best.gene}</b> ${proteinChange(best)}</span>
<span class="what"><span class="seq">${best.peptide}</span> on <span class="allele">${best.allele}</span></span>${tierBadge(ranked.tier)}</summary>
<div class="body">
<p class="verdict"><b>${tierWords[ranked.tier].label}</b>: ${tierWords[ranked.tier].meaning}. ${sentence(ranked.flip)}</p>
${best.hypothesis === null ? null : html`<p class="assumed"><b>An assumption:</b> ${best.hypothesis}.</p>`}
${decided(pick, selection)}
${waterfall(best)}
${criteria(best)}
<div class="cols"><div>${originFacts(pick)}</div><div>${bindingFacts(pick)}${recognitionFacts(best)}</div></div>
${byPredictor(best)}
<h3>Window for the construct</h3>
<p class="windowline">${windowSequence(best.window, best.peptide, best.mutatedOffsets)} <span class="soft">${best.window.length} residues, peptide framed</span></p>
${otherAlleles(pick)}
${board(best)}
${ranked.reasons.length === 0 ? null : html`<p class="soft">In short: ${ranked.reasons.join('; ')}. Allele ${trace.input} of the file.</p>`}
</div></details>
`;
}

/** What a reviewer said of the antigen. */
function decided({ trace }: Pick, selection: Selection): Html | null {
  const said = selection.decisions.filter(({ alleleOrdinal }) => alleleOrdinal === trace.ordinal);
  return said.length === 0
    ? null
    : html`${said.map(({ decision, reviewer, reason }) => html`<p class="decided"><b>${reviewer ?? 'A reviewer'}: ${decision}</b>${reason === null ? null : html`, ${reason}`}.</p>`)}`;
}

/** How far the criteria of expert boards are met, part by part. */
function board({ boardScore, boardParts }: Candidate): Html | null {
  if (boardScore === null) return null;
  const rows = boardParts.map(
    ({ name, value, points, outOf }) =>
      html`<tr><th scope="row">${name}</th><td>${value}</td><td class="num">${points === null ? html`<span class="na">unknown</span>` : html`${readable(points)} of ${readable(outOf)}`}</td></tr>
`,
  );
  return html`<table class="others"><caption>Board score ${fixed(boardScore)} <span class="soft">(what expert boards look at; no probability, and nothing is ordered by it)</span></caption>
<thead><tr><th scope="col">Looked at</th><th scope="col">Value</th><th scope="col" class="num">Points</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function criteria({ criteria: rows }: Candidate): Html {
  const body = rows.map(({ name, passes, value, threshold, source }) => {
    const [tone, word] =
      passes === null ? ['na', '? unknown'] : passes ? ['ok', '✓ met'] : ['bad', '✕ not met'];
    return html`<tr><th scope="row">${name}</th><td>${value}</td><td>${threshold}</td><td class="soft">${source}</td><td class="v-${tone}">${word}</td></tr>
`;
  });
  return html`<table class="criteria"><caption>Criteria of the tier</caption>
<thead><tr><th scope="col">Criterion</th><th scope="col">Value</th><th scope="col">Needs</th><th scope="col">Source of the limit</th><th scope="col">Verdict</th></tr></thead>
<tbody>${body}</tbody></table>`;
}

/** What each predictor of a consensus said of the pair. */
function byPredictor({ byPredictor: said }: Candidate): Html | null {
  if (said === undefined) return null;
  const rows = said.map(
    ({ predictor, affinityNm, percentileRank, presentationScore }) =>
      html`<tr><th scope="row">${predictor}</th><td class="num">${quantity(affinityNm)}</td><td class="num">${fixed(percentileRank)}</td><td class="num">${readable(presentationScore)}</td></tr>
`,
  );
  return html`<table class="others"><caption>What each predictor says <span class="soft">(unknown: it gives no such number)</span></caption>
<thead><tr><th scope="col">Predictor</th><th scope="col" class="num">nM</th><th scope="col" class="num">% rank</th><th scope="col" class="num">Score</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function otherAlleles({ ranked: { others, candidateCount } }: Pick): Html {
  if (others.length === 0)
    return html`<p class="soft">No other allele of the genotype is likely to present a peptide of this mutation.</p>`;
  const rows = others.map(
    (
      other,
    ) => html`<tr><th scope="row" class="allele">${other.allele}</th><td><span class="seq">${other.peptide}</span></td><td class="num">${quantity(other.affinityNm)}</td><td class="num">${fixed(other.percentileRank)}</td><td class="num">${fixed(other.probability)}</td></tr>
`,
  );
  return html`<table class="others"><caption>Best peptide on the other alleles <span class="soft">(${candidateCount} candidate pairs in all)</span></caption>
<thead><tr><th scope="col">Allele</th><th scope="col">Peptide</th><th scope="col" class="num">nM</th><th scope="col" class="num">% rank</th><th scope="col" class="num">P</th></tr></thead><tbody>${rows}</tbody></table>`;
}
