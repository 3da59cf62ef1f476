import { readHlaName } from '../../../schemas/hla.js';
import { callOf, callOfCandidates, type HlaCall, type Line, type TypingFormat } from './typing.js';

/** One allele a line, or several by blank, comma or semicolon; also GL strings (A*01:01+A*02:01^B*…). '#' starts a comment. */
export const plainList: TypingFormat = {
  tool: 'plain list',
  // Half, so that one slip of the pen is told as such and prose that mentions an allele is no list.
  recognises({ lines }) {
    const names = lines.flatMap(namesOf);
    const named = names.filter(isNamed).length;
    return named > 0 && 2 * named >= names.length;
  },
  read: ({ lines }) => lines.flatMap((line) => namesOf(line).map((name) => nameCall(name, line.number))),
};

function namesOf({ text }: Line): readonly string[] {
  return text
    .replace(/#.*/, '')
    .split(/[\s,;+^|]+/)
    .filter((name) => name !== '');
}

function isNamed(name: string): boolean {
  return readHlaName(name).kind !== 'unreadable' || /^HLA-|^[A-Z]\w{0,3}\*/i.test(name);
}

/** 'A*02:01/A*02:06' and 'A*02:01/02:06' say either; 'DPA1*01:03/DPB1*04:01' is one molecule. */
function nameCall(name: string, line: number): HlaCall {
  const place = { line, gene: null };
  const [first = '', ...others] = name.split('/');
  const read = readHlaName(first);
  if (others.length === 0 || read.kind === 'unreadable' || readHlaName(name).kind !== 'unreadable')
    return callOf(name, place);
  const call = callOfCandidates(
    [first, ...others.map((other) => (/^\d/.test(other) ? `${read.gene}*${other}` : other))],
    place,
  );
  return { ...call, written: name };
}
