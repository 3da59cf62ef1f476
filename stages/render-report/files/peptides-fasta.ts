import type { Pick } from '../gather.js';

const lineWidth = 60;

/**
 * peptides.fasta: for each pick its window, then its best peptide. Headers hold no white space, because many readers cut
 * at the first, and begin with a short unique name, because some cut after 15 characters: P01_window|gene|protein change|….
 */
export function peptidesFasta(picks: readonly Pick[]): string {
  const digits = Math.max(2, String(picks.length).length);
  return picks
    .map(({ pick, ranked, trace }) => {
      const { best } = ranked;
      const number = String(pick).padStart(digits, '0');
      const place = [best.gene, best.hgvsP ?? 'NA', best.transcript, trace.input];
      const rank = `rank=${ranked.rank}`;
      return (
        entry([`P${number}_window`, ...place, rank, `tier=${ranked.tier}`], best.window) +
        entry([`P${number}_peptide`, ...place, rank, best.allele], best.peptide)
      );
    })
    .join('');
}

function entry(header: readonly string[], sequence: string): string {
  const lines = sequence.replace(/[^A-Za-z*]/g, 'X').match(new RegExp(`.{1,${lineWidth}}`, 'g')) ?? [];
  return `>${header.map(headerPart).join('|')}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** Printable ASCII without '|', which separates the parts. */
function headerPart(text: string): string {
  return text.replace(/[^!-{}~]+/g, '_');
}
