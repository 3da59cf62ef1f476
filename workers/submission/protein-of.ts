import type { HlaCall } from '../../stages/shared/hla-typing/index.js';

/** The first two fields name the protein, so HLA-A*24:02L (low expression) presents what HLA-A*24:02 presents; of a pair each chain's. */
export function proteinOf({ allele }: HlaCall): string {
  return (allele ?? '').replace(/(\d)[NLSCAQ](?=\/|$)/g, '$1');
}
