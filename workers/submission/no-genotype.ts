/** Why no genotype can be had of what was given. */
import { AntigraphError } from '../../schemas/errors.js';
import type { MhcClass } from '../../schemas/hla.js';
import type { HlaCall } from '../../stages/shared/hla-typing/index.js';
import type { ClassTwoMolecules } from './class-two-molecules.js';
import { alleleOf, aloneText, type GivenCalls, isOfClass, listed } from './genotype-warnings.js';

/** A name that cannot be read may be any allele: going on without it would leave epitopes out unseen. */
export function unreadable(file: string | null, call: HlaCall): AntigraphError {
  const why = call.reason === null ? '' : ` (${call.reason})`;
  return new AntigraphError('HLA_MALFORMED', `'${call.written}' is not an HLA allele${why}`, {
    ...placeOf(file, call),
    fix: 'Expected a form such as HLA-A*02:01 or HLA-DRB1*11:01. Correct the name, or remove it from the file.',
    details: { found: call.written },
  });
}

const examples: Readonly<Record<MhcClass, string>> = {
  I: 'Give at least one allele such as HLA-A*02:01; usually six: two each of A, B and C.',
  II: 'Give at least one allele such as HLA-DRB1*11:01 or HLA-DPA1*01:03/DPB1*04:01: of HLA-DP and -DQ both chains bind the peptide.',
};

/** Of a class that is scored, nothing given can be. */
export function nothingUsable(
  { file, calls, scored }: GivenCalls,
  mhcClass: MhcClass,
  { alone }: ClassTwoMolecules,
): AntigraphError {
  const where = file ?? '--hla';
  const own = calls.filter((call) => call.mhcClass === mhcClass && scored(call));
  const low = own.filter(({ note }) => note === 'low resolution');
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
  const silent = own.filter(({ expression }) => expression !== null);
  const other = mhcClass === 'I' ? 'II' : 'I';
  const others = calls.filter(isOfClass(other));
  const lone = mhcClass === 'II' ? alone : [];
  const leftOut = [
    ...(silent.length === 0 ? [] : [`null alleles, which present nothing: ${listed(silent.map(alleleOf))}`]),
    ...(lone.length === 0 ? [] : [`chains without a partner: ${aloneText(lone)}`]),
    ...(others.length === 0
      ? []
      : [`class ${other} alleles, which are no class ${mhcClass} alleles: ${listed(others.map(alleleOf))}`]),
  ];
  const only = leftOut.length === 0 ? '' : ` (only ${leftOut.join('; ')})`;
  return new AntigraphError('HLA_EMPTY', `${where} names no expressed class ${mhcClass} allele${only}`, {
    ...(file === null ? {} : { at: { file } }),
    fix: examples[mhcClass],
  });
}

function placeOf(file: string | null, { line }: HlaCall): { at?: { file: string; line: number } } {
  return file === null ? {} : { at: { file, line } };
}
