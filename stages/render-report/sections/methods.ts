import { tiers } from '../../../schemas/candidates.js';
import { type Html, html } from '../html.js';
import { tierBadge } from '../marks.js';
import type { ReportView } from '../view.js';
import { tierWords } from '../words.js';

const glossary: readonly (readonly [string, string])[] = [
  [
    'Affinity (nM)',
    'Predicted concentration at which half of the HLA molecules hold the peptide (IC50). Lower is stronger.',
  ],
  [
    'Percentile rank',
    'Share of random natural peptides that bind the allele at least as well, 0 to 100. Lower is stronger; it compares alleles fairly.',
  ],
  [
    'Agretopicity',
    'Mutant affinity divided by wild-type affinity. Below 1 the mutation improves binding. Shown, never used as a gate: on tested peptides it alone separates little.',
  ],
  ['Allele expression', 'TPM of the gene or transcript times the RNA variant allele fraction.'],
  [
    'Anchor',
    'Peptide positions that hold to the HLA groove. A mutation only there leaves the side that faces the T cell as in the wild type.',
  ],
  [
    'Cancer cell fraction',
    'Share of tumour cells that carry the mutation, from VAF, purity and copy number.',
  ],
  ['Clone', 'Cancer cells that carry the same mutations, as far as cancer cell fractions tell them apart.'],
  [
    'Hydrophobic core',
    'Mean Kyte-Doolittle hydropathy of the peptide’s middle, which faces the T cell. Higher is more hydrophobic.',
  ],
  ['Log-odds', 'Scale on which the terms add up: probability = 1 / (1 + e^−score).'],
  [
    'NMD',
    'Nonsense-mediated decay: a message with an early stop is usually degraded before it yields protein.',
  ],
  [
    'Seam',
    'Where two windows of a construct meet. Peptides across it are in no protein of the tumour or of the body.',
  ],
  ['Unknown', 'Was not given or cannot be had. Unknown neither passes nor fails a criterion.'],
  ['Tier', 'The name of the criterion that a candidate fails, after pVACseq; Pass fails none.'],
  ['VAF', 'Variant allele fraction: share of reads that carry the variant.'],
];

const sources: readonly (readonly [string, string])[] = [
  ['Tiers and their thresholds', 'pVACseq 7 (Hundal 2020, doi:10.1158/2326-6066.CIR-19-0401)'],
  [
    'Agretopicity',
    'ratio IC50 mutant / IC50 wild type; the difference form is Duan 2014, doi:10.1084/jem.20141308',
  ],
  ['Percentile limits 0.5 and 2', 'NetMHCpan-4.1, doi:10.1093/nar/gkaa379'],
  ['500 nM guide', 'Sette 1994, doi:10.4049/jimmunol.153.12.5586'],
  ['Cancer cell fraction', 'after McGranahan 2015, doi:10.1126/scitranslmed.aaa1408'],
  [
    'Order of a construct',
    'Held & Karp 1962, doi:10.1137/0110015; Carpaneto & Toth 1980, doi:10.1287/mnsc.26.7.736',
  ],
  [
    'Probability of a mutation',
    'P = 1 − Π(1 − p) over the best pairs of up to three alleles; p = logistic function of the sum of the terms shown. Their weights are a stated prior, not fitted to response data',
  ],
];

/** How the numbers were made, what they cannot say, and the words used. */
export function methods({ classTwoPanel }: ReportView): Html {
  return html`<section id="methods" aria-labelledby="methods-title"><h2 id="methods-title">Methods, limits, words</h2>
<div class="cols prose"><div><h3>How</h3>
<p>Variants are split, trimmed and left-aligned, then read through each transcript to a mutant protein. Every peptide that holds a mutated residue and occurs in no wild-type protein at hand is scored against the patient’s HLA alleles. Each peptide–allele pair becomes a candidate if it may be presented (the best pair of a mutation always does); a mutation is ranked by its best candidates. The shortlist is chosen from the ranked ones as a whole, for the clones and HLA alleles it covers; windows around its mutations make the construct.</p>
<ul class="sources">${sources.map(([what, where]) => html`<li><b>${what}</b>: ${where}</li>`)}</ul></div>
<div><h3>Limits</h3>
<ul><li>A binding prediction is no proof of presentation, and presentation none of a T-cell response. Most predicted antigens are not immunogenic; the probabilities are estimates to order by.</li>
<li>The weights behind the probabilities are a stated prior, not fitted to T-cell responses. Binding predictions rest on the alleles and populations of the predictor’s training data; alleles marked “low support” are extrapolated.</li>
${classTwoPanel.alleles.length === 0 ? html`<li>Class II help was not scored: the run has no class II allele.</li>` : html`<li>Class II help is the binding of one peptide over the mutation to one allele; whether a helper T cell answers is another question.</li>`}
<li>Real numbers in the tables beside this report have four significant digits, here two or three. NA means unknown.</li>
<li>Research use only. Not a medical device; not for diagnosis or treatment decisions.</li></ul></div></div>
<div class="cols"><div><h3>Tiers</h3><dl class="defs tiers">${tiers.map(
    (tier) => html`<div><dt>${tierBadge(tier)}</dt><dd>${tierWords[tier].meaning}</dd></div>
`,
  )}</dl></div>
<div><h3>Words</h3><dl class="defs words">${glossary.map(
    ([word, meaning]) => html`<div><dt>${word}</dt><dd>${meaning}</dd></div>
`,
  )}</dl></div></div></section>`;
}
