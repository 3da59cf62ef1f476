import { AntigraphError } from '../../../schemas/errors.js';
import { athlates } from './athlates.js';
import { geneColumns, optiType } from './gene-columns.js';
import { hisatGenotype } from './hisat-genotype.js';
import { hlaHd } from './hla-hd.js';
import { hlaLa } from './hla-la.js';
import { arcasHla, xHla } from './json-reports.js';
import { plainList } from './plain-list.js';
import { polysolver } from './polysolver.js';
import { seq2Hla } from './seq2hla.js';
import { t1k } from './t1k.js';
import type { HlaTyping, TypingFile, TypingFormat } from './typing.js';

export type { HlaCall, HlaTyping } from './typing.js';

/** Asked in this order; the plain list last, since any text with an allele name in it could pass for one. */
const formats: readonly TypingFormat[] = [
  arcasHla,
  xHla,
  optiType,
  geneColumns,
  polysolver,
  seq2Hla,
  athlates,
  hlaHd,
  hlaLa,
  t1k,
  hisatGenotype,
  plainList,
];

/** The tools whose output can be read, as they are called. */
const typingTools: readonly string[] = formats.map(({ tool }) => tool);

/**
 * HLA typing in any known tool's format, told by its content; calls in file order, what is not usable kept with its reason. A text with
 * nothing in it but comments is a plain list without calls.
 * @throws HLA_MALFORMED for a text that is no HLA typing, or one of several patients
 */
export function readHlaTyping(text: string): HlaTyping {
  const file = typingFile(text);
  const format = formats.find((candidate) => candidate.recognises(file));
  if (format !== undefined) return { tool: format.tool, calls: format.read(file) };
  const first = file.lines.find((line) => !line.text.trimStart().startsWith('#'));
  if (first === undefined) return { tool: plainList.tool, calls: [] };
  throw new AntigraphError(
    'HLA_MALFORMED',
    `no HLA typing is found: expected one allele a line, such as HLA-A*02:01, or the output of ${tools()}`,
    {
      at: { line: first.number },
      fix: "Give the typing tool's final genotype file, or write the alleles into a text file, one a line.",
      details: { expected: typingTools },
    },
  );
}

function tools(): string {
  const names = typingTools.filter((tool) => tool !== plainList.tool);
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

function typingFile(text: string): TypingFile {
  const content = text.replace(/^\uFEFF/, '');
  const lines = content.split(/\r\n|\n|\r/).map((line, index) => ({
    number: index + 1,
    text: line,
    cells: line.split('\t').map((cell) => cell.trim()),
  }));
  return { text: content, lines: lines.filter((line) => line.text.trim() !== ''), json: parseJson(content) };
}

function parseJson(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an answer here: the other formats are asked, and the error then says what was expected.
    return undefined;
  }
}
