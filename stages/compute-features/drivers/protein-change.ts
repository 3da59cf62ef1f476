/** Changes of a protein, written in any of the usual ways, in one form to compare. */
import { inOneLetterCode } from '../../shared/amino-acid-names.js';

export interface ProteinChange {
  /** 'E17K'; of a frameshift 'R100fs', whatever it goes on with. */
  readonly change: string;
  /** 'E17'. */
  readonly residue: string;
}

/** Reads 'ENSP0….1:p.Glu17Lys', 'p.(Glu17Lys)', 'p.E17K', 'E17K' or 'E17' (HGVS 21.0, protein); null: it names no residue. */
export function proteinChangeOf(text: string): ProteinChange | null {
  const bare = inOneLetterCode(
    text
      .slice(text.lastIndexOf(':') + 1)
      .trim()
      .replace(/^p\./, '')
      .replaceAll(/[()]/g, ''),
  );
  const [, residue, rest = ''] = /^([A-Z*]\d+)(.*)$/.exec(bare) ?? [];
  if (residue === undefined) return null;
  const change = /^[A-Z]?fs/.test(rest) ? 'fs' : rest.replace(/^X$/, '*');
  return { change: `${residue}${change}`, residue };
}
