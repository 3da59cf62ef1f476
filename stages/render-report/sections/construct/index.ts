import { counted, fixed, grouped, readable } from '../../format-number.js';
import { type Html, html } from '../../html.js';
import type { ReportView } from '../../view.js';
import { sentence } from '../../words.js';
import { constructMap } from './map.js';
import { checkTable, peptideTable, seamTable, tally } from './tables.js';
import { type Construct, verdictOf } from './windows.js';

/** The vaccine's constructs: order, seams, sequences, checks; the synthetic peptides; what is in none of them. */
export function construct({ run, construct: design }: ReportView): Html | null {
  const { constructs, peptides, leftOut } = design;
  if (constructs.length === 0 && peptides.length === 0 && leftOut.length === 0) return null;
  const withoutSequence = leftOut.map(
    ({ name, reason }) => html`<li><b>${name}</b>: ${reason}</li>
`,
  );
  return html`<section id="construct" aria-labelledby="construct-title"><h2 id="construct-title">Construct</h2>
<p class="lede">How to read: the windows stand in the order in which the vaccine’s protein holds them. Where two meet, peptides arise that no tumour has; a seam is clear if none of them binds an allele of the patient strongly and none is part of the body’s own proteins.</p>
${constructs.map((one) => constructBlock(one, run.picks))}
${peptides.length === 0 ? null : html`<h3>Synthetic long peptides</h3>${peptideTable(peptides, run.picks)}`}
${withoutSequence.length === 0 ? null : html`<h3>Not in it</h3><ul class="prose">${withoutSequence}</ul>`}
<p class="soft">The files are in construct/: protein and mRNA as FASTA, GenBank, every junction peptide, every check.</p></section>`;
}

function constructBlock(one: Construct, picks: ReportView['run']['picks']): Html {
  const { name, protein, pieces, mrna, checks } = one;
  const windows = pieces.filter(({ kind }) => kind === 'window').length;
  return html`<h3>${name.replaceAll('_', ' ')}: ${counted(windows, 'window')}, ${counted(protein.length, 'residue')}, ${counted(mrna.sequence.length, 'base')}</h3>
<ul class="proofs"><li>${seamProof(one)}</li><li>${orderProof(one)}</li><li>${codonProof(one)}</li><li>Checks: ${tally(checks)}.${openChecks(checks)}</li></ul>
${constructMap(one, picks)}
${seamTable(one)}${checkTable(checks)}${sequences(one)}`;
}

/** The checks that are not met or not known, by name. */
function openChecks(checks: Construct['checks']): Html | null {
  const open = checks.filter(({ outcome }) => outcome === 'violated' || outcome === 'unknown');
  if (open.length === 0) return null;
  const named = open.map(({ name, value }) => `${name} (${value})`).join('; ');
  return html` <span class="soft">Open: ${named}.</span>`;
}

function seamProof({ seams, checks }: Construct): Html {
  const open = seams.filter((seam) => verdictOf(seam) === 'open').length;
  const peptides = seams.reduce((sum, { peptideCount }) => sum + peptideCount, 0);
  const classes = (['I', 'II'] as const).filter(
    (mhcClass) =>
      checks.find(({ name }) => name === `no strong class ${mhcClass} binder at a seam`)?.outcome ===
      'unknown',
  );
  const unseen = classes.length === 0 ? null : html` Class ${classes.join(' and ')} was not looked at.`;
  const isSelfKnown =
    checks.find(({ name }) => name === 'no junction peptide occurs in the reference proteome')?.outcome !==
    'unknown';
  if (open > 0)
    return html`<b class="v-bad">${open} of ${counted(seams.length, 'seam')} not clear</b>: no order and no spacer of the list does better.${unseen}`;
  return html`<b class="v-ok">All ${counted(seams.length, 'seam')} clear</b> of strong binders${isSelfKnown ? ' and of self' : null} among ${grouped(peptides)} peptides.${unseen}${isSelfKnown ? null : html` Whether one is part of self is not known: no reference was given.`}`;
}

function orderProof({ order, seams, withoutSpacers }: Construct): Html {
  const spacers = seams.filter(({ spacer }) => spacer !== '').length;
  const spacerWords =
    spacers === 0
      ? 'No spacer was needed.'
      : `${counted(spacers, 'spacer')} where no order alone would do (at best ${counted(withoutSpacers.strong, 'strong binder')} and ${counted(withoutSpacers.self, 'self peptide')} without).`;
  const method =
    order.method === 'held-karp'
      ? 'dynamic programming over all subsets of windows'
      : 'branch and bound on the assignment bound';
  return order.isProven
    ? html`<b class="v-ok">Order proven best</b> by ${method}. ${spacerWords}`
    : html`<b class="v-na">Order not proven best</b> (${order.gap}). ${spacerWords}`;
}

function codonProof({ mrna }: Construct): Html {
  const verdict = mrna.isCodonChoiceProven
    ? html`<b class="v-ok">Codons proven best</b> under the constraints`
    : html`<b class="v-na">Codons good, not proven best</b> under the constraints`;
  return html`${verdict}: adaptation index ${readable(mrna.codonAdaptationIndex)}, G+C ${fixed(mrna.gcFraction * 100, 0)} %, U ${fixed(mrna.uridineFraction * 100, 0)} %.`;
}

/** To be copied: one click on a sequence selects all of it. */
function sequences({ name, protein, mrna }: Construct): Html {
  const fasta = (title: string, text: string) =>
    html`<pre class="fasta" tabindex="0" aria-label="${title}">&gt;${title}
${(text.match(/.{1,60}/g) ?? []).join('\n')}
</pre>`;
  return html`<details class="more"><summary>Sequences to copy</summary><p class="soft">A click selects a whole record. The mRNA is written as DNA; ${sentence('empty slots for untranslated regions and tail are yours to fill').replace('Empty', 'empty')}</p>
${fasta(`${name} protein`, protein)}${fasta(`${name} mRNA as DNA`, mrna.sequence)}</details>`;
}
