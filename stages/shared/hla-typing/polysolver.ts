import { readHlaGene } from '../../../schemas/hla.js';
import { callOf, locus, type TypingFormat } from './typing.js';

const allelePattern = /^hla_[a-z]\w*?_\d/i;

/** Polysolver winners.hla.txt (Shukla 2015, doi:10.1038/nbt.3344): 'HLA-A', then two names such as hla_a_02_01_01_01, by tab. */
export const polysolver: TypingFormat = {
  tool: 'Polysolver',
  recognises: ({ lines }) =>
    lines.length > 0 &&
    lines.every(({ cells }) => cells.length >= 2 && readHlaGene(cells[0] ?? '') !== null) &&
    lines.some(({ cells }) => cells.slice(1).some((cell) => allelePattern.test(cell))),
  read: ({ lines }) =>
    lines.flatMap(({ cells: [title = '', first = '', second = ''], number: line }) => {
      const place = { line, gene: readHlaGene(title) ?? title };
      return locus(callOf(first, place), callOf(second, place));
    }),
};
