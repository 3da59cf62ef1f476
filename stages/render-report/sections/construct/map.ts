import { coordinate, grouped } from '../../format-number.js';
import type { Pick } from '../../gather.js';
import { type Html, html } from '../../html.js';
import { proteinChange } from '../../words.js';
import { type Construct, markedIn, picksOf, type Seam, seamWords, verdictOf } from './windows.js';

const tile = { width: 108, height: 16 };

/** The windows in their order with the seam between each two; wraps at any width. */
export function constructMap({ name, pieces, seams }: Construct, picks: readonly Pick[]): Html {
  const blocks = pieces.filter(({ kind }) => kind !== 'spacer');
  let serial = 0;
  const items = blocks.map((piece, index) => {
    // A seam lies between each two blocks, in their order.
    const seam = seams[index];
    const end = piece.start + piece.sequence.length;
    const place = end === piece.start + 1 ? String(end) : `${piece.start + 1}–${end}`;
    if (piece.kind !== 'window')
      return html`<li class="end"><span class="tile"><b>${piece.kind}</b><span class="seq">${shortened(piece.sequence)}</span><span class="soft"><span class="vh">residues </span>${place}</span></span>${seam === undefined ? null : seamMark(seam)}</li>
`;
    serial += 1;
    const [pick] = picksOf(piece.sources, picks);
    const label =
      pick === undefined
        ? html`<b>${piece.name}</b>`
        : html`<a href="#pick-${pick.pick}"><b class="gene">${pick.ranked.best.gene}</b></a>`;
    const change = pick === undefined ? '' : proteinChange(pick.ranked.best).replace(/^p\./, '');
    return html`<li><span class="tile"><span class="label"><span class="no">${serial}</span> ${label}</span>${windowBar(piece.sequence, pick)}<span class="change">${change}</span><span class="soft"><span class="vh">residues </span>${place}</span></span>${seam === undefined ? null : seamMark(seam)}</li>
`;
  });
  return html`<ol class="map" aria-label="${name}: windows in the order of the protein">${items}</ol>
<p class="legend"><span><i class="swatch t-ranked"></i> window</span> <span><i class="swatch t-pick"></i> best peptide</span> <span><i class="swatch t-mut"></i> mutated residue</span> <span><b class="v-ok">✓</b> seam clear</span> <span><b class="v-bad">✕</b> seam not clear</span> <span><b class="v-na">?</b> not known</span> <span>letters under a mark: spacer</span> <span>numbers: residues of the protein</span></p>`;
}

/** Drawn for the eye: the residues stand as text in the sequence below. */
function windowBar(sequence: string, pick: Pick | undefined): Html {
  const { peptide, mutated } = markedIn(sequence, pick);
  const unit = tile.width / sequence.length;
  const stretch = (from: number, to: number, tone: string, inset: number) =>
    html`<rect class="${tone}" x="${coordinate(from * unit)}" y="${inset}" width="${coordinate((to - from) * unit)}" height="${tile.height - 2 * inset}"/>`;
  return html`<svg class="window" viewBox="0 0 ${tile.width} ${tile.height}" preserveAspectRatio="none" aria-hidden="true">${stretch(0, sequence.length, 't-ranked', 4)}${peptide === null ? null : stretch(peptide.start, peptide.end, 't-pick', 4)}${mutated.map((at) => stretch(at, at + 1, 't-mut', 1))}</svg>`;
}

function seamMark(seam: Seam): Html {
  const { mark, tone, word } = seamWords[verdictOf(seam)];
  const { spacer, peptideCount } = seam;
  return html`<span class="seam" title="${grouped(peptideCount)} peptides over this seam: ${word}"><span class="${tone}" aria-hidden="true">${mark}</span><span class="vh">seam ${word}${spacer === '' ? '' : ', spacer'} </span>${spacer === '' ? null : html`<span class="seq">${spacer}</span>`}</span>`;
}

function shortened(sequence: string): string {
  return sequence.length <= 9 ? sequence : `${sequence.slice(0, 8)}…`;
}
