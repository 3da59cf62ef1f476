/**
 * Genes small enough to fuse by hand. Coding codons in capitals with a blank between them, the rest of the mRNA in small letters; introns
 * in brackets. Positions are 1-based.
 *
 *   A  contig c-A, forward   cc ATG GCT AAA GA [gtaagtccag] T TGG TTT TAA cc        M A K D W F    exons 6-18, 29-40
 *   B  contig c-B, forward   gg ATG CAT [gtgagtacag] GTC ATG GCG TGA cc             M H V M A      exons 6-13, 24-37
 *   C  contig c-C, reverse   t ATG CC [gtaagtttag] G TGT GAA TAA ca                 M P C E        exons 28-33, 6-17
 *   N  contig c-N, forward   cataagg, not coding                                                   exon 6-12
 */
import type { ReferenceBundle } from '../../schemas/reference.js';
import { referenceOfGenes, type SplicedGene } from './spliced-genes.js';

const genes: readonly SplicedGene[] = [
  {
    name: 'A',
    strand: '+',
    exons: ['CCATGGCTAAAGA', 'TTGGTTTTAACC'],
    introns: ['GTAAGTCCAG'],
    coding: [2, 23],
  },
  { name: 'B', strand: '+', exons: ['GGATGCAT', 'GTCATGGCGTGACC'], introns: ['GTGAGTACAG'], coding: [2, 20] },
  { name: 'C', strand: '-', exons: ['TATGCC', 'GTGTGAATAACA'], introns: ['GTAAGTTTAG'], coding: [1, 16] },
  { name: 'N', strand: '+', exons: ['CATAAGG'], introns: [], coding: null },
];

/** The four genes as a reference. */
export function fusionGenes(): ReferenceBundle {
  return referenceOfGenes(genes);
}
