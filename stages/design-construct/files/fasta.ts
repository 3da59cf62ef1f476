import type { Design } from '../design.js';

const lineLength = 60;

function record(header: string, sequence: string): string {
  return `>${header}\n${(sequence.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []).join('\n')}\n`;
}

/** One protein per construct. */
export function proteinFasta({ constructs }: Design): string {
  return constructs
    .map(({ name, arrangement: { protein, pieces } }) => {
      const windows = pieces.filter(({ kind }) => kind === 'window').length;
      return record(`${name} protein, ${windows} windows, ${protein.length} residues`, protein);
    })
    .join('');
}

/** One mRNA per construct, in the letters of its DNA template's coding strand. */
export function mrnaFasta({ constructs }: Design): string {
  return constructs
    .map(({ name, mrna }) => record(`${name} mRNA as DNA, ${mrna.sequence.length} bases`, mrna.sequence))
    .join('');
}
