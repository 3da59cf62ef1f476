/** The class II molecules of a patient, from the chains that are typed: HLA-DR by its beta chain, HLA-DP and -DQ by both. */
import type { HlaCall } from '../../stages/shared/hla-typing/index.js';
import { proteinOf } from './protein-of.js';

/** Genes of single chains that a run makes molecules of; DRA is named with HLA-DR and does not vary where peptides bind. */
export const classTwoGenes: readonly string[] = [
  'DRA',
  'DRB1',
  'DRB3',
  'DRB4',
  'DRB5',
  'DPA1',
  'DPB1',
  'DQA1',
  'DQB1',
];

const pairedGenes = [
  { family: 'DP', alpha: 'DPA1', beta: 'DPB1' },
  { family: 'DQ', alpha: 'DQA1', beta: 'DQB1' },
] as const;

export interface ClassTwoMolecules {
  /** Canonical, sorted, distinct. */
  readonly molecules: readonly string[];
  /** Families whose typed chains were combined, each with the molecules made so. */
  readonly combined: readonly { readonly family: string; readonly molecules: readonly string[] }[];
  /** Chains without one of the other kind, and the gene that is missing. */
  readonly alone: readonly { readonly chain: string; readonly missing: string }[];
}

/**
 * Molecules of the chains. A typing does not say which chains a cell joins, and both chromosomes' chains meet (Kwok 1993,
 * J Immunol 150:2263): each alpha chain is combined with each beta chain, in cis and in trans, two and two to four molecules. A pair that is
 * named as such is one molecule.
 * @param calls readable ones that reach the cell surface
 */
export function classTwoMolecules(calls: readonly HlaCall[]): ClassTwoMolecules {
  const proteinsOf = (gene: string) => [
    ...new Set(calls.filter((call) => call.gene === gene).map(proteinOf)),
  ];
  const molecules = calls.flatMap((call) => {
    const { gene } = call;
    if (gene?.startsWith('DRB')) return [proteinOf(call)];
    if (gene?.startsWith('DRA/')) return [betaOf(proteinOf(call))];
    return gene?.includes('/') ? [proteinOf(call)] : [];
  });
  const combined: { family: string; molecules: readonly string[] }[] = [];
  const alone: { chain: string; missing: string }[] = [];
  for (const { family, alpha, beta } of pairedGenes) {
    const [alphas, betas] = [proteinsOf(alpha), proteinsOf(beta)];
    const pairs = alphas.flatMap((first) => betas.map((second) => pairOf(first, second)));
    if (pairs.length > 0) combined.push({ family, molecules: pairs.sort() });
    else {
      alone.push(...alphas.map((chain) => ({ chain, missing: `HLA-${beta}` })));
      alone.push(...betas.map((chain) => ({ chain, missing: `HLA-${alpha}` })));
    }
  }
  const all = [...molecules, ...combined.flatMap((of) => of.molecules)];
  return { molecules: [...new Set(all)].sort(), combined, alone };
}

/** 'DRB1' and 'DRB3' by gene, 'DP' and 'DQ' as a whole: what a patient without it has no epitopes of. */
export function familyOf(molecule: string): string {
  const gene = molecule.slice('HLA-'.length, molecule.indexOf('*'));
  return gene.startsWith('DR') ? gene : gene.slice(0, 2);
}

function pairOf(alpha: string, beta: string): string {
  return `${alpha}/${beta.slice('HLA-'.length)}`;
}

/** 'HLA-DRB1*15:01' of 'HLA-DRA*01:01/DRB1*15:01'. */
function betaOf(pair: string): string {
  return `HLA-${pair.slice(pair.indexOf('/') + 1)}`;
}
