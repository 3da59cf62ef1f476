/** The genotype that is scored, from names as people or typing tools write them. */
import { AntigraphError } from '../../schemas/errors.js';
import { parseClassIAllele, readHlaName } from '../../schemas/hla.js';
import { type HlaCall, readHlaTyping } from '../../stages/shared/hla-typing/index.js';
import {
  alleleOf,
  type GivenCalls,
  genotypeWarnings,
  isClassII,
  listed,
  proteinOf,
} from './genotype-warnings.js';

export interface Genotype {
  /** Canonical, sorted, distinct. */
  readonly alleles: readonly string[];
  /** What was given and is not scored, and why: said aloud, never dropped in silence. */
  readonly warnings: readonly string[];
}

const classical: readonly string[] = ['A', 'B', 'C'];
const everyClassI: readonly string[] = [...classical, 'E', 'F', 'G'];

/** Names typed by hand are taken strictly: whatever is no allele is an error. @throws HLA_MALFORMED, HLA_EMPTY */
export function genotypeOfNames(given: readonly string[]): Genotype {
  const names = given.flatMap((text) => text.split(/[\s,;]+/)).filter((name) => name !== '');
  for (const name of names) {
    const read = readHlaName(name);
    if (read.kind === 'unreadable' || read.mhcClass !== 'II') parseClassIAllele(name);
  }
  const calls = names.length === 0 ? [] : readHlaTyping(names.join('\n')).calls;
  return genotypeOf({ calls, file: null, genes: everyClassI, expected: [] });
}

/** The genotype in a typing tool's result, or in a list of alleles; `file` is its base name. @throws HLA_MALFORMED, HLA_EMPTY */
export function genotypeOfText(text: string, file: string): Genotype {
  const { tool, calls } = readLocated(text, file);
  return genotypeOf(
    tool === 'plain list'
      ? { calls, file, genes: everyClassI, expected: [] }
      : { calls, file, genes: classical, expected: classical },
  );
}

function readLocated(text: string, file: string): ReturnType<typeof readHlaTyping> {
  try {
    return readHlaTyping(text);
  } catch (error) {
    if (!(error instanceof AntigraphError)) throw error;
    throw new AntigraphError(error.code, error.message, {
      at: { ...error.at, file },
      ...(error.fix === null ? {} : { fix: error.fix }),
      details: error.details,
      cause: error,
    });
  }
}

function genotypeOf(given: GivenCalls): Genotype {
  refuseUnreadable(given);
  const { calls, genes } = given;
  const scored = calls.filter(({ gene }) => gene !== null && genes.includes(gene));
  const usable = scored.filter((call) => call.allele !== null);
  const onSurface = usable.filter(({ expression }) => !isAbsentFromSurface(expression));
  if (onSurface.length === 0) throw nothingUsable(given, scored);
  return {
    alleles: [...new Set(onSurface.map(proteinOf))].sort(),
    warnings: genotypeWarnings(given, usable, onSurface),
  };
}

/** A name that cannot be read may be any allele: going on without it would leave epitopes out unseen. */
function refuseUnreadable({ calls, file, genes }: GivenCalls): void {
  const call = calls.find(
    ({ note, gene }) => note === 'unreadable' && (gene === null || genes.includes(gene)),
  );
  if (call === undefined) return;
  const why = call.reason === null ? '' : ` (${call.reason})`;
  throw new AntigraphError('HLA_MALFORMED', `'${call.written}' is not an HLA allele${why}`, {
    ...placeOf(file, call),
    fix: 'Expected a form such as HLA-A*02:01 or HLA-DRB1*11:01. Correct the name, or remove it from the file.',
    details: { found: call.written },
  });
}

/** N: not made; S and C: secreted or in the cytoplasm only, so nothing is presented on the cell. */
function isAbsentFromSurface(expression: HlaCall['expression']): boolean {
  return expression === 'N' || expression === 'S' || expression === 'C';
}

function nothingUsable(given: GivenCalls, scored: readonly HlaCall[]): AntigraphError {
  const { file, calls } = given;
  const where = file ?? '--hla';
  const low = scored.filter(({ note }) => note === 'low resolution');
  const [first] = low;
  if (first !== undefined) {
    return new AntigraphError(
      'HLA_MALFORMED',
      `${where} names only groups of alleles, none to two fields: ${listed(low.map(({ written }) => written))}`,
      {
        ...placeOf(file, first),
        fix: 'Type to two fields (4 digits), or give the 4-digit file of the same tool: alleles of one group bind different peptides.',
        details: { found: low.map(({ written }) => written) },
      },
    );
  }
  const silent = scored.filter(({ expression }) => isAbsentFromSurface(expression));
  const classII = calls.filter(isClassII);
  const leftOut = [
    ...(silent.length === 0 ? [] : [`null alleles, which present nothing: ${listed(silent.map(alleleOf))}`]),
    ...(classII.length === 0
      ? []
      : [`class II alleles, which a class I run does not score: ${listed(classII.map(alleleOf))}`]),
  ];
  const only = leftOut.length === 0 ? '' : ` (only ${leftOut.join('; ')})`;
  return new AntigraphError('HLA_EMPTY', `${where} names no expressed class I allele${only}`, {
    ...(file === null ? {} : { at: { file } }),
    fix: 'Give at least one allele such as HLA-A*02:01; usually six: two each of A, B and C.',
  });
}

function placeOf(file: string | null, { line }: HlaCall): { at?: { file: string; line: number } } {
  return file === null ? {} : { at: { file, line } };
}
