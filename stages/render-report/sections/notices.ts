import { type RankedVariant, tiers } from '../../../schemas/candidates.js';
import { counted, grouped } from '../format-number.js';
import type { GatheredRun } from '../gather.js';
import { type Html, html } from '../html.js';
import { tierBadge } from '../marks.js';
import type { ReportView } from '../view.js';
import { omissionWords, sentence, stageWords, tierWords } from '../words.js';

/** Why there is nothing to show, or nothing that passes, told from the funnel and the tiers; null where something passes. */
export function nothingFound({ run }: ReportView): Html | null {
  const { ranked, picks } = run;
  if (picks.some(({ ranked: { tier } }) => tier === 'Pass')) return null;
  if (picks.length > 0)
    return explained(
      'Why none of them passes',
      html`<p>Tiers of the ranked variants:</p>${tierCounts(ranked)}`,
    );
  if (ranked.length > 0)
    return explained('Why nothing was shortlisted', html`${tierCounts(ranked)}${losses(run)}`);
  if (run.ledger.alleleCount === 0)
    return explained(
      'Why there is no candidate',
      html`<p>The file holds no alleles: there was nothing to examine.</p>`,
    );
  return explained('Why there is no candidate', losses(run));
}

function explained(heading: string, body: Html): Html {
  return html`<section class="nothing" aria-labelledby="nothing-title"><h2 id="nothing-title">${heading}</h2>${body}<p class="soft">ledger.tsv lists every allele with its reason.</p></section>`;
}

function losses({ ledger }: GatheredRun): Html {
  const stages = ledger.stages
    .filter(({ omitted }) => omitted > 0)
    .map(({ stage, incoming, kept, alleles }) => {
      const why = alleles.map(({ code, count }) => `${grouped(count)} × ${omissionWords[code]}`).join('; ');
      return html`<li><b>${grouped(kept)} of ${grouped(incoming)} ${stageWords[stage] ?? stage}.</b> The others: ${why}.</li>`;
    });
  return html`<ol>${stages}</ol>`;
}

function tierCounts(ranked: readonly RankedVariant[]): Html {
  const present = tiers
    .map((tier) => ({ tier, count: ranked.filter((row) => row.tier === tier).length }))
    .filter(({ count }) => count > 0);
  return html`<ul>${present.map(({ tier, count }) => html`<li><b>${grouped(count)}</b> ${tierBadge(tier)}: ${tierWords[tier].meaning}</li>`)}</ul>`;
}

/** What a reader must know before trusting the table: file warnings, missing evidence, weakly supported alleles. */
export function notices(view: ReportView): Html | null {
  const all = noticesOf(view);
  if (all.length === 0) return null;
  return html`<section class="notices" id="notices" aria-labelledby="notices-title"><h2 id="notices-title">Before you rely on this</h2><ul>${all.map(
    (text) => html`<li>${text}</li>`,
  )}</ul></section>`;
}

/** The notices as plain sentences: the run's own, then the file's warnings. */
export function noticesOf(view: ReportView): readonly string[] {
  return [...runNotices(view), ...view.run.source.warnings];
}

function runNotices({
  run,
  reference,
  hlaStatus,
  evidenceSources,
  construct,
}: ReportView): readonly string[] {
  const { source, panel, ranked } = run;
  const found: string[] = [];
  if (reference === null)
    found.push(
      'No reference was given: proteins are those of the file’s annotation, and self-match, untranslated regions and REF alleles could not be checked.',
    );
  else if (source.build !== null && source.build !== reference.summary.build)
    found.push(`The file says ${source.build}, the reference is ${reference.summary.build}.`);
  const unchecked = ranked.filter(({ best }) => best.isSelfPeptide === null).length;
  if (unchecked > 0 && reference !== null)
    found.push(
      `Self-match against the proteome is unknown for the best peptide of ${counted(unchecked, 'ranked variant')}.`,
    );
  const unexpressed = ranked.filter(({ best }) => best.alleleExpression === null).length;
  if (unexpressed > 0)
    found.push(
      unexpressed === ranked.length
        ? 'No expression evidence was given: nothing here shows that the tumour makes these proteins.'
        : `Expression of the mutated allele is unknown for ${counted(unexpressed, 'ranked variant')}; unknown neither passes nor fails.`,
    );
  const gated = ranked.filter(({ isGated }) => isGated).length;
  if (gated > 0)
    found.push(`${counted(gated, 'ranked variant')} stopped by a hard gate; the gate is named in the table.`);
  const weak = panel.alleles.filter(({ confidence }) => confidence === 'low').map(({ allele }) => allele);
  if (weak.length > 0)
    found.push(
      `Predictions for ${weak.join(', ')} rest on related alleles only (low support): treat them as a guess.`,
    );
  const lost = hlaStatus.alleles.filter(({ isLost }) => isLost === true);
  if (lost.length > 0)
    found.push(
      `The tumour lost ${lost.map(({ allele }) => allele).join(', ')}: what only lost alleles present is of no use, and counts for nothing in the choice.`,
    );
  for (const { name, reason } of construct.leftOut)
    if (name === 'mRNA construct') found.push(`No mRNA construct was designed: ${reason}.`);
  const open = construct.constructs.filter(({ checks }) =>
    checks.some(({ outcome }) => outcome === 'violated'),
  );
  if (open.length > 0)
    found.push(
      `${open.map(({ name }) => name.replaceAll('_', ' ')).join(', ')} does not meet every check: see Construct.`,
    );
  return [...found, ...evidenceSources.notes.map(sentence)];
}
