import type { Candidate } from '../../../schemas/candidates.js';
import { waterfall } from '../charts/waterfall.js';
import { fixed, quantity, readable, unknown } from '../format-number.js';
import type { Pick } from '../gather.js';
import { type Html, html } from '../html.js';
import { tierBadge } from '../marks.js';
import { mutantSequence, wildtypeSequence, windowSequence } from '../sequence.js';
import type { ReportView } from '../view.js';
import { placeWords, proteinChange, sentence, tierWords } from '../words.js';

/** For each pick: why it stands where it stands, as exact addends, criteria and what would change the verdict. */
export function explanations({ run }: ReportView): Html | null {
  if (run.picks.length === 0) return null;
  return html`<section id="why" aria-labelledby="why-title"><h2 id="why-title">Why each one</h2>
<p class="lede">Open a pick for its score, term by term, the criteria behind its tier and what would change it.</p>
${run.picks.map(explanation)}</section>`;
}

function explanation(pick: Pick): Html {
  const { ranked, trace } = pick;
  const { best } = ranked;
  return html`<details class="pick" id="pick-${pick.pick}"${pick.pick === 1 ? html` open` : null}>
<summary><span class="no">${pick.pick}</span><span class="who"><b class="gene">${best.gene}</b> ${proteinChange(best)}</span>
<span class="what"><span class="seq">${best.peptide}</span> on <span class="allele">${best.allele}</span></span>${tierBadge(ranked.tier)}</summary>
<div class="body">
<p class="verdict"><b>${tierWords[ranked.tier].label}</b>: ${tierWords[ranked.tier].meaning}. ${sentence(ranked.flip)}</p>
${best.hypothesis === null ? null : html`<p class="assumed"><b>An assumption:</b> ${best.hypothesis}.</p>`}
${waterfall(best)}
${criteria(best)}
<div class="cols"><div>${place(pick)}</div><div>${binding(best)}</div></div>
${byPredictor(best)}
<h3>Window for the construct</h3>
<p class="windowline">${windowSequence(best.window, best.peptide, best.mutatedOffsets)} <span class="soft">${best.window.length} residues, peptide framed</span></p>
${otherAlleles(pick)}
${ranked.reasons.length === 0 ? null : html`<p class="soft">In short: ${ranked.reasons.join('; ')}. Allele ${trace.input} of the file.</p>`}
</div></details>
`;
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

function place({ ranked: { best }, trace, evidence }: Pick): Html {
  const interval = evidence?.cancerCellFractionInterval ?? null;
  return definitions('Origin', [
    ['Position', html`${placeWords(trace)}`],
    ['Coding change', html`${best.hgvsC ?? unknown}`],
    ['Protein change', html`${best.hgvsP ?? unknown}`],
    [
      'Transcript',
      html`${best.transcript}${best.isManeSelect ? ' (MANE Select)' : best.isCanonical ? ' (canonical)' : ''}, one of ${best.transcriptCount}`,
    ],
    ['Consequence', html`${best.consequence.join(', ')}`],
    ['NMD', html`${nmdWords[best.nmd] ?? best.nmd}`],
    ['Phase', html`${phaseWords[best.phaseState] ?? best.phaseState}`],
    ['DNA VAF', html`${readable(best.dnaVaf)}${ofReads(best.dnaDepth)}`],
    ['RNA VAF', html`${readable(best.rnaVaf)}${ofReads(best.rnaDepth)}`],
    [
      'Expression',
      html`${readable(best.tpm)} TPM${best.tpmLevel === null ? null : ` (${best.tpmLevel})`}; allele ${readable(best.alleleExpression)}`,
    ],
    [
      'Cancer cell fraction',
      html`${readable(best.cancerCellFraction)}${interval === null ? null : html` <span class="soft">(95 % ${readable(interval[0], 2)}–${readable(interval[1], 2)})</span>`}`,
    ],
  ]);
}

function binding(best: Candidate): Html {
  return definitions('Binding and recognition', [
    [
      'Mutant',
      html`${mutantSequence(best.peptide, best.mutatedOffsets)} ${nanomolar(best.affinityNm)}, % rank ${readable(best.percentileRank)}`,
    ],
    [
      'Wild type',
      html`${wildtypeSequence(best.wildtypePeptide, best.peptide)} ${best.wildtypeAffinityNm === null ? null : html`${readable(best.wildtypeAffinityNm)} nM, % rank ${readable(best.wildtypePercentileRank)}`}`,
    ],
    [
      'Agretopicity',
      html`${readable(best.agretopicity)} <span class="soft">(mutant / wild type; below 1 the mutant binds better)</span>`,
    ],
    ['Presentation score', readable(best.presentationScore)],
    ...halfLife(best),
    ['Anchor', html`${anchorWords[best.anchor]}`],
    ['Hydrophobic core', readable(best.hydrophobicCore)],
    ['Aromatic core', readable(best.aromaticCore)],
    [
      'In the self proteome',
      best.isSelfPeptide === null ? unknown : html`${best.isSelfPeptide ? 'yes' : 'no'}`,
    ],
    ['Class II help', html`<span class="na">not scored</span>`],
  ]);
}

function nanomolar(affinityNm: number | null): Html {
  return affinityNm === null ? html`affinity unknown` : html`${readable(affinityNm)} nM`;
}

function halfLife({ halfLifeHours }: Candidate): [string, Html][] {
  return halfLifeHours === undefined ? [] : [['Half-life', html`${readable(halfLifeHours)} h`]];
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

function definitions(heading: string, rows: readonly (readonly [string, Html])[]): Html {
  return html`<h3>${heading}</h3><dl class="defs">${rows.map(
    ([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>
`,
  )}</dl>`;
}

function ofReads(depth: number | null): Html | null {
  return depth === null ? null : html` <span class="soft">of ${depth} reads</span>`;
}

const anchorWords: Readonly<Record<Candidate['anchor'], string>> = {
  non_anchor: 'a mutated or new residue faces the T cell',
  anchor_new: 'the mutation makes the anchor: the wild type does not bind',
  anchor_shared: 'mutated only in anchors, and the wild type binds as well',
  unknown: 'unknown',
};

const nmdWords: Readonly<Record<string, string>> = {
  escapes: 'escapes decay of the message',
  degraded: 'the message is likely degraded',
  not_applicable: 'does not apply',
  unknown: 'unknown',
};

const phaseWords: Readonly<Record<string, string>> = {
  alone: 'no neighbouring variant',
  phased: 'on one molecule with a neighbour',
  possible: 'a neighbour is near; phase unknown',
};
