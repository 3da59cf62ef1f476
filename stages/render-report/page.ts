import { createHash } from 'node:crypto';
import { clientScript } from './client-script.js';
import { constantHtml, html } from './html.js';
import { accounts } from './sections/accounts.js';
import { biomarkers } from './sections/biomarkers.js';
import { construct } from './sections/construct/index.js';
import { explanations } from './sections/explanations.js';
import { facts } from './sections/facts.js';
import { landscape } from './sections/landscape.js';
import { masthead } from './sections/masthead.js';
import { methods } from './sections/methods.js';
import { nothingFound, notices, noticesOf } from './sections/notices.js';
import { policyComparison } from './sections/policy-comparison.js';
import { safety } from './sections/safety.js';
import { selection } from './sections/selection.js';
import { runnersUp, shortlistTable } from './sections/shortlist-table.js';
import { styleSheet } from './stylesheet.js';
import type { ReportView } from './view.js';

/**
 * report.html: one page that asks nothing of any server. Its content security policy allows exactly its own style sheet and
 * script, each by its hash, so markup that slipped through escaping could neither run nor call home.
 */
export function page(view: ReportView): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashSource(styleSheet)}`,
    `script-src ${hashSource(clientScript)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const { run, title, patient } = view;
  const noticeCount = noticesOf(view).length;
  const link = (id: string, text: string) => html`<a href="#${id}">${text}</a> `;
  const chosen = selection(view);
  const built = construct(view);
  const safe = safety(view);
  const compared = policyComparison(view);
  const whole = biomarkers(view);
  const plots = landscape(view);
  const links = [
    run.picks.length > 0 ? link('shortlist', 'Shortlist') : null,
    noticeCount > 0 ? link('notices', `Before you rely on this (${noticeCount})`) : null,
    chosen === null ? null : link('selection', 'How chosen'),
    run.picks.length > 0 ? link('why', 'Why each one') : null,
    safe === null ? null : link('safety', 'Safety'),
    built === null ? null : link('construct', 'Construct'),
    plots === null ? null : link('landscape', 'Landscape'),
    compared === null ? null : link('policies', 'Policies'),
    run.ranked.length > run.picks.length ? link('next', 'Not chosen') : null,
    whole === null ? null : link('patient', 'Patient'),
    link('ledger', 'Ledger'),
    link('methods', 'Methods'),
  ];
  const body = html`<a class="skip" href="#main">Skip to the result</a>
<div class="sheet">
${masthead(view)}
<nav aria-label="Sections">${links}</nav>
<main id="main" tabindex="-1">
${nothingFound(view)}
${shortlistTable(view)}
${notices(view)}
${facts(view)}
${chosen}
${explanations(view)}
${safe}
${built}
${plots}
${compared}
${runnersUp(view)}
${whole}
${accounts(view)}
${methods(view)}
</main>
<footer><p>Made by antigraph, stage render-report. This page loads nothing from anywhere and works without script. Beside it lie the same results as files: shortlist.tsv and shortlist.json, candidates.tsv, policy-ranks.tsv, safety.tsv, biomarkers.tsv, peptides.fasta, annotated.vcf.gz, ledger.tsv and construct/ where one was designed.</p><p>Research use only.</p></footer>
</div>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${patient === null ? title : `${title}: ${patient}`}</title>
<style>${constantHtml(styleSheet)}</style>
</head>
<body>
${body}
<script>${constantHtml(clientScript)}</script>
</body>
</html>
`.markup;
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}
