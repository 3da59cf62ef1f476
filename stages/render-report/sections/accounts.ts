import { funnel } from '../charts/funnel.js';
import { counted } from '../format-number.js';
import { type Html, html } from '../html.js';
import type { ReportView } from '../view.js';

/** The ledger: nothing leaves the run without being counted here. */
export function accounts({ run }: ReportView): Html {
  return html`<section id="ledger" aria-labelledby="ledger-title"><h2 id="ledger-title">Ledger</h2>
<p class="lede">Nothing leaves this run uncounted: ${counted(run.ledger.alleleCount, 'allele')} went in, each is either shortlisted or listed below with its reason. ledger.tsv names every one.</p>
${funnel(run.ledger)}</section>`;
}
