/** What the nomenclature says of names that name no molecule on a cell today: given up, or of an allele that is not presented. */
import { absentProteins, renamedNames } from './hla-nomenclature-data.js';

const renamed = new Map(renamedNames.split('\n').map((line) => [before(line, ' '), after(line, ' ')]));
const absent = new Set(
  absentProteins.split('\n').flatMap((line) =>
    after(line, ' ')
      .split(' ')
      .map((second) => `${before(line, ' ')}:${second}`),
  ),
);

/**
 * Canonical name that a deleted or renamed one became, 'HLA-A*02:22' of 'HLA-A*02:23'; in a pair each chain. null if no part of the name
 * was given up, or it did not become exactly one other.
 */
export function successorOf(allele: string): string | null {
  const chains = chainsOf(allele);
  const today = chains.map((chain) => renamed.get(chain) ?? chain);
  return today.some((chain, index) => chain !== chains[index]) ? `HLA-${today.join('/')}` : null;
}

/**
 * The part of a canonical name that names a chain which reaches no cell surface, 'HLA-A*24:09N': by its suffix (N null, S secreted, C in the
 * cytoplasm) or, written without one, by the list of alleles; else null.
 */
export function absentChain(allele: string): string | null {
  const chain = chainsOf(allele).find((name) => /[NSC]$/.test(name) || absent.has(name));
  return chain === undefined ? null : `HLA-${chain}`;
}

function chainsOf(allele: string): readonly string[] {
  return allele.replace(/^HLA-/, '').split('/');
}

function before(text: string, mark: string): string {
  return text.slice(0, text.indexOf(mark));
}

function after(text: string, mark: string): string {
  return text.slice(text.indexOf(mark) + mark.length);
}
