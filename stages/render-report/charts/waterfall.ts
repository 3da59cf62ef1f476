import type { Candidate } from '../../../schemas/candidates.js';
import { readable, signed } from '../format-number.js';
import { type Html, html } from '../html.js';
import { cellBar } from './bars.js';

/** The score's addends as a waterfall: each bar begins where the last one ended, the last row is their exact sum. */
export function waterfall(candidate: Candidate): Html {
  const { terms, logit, probability } = candidate;
  let sum = 0;
  const steps = terms.map((term) => {
    const from = sum;
    sum += term.contribution;
    return { term, from, to: sum };
  });
  const reached = [0, logit, ...steps.map(({ to }) => to)];
  const lowest = Math.min(...reached);
  const width = Math.max(...reached) - lowest || 1;
  const percent = (value: number): number => ((value - lowest) / width) * 100;
  const rows = steps.map(({ term, from, to }) => {
    const { label, formula } = nameParts(term.name);
    const parts =
      term.contribution === 0
        ? []
        : [{ from: percent(from), to: percent(to), tone: to < from ? 't-minus' : 't-plus' }];
    return html`<tr><th scope="row">${label}${formula === null ? null : html` <span class="formula">${formula}</span>`}</th><td class="soft">${term.value}</td>
<td class="barcell">${cellBar(parts, percent(0))}</td><td class="num">${signed(term.contribution)}</td></tr>
`;
  });
  return html`<table class="waterfall">
<caption>What the score is made of <span class="soft">(log-odds; terms add up to the score)</span></caption>
<thead><tr><th scope="col">Term</th><th scope="col">Measured</th><th scope="col"><span class="vh">Drawn</span></th><th scope="col" class="num">Adds</th></tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">Score</th><td class="soft">probability ${readable(probability)} for this pair</td>
<td class="barcell">${cellBar([{ from: percent(0), to: percent(logit), tone: 't-sum' }], percent(0))}</td>
<td class="num">${signed(logit)}</td></tr></tfoot>
</table>`;
}

/** 'presentation (−log10 rank)' is a label with its formula in brackets. */
function nameParts(name: string): { readonly label: string; readonly formula: string | null } {
  const [, label, formula] = /^([^(]+) \((.*)\)$/.exec(name) ?? [];
  return label === undefined || formula === undefined ? { label: name, formula: null } : { label, formula };
}
