import { readHlaGene } from '../../../schemas/hla.js';
import {
  callOf,
  callOfCandidates,
  type HlaCall,
  homozygousWith,
  type Line,
  locus,
  type TypingFormat,
} from './typing.js';

/**
 * T1K *_genotype.tsv (Song 2023, doi:10.1101/gr.277585.122; columns as in its README): gene, number of alleles, then allele, abundance and
 * quality twice; '. 0 -1' holds an empty place, ',' joins equally good alleles, and alleles of quality 0 or less are to be ignored.
 */
export const t1k: TypingFormat = {
  tool: 'T1K',
  recognises: ({ lines }) => lines.length > 0 && lines.every(isGeneLine),
  // T1K also types KIR and MICA: genes that make no HLA molecule.
  read: ({ lines }) =>
    lines.flatMap((line) => (readHlaGene(line.cells[0] ?? '') === null ? [] : geneCalls(line))),
};

function isGeneLine({ cells }: Line): boolean {
  const [gene = '', count = '', first = '', abundance = '', , second = ''] = cells;
  return (
    cells.length >= 8 &&
    gene !== '' &&
    /^[0-2]$/.test(count) &&
    /^\d/.test(abundance) &&
    [first, second].every((name) => name === '.' || name.includes('*'))
  );
}

function geneCalls({ cells, number: line }: Line): readonly HlaCall[] {
  const [title = '', count, name1 = '', , quality1 = '', name2 = '', , quality2 = ''] = cells;
  const gene = readHlaGene(title);
  const side = (names: string, quality: string): HlaCall => {
    if (names === '.') return callOf('.', { line, gene });
    const call = callOfCandidates(names.split(','), { line, gene });
    if (Number(quality) > 0) return call;
    const reason = `quality ${quality}: T1K's manual says to ignore 0 and less`;
    return { ...call, allele: null, expression: null, alternatives: [], note: 'low quality', reason };
  };
  const first = side(name1, quality1);
  return count === '1' && name2 === '.'
    ? [first, homozygousWith(first, '.')]
    : locus(first, side(name2, quality2));
}
