/** Synthetic long peptides: one per window, its ends trimmed where that makes it easier to make, and what remains difficult. */
import type { ConstructElement } from './elements.js';
import type { Check } from './mrna/check-mrna.js';

/** Kyte & Doolittle 1982, doi:10.1016/0022-2836(82)90515-0, table 2. */
const hydropathy: Readonly<Record<string, number>> = {
  ...{ A: 1.8, R: -4.5, N: -3.5, D: -3.5, C: 2.5, Q: -3.5, E: -3.5, G: -0.4, H: -3.2, I: 4.5 },
  ...{ L: 3.8, K: -3.9, M: 1.9, F: 2.8, P: -1.6, S: -0.8, T: -0.7, W: -0.9, Y: -1.3, V: 4.2 },
};

/** Mean hydropathy (GRAVY); 0 for no residue. */
export function meanHydropathy(sequence: string): number {
  const sum = [...sequence].reduce((total, residue) => total + (hydropathy[residue] ?? 0), 0);
  return sequence.length === 0 ? 0 : sum / sequence.length;
}

/** The most hydrophobic stretch of seven residues. */
export function largestHydropathy(sequence: string): number {
  if (sequence.length <= 7) return meanHydropathy(sequence);
  const starts = Array.from({ length: sequence.length - 6 }, (_, start) => start);
  return Math.max(...starts.map((start) => meanHydropathy(sequence.slice(start, start + 7))));
}

interface Difficulty {
  /** Name of its column in the table. */
  readonly column: string;
  readonly name: string;
  readonly limit: string;
  readonly source: string;
  /** 0: none; larger is worse. */
  readonly severity: (sequence: string) => number;
  readonly show: (sequence: string) => string;
}

function count(sequence: string, pattern: RegExp): number {
  return [...sequence.matchAll(pattern)].length;
}
function counted(column: string, name: string, pattern: RegExp, source: string): Difficulty {
  return {
    column,
    name,
    limit: '0',
    source,
    severity: (sequence) => count(sequence, pattern),
    show: (sequence) => String(count(sequence, pattern)),
  };
}
function bounded(
  column: string,
  name: string,
  { measure, limit }: { readonly measure: (sequence: string) => number; readonly limit: number },
): Difficulty {
  return {
    column,
    name,
    limit: `at most ${limit}`,
    source: published,
    severity: (sequence) => Math.max(0, Number((measure(sequence) - limit).toFixed(6))),
    show: (sequence) => measure(sequence).toFixed(2),
  };
}

/** Order of importance and limits of the PGV-001 trial's peptides. */
const isomerisation = 'Geiger & Clarke 1987, J Biol Chem 262:785';
const published = 'Rubinsteyn 2018, doi:10.3389/fimmu.2017.01807';

/** The most important first; a trimmed peptide is chosen by the first in which it is better. */
export const difficulties: readonly Difficulty[] = [
  counted('cysteines', 'cysteines (disulfide bonds, dimers)', /C/g, published),
  bounded('c_terminal_hydropathy', 'hydropathy of the seven C-terminal residues', {
    measure: (sequence) => meanHydropathy(sequence.slice(-7)),
    limit: 1.5,
  }),
  bounded('largest_hydropathy', 'largest hydropathy of seven residues', {
    measure: largestHydropathy,
    limit: 2.5,
  }),
  counted('n_terminal_qec', 'N-terminal Q, E or C (pyroglutamate, dimers)', /^[QEC]/g, published),
  counted('c_terminal_c', 'C-terminal C', /C$/g, published),
  counted('c_terminal_p', 'C-terminal P (diketopiperazine on the resin)', /P$/g, published),
  counted('n_terminal_n', 'N-terminal N', /^N/g, published),
  counted(
    'asp_pro',
    'Asp-Pro bonds (cleaved by acid)',
    /DP/g,
    'Piszkiewicz 1970, doi:10.1016/0006-291X(70)90918-6',
  ),
  counted('asp_gly', 'Asp-Gly bonds (aspartimide, isomerisation)', /DG/g, isomerisation),
  counted('asn_gly', 'Asn-Gly bonds (deamidation)', /NG/g, isomerisation),
  counted('methionines', 'methionines (oxidation)', /M/g, 'Manning 2010, doi:10.1007/s11095-009-0045-6'),
];

export interface SyntheticPeptide {
  readonly element: ConstructElement;
  readonly sequence: string;
  /** Residues left out at either end. */
  readonly trimmed: { readonly start: number; readonly end: number };
  readonly checks: readonly Check[];
}

/** The peptide of a window: of all allowed trims the easiest to make, the longest of equally easy ones. */
export function syntheticPeptide(
  element: ConstructElement,
  rules: { readonly maxLength: number; readonly trim: number },
): SyntheticPeptide {
  const { sequence, essential } = element;
  const needed = Math.max(0, sequence.length - rules.maxLength);
  const starts = Math.min(essential.start, Math.max(rules.trim, needed));
  const ends = Math.min(sequence.length - essential.end, Math.max(rules.trim, needed));
  let best = { start: 0, end: 0, key: keyOf(sequence, 0, rules.maxLength) };
  for (let start = 0; start <= starts; start++) {
    for (let end = 0; end <= ends; end++) {
      const key = keyOf(sequence.slice(start, sequence.length - end), start + end, rules.maxLength);
      if (isLess(key, best.key)) best = { start, end, key };
    }
  }
  const chosen = sequence.slice(best.start, sequence.length - best.end);
  return {
    element,
    sequence: chosen,
    trimmed: { start: best.start, end: best.end },
    checks: [
      {
        name: 'length',
        outcome: chosen.length <= rules.maxLength ? 'met' : 'violated',
        value: `${chosen.length} residues`,
        limit: `at most ${rules.maxLength}`,
        source: 'parameter peptideMaxLength',
        places: [],
      },
      ...difficulties.map(
        ({ name, limit, source, severity, show }): Check => ({
          name,
          outcome: severity(chosen) === 0 ? 'met' : 'violated',
          value: show(chosen),
          limit,
          source,
          places: [],
        }),
      ),
    ],
  };
}

function keyOf(sequence: string, trimmed: number, maxLength: number): readonly number[] {
  return [
    Math.max(0, sequence.length - maxLength),
    ...difficulties.map(({ severity }) => severity(sequence)),
    trimmed,
  ];
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const first = a.findIndex((each, index) => each !== b[index]);
  return first >= 0 && (a[first] ?? 0) < (b[first] ?? 0);
}
