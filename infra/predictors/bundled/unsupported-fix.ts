import { absentChain, successorOf } from '../../../schemas/hla-nomenclature.js';
import type { AlleleTable } from './allele-table.js';

/** What to do about an unsupported name where it is more than its spelling: given up, not on the cell, or one chain of a pair; else null. */
export function fixForUnsupported(allele: string, table: AlleleTable): string | null {
  const successor = successorOf(allele);
  if (successor !== null) return renamedFix(allele, successor, table);
  const absent = absentChain(allele);
  if (absent !== null)
    return `${absent} is an allele that is not presented on the cell (suffix N, S or C in IPD-IMGT/HLA): leave it out.`;
  return chainFix(allele, table);
}

function renamedFix(allele: string, successor: string, table: AlleleTable): string {
  const gone = `IPD-IMGT/HLA gave up the name ${allele}; it is now ${successor}`;
  if (absentChain(successor) !== null) return `${gone}, which is not presented on the cell: leave it out.`;
  const known = table.get(successor) === undefined ? 'not supported either' : 'supported';
  return `${gone}, which is ${known}. It is never replaced silently: check the typing and name the allele that is meant.`;
}

function chainFix(allele: string, table: AlleleTable): string | null {
  if (!table.chains.has(allele)) return null;
  const chain = allele.slice('HLA-'.length);
  const family = chain.slice(0, 2);
  const form = chain.startsWith(`${family}A`) ? `${allele}/${family}B1*…` : `HLA-${family}A1*…/${chain}`;
  return `${allele} is one chain of a pair, and both bind the peptide: name the pair, ${form}.`;
}
