import { readHlaGene } from '../../../schemas/hla.js';
import {
  callOf,
  type HlaCall,
  homozygousWith,
  isAbsent,
  type Line,
  locus,
  type TypingFormat,
} from './typing.js';

const headerPattern = /^#Locus\tAllele 1\tConfidence\tAllele 2\tConfidence/;

/**
 * seq2HLA genotype tables, 2 and 4 digits, class I and II (Boegel 2012, doi:10.1186/gm403): locus, allele, p-value, allele, p-value.
 * A trailing ' marks an allele that other alleles explain as well; 'no' and 'hoz(…)' in the second place say homozygous.
 */
export const seq2Hla: TypingFormat = {
  tool: 'seq2HLA',
  recognises: ({ lines }) => headerPattern.test(lines[0]?.text ?? ''),
  read: ({ lines }) => lines.filter(({ text }) => !text.startsWith('#')).flatMap(rowCalls),
};

function rowCalls(row: Line): readonly HlaCall[] {
  const [title = '', name1 = '', p1 = '', name2 = '', p2 = ''] = row.cells;
  const place = { line: row.number, gene: readHlaGene(title) ?? title };
  const first = marked(name1, p1, place);
  if (/^hoz\(.*\)$/.test(name2) || (name2 === 'no' && !isAbsent(name1)))
    return [first, homozygousWith(first, name2)];
  const second = marked(name2, p2, place);
  const isSame = first.allele !== null && second.allele === first.allele;
  return isSame ? [first, homozygousWith(first, name2)] : locus(first, second);
}

function marked(name: string, pValue: string, place: { line: number; gene: string }): HlaCall {
  const bare = name.replace(/'+$/, '');
  const call = { ...callOf(bare, place), written: name };
  if (bare === name || call.note !== 'ok') return call;
  const confidence = isAbsent(pValue) ? '' : ` (p-value ${pValue})`;
  return {
    ...call,
    note: 'ambiguous',
    reason: `seq2HLA marks it ': other alleles, listed in its ambiguity file, explain the reads as well${confidence}`,
  };
}
