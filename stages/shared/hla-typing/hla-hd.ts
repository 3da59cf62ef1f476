import { readHlaGene } from '../../../schemas/hla.js';
import {
  type AllelePair,
  callOf,
  type HlaCall,
  type Line,
  locusOfPairs,
  type TypingFormat,
} from './typing.js';

const failed = "Couldn't read result file.";

/**
 * HLA-HD *_final.result.txt (Kawaguchi 2017, doi:10.1002/humu.23230): gene, then the best pair, then further pairs that are as good.
 * '-' is the first allele again; 'Not typed' twice where there are no candidates. Where a gene's own result is missing HLA-HD writes a
 * line without the gene, so genes are read by name and never by position.
 */
export const hlaHd: TypingFormat = {
  tool: 'HLA-HD',
  recognises: ({ lines }) =>
    lines.length > 0 &&
    lines.every((line) => isGeneLine(line) || line.text.trim() === failed) &&
    lines.some(({ cells: [gene = ''] }) => readHlaGene(gene) !== null),
  read: ({ lines }) => lines.flatMap((line) => (isGeneLine(line) ? geneCalls(line) : [failedCall(line)])),
};

function isGeneLine({ cells: [gene = '', ...names] }: Line): boolean {
  const isName = (cell: string): boolean => /^(?:HLA-)?[A-Z0-9]+\*\d/.test(cell);
  return (
    /^[A-Z]+\d*$/.test(gene) &&
    names.length >= 2 &&
    (names[0] === 'Not typed' || names.every((cell) => cell === '' || cell === '-' || isName(cell)))
  );
}

function geneCalls({ cells: [title = '', ...names], number: line }: Line): readonly HlaCall[] {
  const place = { line, gene: readHlaGene(title) ?? title };
  if (names[0] === 'Not typed') return [callOf('Not typed', place), callOf('Not typed', place)];
  const pairs: AllelePair[] = [];
  for (let index = 0; index < names.length; index += 2) {
    const [first = '', second = ''] = names.slice(index, index + 2);
    if (first !== '') pairs.push([first, second === '-' ? null : second]);
  }
  return locusOfPairs(pairs, place);
}

function failedCall({ text, number: line }: Line): HlaCall {
  const call = callOf('', { line, gene: null });
  return { ...call, written: text.trim(), reason: 'HLA-HD could not read its own result of a gene' };
}
