import { gunzipSync } from 'node:zlib';
import { AntigraphError } from '../../../schemas/errors.js';

export interface AlleleEntry {
  readonly pseudosequence: string;
  readonly trainingLigands: number;
  readonly trainingAffinities: number;
  /** Row of the pseudosequence in the calibration: distinct pseudosequences in code-unit order. */
  readonly calibrationRow: number;
}

export interface AlleleTable {
  /** What is known of a canonical name; a pair is put together from its chains, and a chain of a pair is no molecule alone. */
  get(allele: string): AlleleEntry | undefined;
  /** The molecules that have a row of their own: every allele of one chain, and the pairs with training data. Order: as in the file. */
  readonly listed: ReadonlyMap<string, AlleleEntry>;
  /** Residues of the chains that only make a molecule in pairs, by name: 'HLA-DPA1*01:03', 'HLA-DPB1*04:01'. */
  readonly chains: ReadonlyMap<string, string>;
  /** How many distinct pseudosequences a name can have: the rows of the calibration. */
  readonly pseudosequences: number;
}

const HEADER = 'allele,pseudosequence,training_ligands,training_affinities';

// Of a class II pseudosequence the alpha chain gives the first 15 residues, the beta chain the other 19 (training/shared/alleles.py).
const ALPHA_RESIDUES = 15;
const BETA_RESIDUES = 19;
const pairedGenes: readonly (readonly [alpha: string, beta: string])[] = [
  ['DPA1', 'DPB1'],
  ['DQA1', 'DQB1'],
];

/**
 * Reads the gzipped table of alleles (training/shared/alleles.py writes it): name, contact residues, and how many training ligands and
 * affinities carried that name. 34 residues are a molecule, 15 an alpha and 19 a beta chain. @throws MODEL_MISSING (another header)
 */
export function parseAlleleTable(gzipped: Uint8Array, path: string): AlleleTable {
  const [header, ...lines] = gunzipSync(gzipped).toString('latin1').trimEnd().split('\n');
  if (header !== HEADER)
    throw new AntigraphError('MODEL_MISSING', `${path}: expected the header "${HEADER}", found "${header}"`);
  const listed = new Map<string, ListedEntry>();
  const chains = new Map<string, string>();
  for (const line of lines) {
    const [allele = '', residues = '', ligands, affinities] = line.split(',');
    if (residues.length === ALPHA_RESIDUES || residues.length === BETA_RESIDUES) chains.set(allele, residues);
    else listed.set(allele, new ListedEntry(residues, Number(ligands), Number(affinities), rowOf));
  }
  let rows: ReadonlyMap<string, number> | null = null;
  function rowOf(residues: string): number {
    rows ??= calibrationRows(listed, chains);
    return rows.get(residues) ?? 0;
  }
  return {
    get(allele) {
      const own = listed.get(allele);
      if (own !== undefined) return own;
      const residues = residuesOfPair(allele, chains);
      return residues === null ? undefined : new ListedEntry(residues, 0, 0, rowOf);
    },
    listed,
    chains,
    get pseudosequences() {
      rows ??= calibrationRows(listed, chains);
      return rows.size;
    },
  };
}

/** The row is looked up when asked for: sorting all pseudosequences takes longer than reading them. */
class ListedEntry implements AlleleEntry {
  readonly #rowOf: (residues: string) => number;

  constructor(
    readonly pseudosequence: string,
    readonly trainingLigands: number,
    readonly trainingAffinities: number,
    rowOf: (residues: string) => number,
  ) {
    this.#rowOf = rowOf;
  }

  get calibrationRow(): number {
    return this.#rowOf(this.pseudosequence);
  }
}

function calibrationRows(
  molecules: ReadonlyMap<string, AlleleEntry>,
  chains: ReadonlyMap<string, string>,
): ReadonlyMap<string, number> {
  const distinct = new Set<string>();
  for (const { pseudosequence } of molecules.values()) distinct.add(pseudosequence);
  for (const [alphaGene, betaGene] of pairedGenes) {
    const betas = residuesOfGene(chains, betaGene);
    for (const alpha of residuesOfGene(chains, alphaGene))
      for (const beta of betas) distinct.add(alpha + beta);
  }
  return new Map([...distinct].sort().map((residues, row) => [residues, row]));
}

function residuesOfGene(chains: ReadonlyMap<string, string>, gene: string): ReadonlySet<string> {
  return new Set([...chains].filter(([name]) => name.startsWith(`HLA-${gene}*`)).map(([, r]) => r));
}

function residuesOfPair(allele: string, chains: ReadonlyMap<string, string>): string | null {
  const [alpha = '', beta = ''] = allele.split('/');
  const fits = pairedGenes.some(([a, b]) => alpha.startsWith(`HLA-${a}*`) && beta.startsWith(`${b}*`));
  const alphaResidues = chains.get(alpha);
  const betaResidues = chains.get(`HLA-${beta}`);
  return fits && alphaResidues !== undefined && betaResidues !== undefined
    ? alphaResidues + betaResidues
    : null;
}
