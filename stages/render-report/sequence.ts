import { type Html, html } from './html.js';

/** A peptide with its mutated residues (0-based offsets) marked by weight, colour and underline. */
export function mutantSequence(peptide: string, mutatedOffsets: readonly number[]): Html {
  return html`<span class="seq">${runsOf(peptide, new Set(mutatedOffsets))}</span>`;
}

/** The wild-type counterpart, drawn under the mutant: equal residues faint, differing ones plain. */
export function wildtypeSequence(wildtype: string | null, mutant: string): Html {
  if (wildtype === null) return html`<span class="wt none">no wild-type counterpart</span>`;
  const runs = splitRuns(wildtype, (offset) => wildtype[offset] !== mutant[offset]);
  return html`<span class="seq wt"><span class="vh">wild type </span>${runs.map(({ text, isMarked }) =>
    isMarked ? html`<span class="diff">${text}</span>` : html`${text}`,
  )}</span>`;
}

/** The window with the peptide's first occurrence framed and its mutated residues marked. */
export function windowSequence(window: string, peptide: string, mutatedOffsets: readonly number[]): Html {
  const start = window.indexOf(peptide);
  if (start < 0) return html`<span class="seq window">${window}</span>`;
  return html`<span class="seq window">${window.slice(0, start)}<mark>${runsOf(
    peptide,
    new Set(mutatedOffsets),
  )}</mark>${window.slice(start + peptide.length)}</span>`;
}

function runsOf(peptide: string, mutated: ReadonlySet<number>): readonly Html[] {
  return splitRuns(peptide, (offset) => mutated.has(offset)).map(({ text, isMarked }) =>
    isMarked ? html`<b>${text}</b>` : html`${text}`,
  );
}

function splitRuns(
  text: string,
  isMarkedAt: (offset: number) => boolean,
): readonly { readonly text: string; readonly isMarked: boolean }[] {
  const runs: { text: string; isMarked: boolean }[] = [];
  for (let offset = 0; offset < text.length; offset += 1) {
    const isMarked = isMarkedAt(offset);
    const last = runs.at(-1);
    const letter = text.charAt(offset);
    if (last !== undefined && last.isMarked === isMarked) last.text += letter;
    else runs.push({ text: letter, isMarked });
  }
  return runs;
}
