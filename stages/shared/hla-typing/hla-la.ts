import { readHlaGene } from '../../../schemas/hla.js';
import { callOfCandidates, loci, type TypingFormat } from './typing.js';

/**
 * HLA*LA R1_bestguess_G.txt and R1_bestguess.txt (Dilthey 2019, doi:10.1093/bioinformatics/btz235; columns as in its README): a row
 * for each of the two chromosomes of a locus; equally good alleles are joined by ';'.
 */
export const hlaLa: TypingFormat = {
  tool: 'HLA*LA',
  recognises: ({ lines }) => /^Locus\tChromosome\tAllele\tQ1\t/.test(lines[0]?.text ?? ''),
  read({ lines }) {
    const calls = lines
      .slice(1)
      .map(({ cells: [title = '', , alleles = ''], number: line }) =>
        callOfCandidates(alleles.split(';'), { line, gene: readHlaGene(title) ?? title }),
      );
    return loci(calls);
  },
};
