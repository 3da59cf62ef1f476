import type { AlleleTable } from './allele-table.js';

/**
 * Up to three supported names for one that is not, whose residues are unknown, so that only its name can tell: first those that share a
 * chain (pairs), then those of the same allele group, then of the same gene; of equals the one with the most training data, then by name.
 * Names with an expression suffix are the same protein as those without.
 */
export function nearestNames(allele: string, table: AlleleTable): readonly string[] {
  const wanted = chainsOf(allele);
  const genes = new Set(wanted.map(geneOf));
  return [...table.listed]
    .filter(([name]) => !/[LQA]$/.test(name))
    .map(([name, entry]) => ({
      name,
      chains: chainsOf(name),
      rows: entry.trainingLigands + entry.trainingAffinities,
    }))
    .filter(({ chains }) => chains.some((chain) => genes.has(geneOf(chain))))
    .map((candidate) => ({ ...candidate, shared: sharedFields(candidate.chains, wanted) }))
    .sort((a, b) => b.shared - a.shared || b.rows - a.rows || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Over the wanted chains: 2 for one that the candidate has, 1 for one of the same allele group ('DRB1*11'). */
function sharedFields(chains: readonly string[], wanted: readonly string[]): number {
  return wanted.reduce((sum, chain) => {
    if (chains.includes(chain)) return sum + 2;
    return sum + Number(chains.some((other) => groupOf(other) === groupOf(chain)));
  }, 0);
}

function chainsOf(allele: string): readonly string[] {
  return allele.replace(/^HLA-/, '').split('/');
}

function geneOf(chain: string): string {
  return chain.slice(0, chain.indexOf('*'));
}

function groupOf(chain: string): string {
  return chain.slice(0, chain.indexOf(':'));
}
