import { readHlaName } from '../../../schemas/hla.js';
import { callOf, type HlaCall, type Line, locusOfPairs, type TypingFormat } from './typing.js';

const headerPattern = /^\s*Name\s+HD\s+Aln_len\s+cDNA_len/;
const pairsPattern = /^\s*-+ Inferred Allelic Pairs -+/;

interface Section {
  readonly header: Line;
  readonly candidates: Line[];
  readonly pairs: Line[];
  hasInference: boolean;
}

/**
 * ATHLATES *.typing.txt (Liu 2013, doi:10.1093/nar/gkt481): one file a locus, or several joined by cat. What counts is the list under
 * "Inferred Allelic Pairs": pairs with their summed Hamming distance in the last column. Those of the least distance are equally good.
 */
export const athlates: TypingFormat = {
  tool: 'ATHLATES',
  recognises: ({ lines }) => headerPattern.test(lines[0]?.text ?? ''),
  read: ({ lines }) => sectionsOf(lines).flatMap(sectionCalls),
};

function sectionsOf(lines: readonly Line[]): readonly Section[] {
  const sections: Section[] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    // The header comes again above the candidates: only after the pairs does it open another locus.
    if (headerPattern.test(line.text)) {
      if (last === undefined || last.hasInference)
        sections.push({ header: line, candidates: [], pairs: [], hasInference: false });
    } else if (pairsPattern.test(line.text)) {
      if (last !== undefined) last.hasInference = true;
    } else if (last?.hasInference === true) last.pairs.push(line);
    else if (!/^\s*-/.test(line.text)) last?.candidates.push(line);
  }
  return sections;
}

function sectionCalls({ header, candidates, pairs }: Section): readonly HlaCall[] {
  const rows = pairs.map(({ cells, number }) => {
    const [first = '', second = '', distance = ''] = cells.filter((cell) => cell !== '');
    // A row without its distance is damaged: kept among the best, so that what it names is looked at and refused by name.
    return { pair: [first, second] as const, distance: Number(distance) || 0, line: number };
  });
  const least = rows.reduce((so, { distance }) => Math.min(so, distance), Number.POSITIVE_INFINITY);
  const tied = rows.filter(({ distance }) => distance === least);
  const [best] = tied;
  if (best !== undefined) {
    const place = { line: best.line, gene: geneOf(best.pair[0]) };
    return locusOfPairs(
      tied.map(({ pair }) => pair),
      place,
    );
  }
  const line = header.number;
  const gene = geneOf(candidates[0]?.text.trim().split(/\s+/)[0]);
  const call = { ...callOf('', { line, gene }), reason: 'ATHLATES inferred no allelic pair' };
  return [call, call];
}

function geneOf(name: string | undefined): string | null {
  const read = readHlaName(name ?? '');
  return read.kind === 'unreadable' ? null : read.gene;
}
