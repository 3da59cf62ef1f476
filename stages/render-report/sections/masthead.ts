import { counted, grouped } from '../format-number.js';
import { type Html, html } from '../html.js';
import type { ReportView } from '../view.js';
import { stageWords } from '../words.js';

/** Title, the result in one sentence, and the path from the file to the shortlist in five numbers. */
export function masthead(view: ReportView): Html {
  const { title, patient } = view;
  return html`<header class="masthead">
<p class="strap"><span class="wordmark">antigraph</span><span class="ruo">Research use only. Not for diagnosis or treatment.</span></p>
<h1>${title}</h1>
${patient === null ? null : html`<p class="patient">Patient ${patient}</p>`}
<p class="headline">${headline(view)}</p>
${steps(view)}
</header>`;
}

function headline({ run }: ReportView): Html {
  const { ranked, picks } = run;
  const alleles = countedAlleles(run);
  if (ranked.length === 0)
    return html`None of the ${alleles}${run.source.eventCount === 0 ? ' in the file' : ''} gives a candidate antigen.`;
  const give = ranked.length === 1 ? 'gives' : 'give';
  const from = html`${grouped(ranked.length)} of ${alleles} ${give} candidate antigens`;
  if (picks.length === 0) return html`${from}; none was shortlisted.`;
  const passing = picks.filter(({ ranked: { tier } }) => tier === 'Pass').length;
  const verdict =
    passing === picks.length
      ? 'all in tier Pass'
      : `${passing === 0 ? 'none' : passing} of them in tier Pass`;
  return html`${from}; <strong>${picks.length}\u00A0${picks.length === 1 ? 'is' : 'are'} shortlisted</strong>, ${verdict}.`;
}

function steps({ run }: ReportView): Html {
  const { ledger } = run;
  const kept = new Map(ledger.stages.map((stage) => [stage.stage, stage.kept]));
  const shown = ['parse-variants', 'annotate-consequences', 'compute-features', 'select-shortlist'];
  const items = shown.map(
    (stage) =>
      html`<li><b>${grouped(kept.get(stage) ?? 0)}</b> <span>${stageWords[stage] ?? stage}</span></li>`,
  );
  return html`<ol class="steps" aria-label="From the file to the shortlist"><li><b>${grouped(ledger.alleleCount)}</b> <span>${run.source.eventCount > 0 ? 'alleles and other antigens given' : 'alleles in the file'}</span></li>${items}</ol>`;
}

function countedAlleles({ ledger, source }: ReportView['run']): string {
  const alleles = counted(ledger.alleleCount - source.eventCount, 'allele');
  return source.eventCount === 0 ? alleles : `${alleles} and ${counted(source.eventCount, 'other antigen')}`;
}
