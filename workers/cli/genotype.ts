import { readFileSync } from 'node:fs';
import { AntigraphError } from '../../schemas/errors.js';
import { canonicalGenotype } from '../../schemas/hla.js';
import { checkFile, labelOf } from './options.js';

export interface Genotype {
  /** Canonical, sorted, distinct. */
  readonly alleles: readonly string[];
  /** What was given and is not scored, and why: said aloud, never dropped in silence. */
  readonly warnings: readonly string[];
}

/** Class II genes belong to the genotype but not to a class I run. */
const classIIPattern = /^(?:HLA-)?D[RPQ][AB]?\d*\*?/i;

/** Suffix N: the allele is not expressed (IPD-IMGT/HLA nomenclature), so it presents nothing. */
const notExpressedPattern = /N$/;

/** The class I genotype from --hla or --hla-file. @throws USAGE, HLA_MALFORMED, HLA_EMPTY */
export function readGenotype(options: { readonly hla?: string; readonly hlaFile?: string }): Genotype {
  if (options.hla !== undefined && options.hlaFile !== undefined) {
    throw new AntigraphError('USAGE', 'give --hla or --hla-file, not both', {
      fix: 'Leave one of the two out: they are never merged.',
    });
  }
  if (options.hla === undefined && options.hlaFile === undefined) {
    throw new AntigraphError('USAGE', 'the HLA genotype is missing', {
      fix: 'Add --hla HLA-A*02:01,HLA-B*07:02,… or --hla-file FILE.',
    });
  }
  const names = options.hlaFile === undefined ? splitNames(options.hla ?? '') : namesInFile(options.hlaFile);
  return genotypeOf(names, options.hlaFile === undefined ? '--hla' : labelOf(options.hlaFile));
}

function genotypeOf(names: readonly string[], where: string): Genotype {
  const classII = names.filter((name) => classIIPattern.test(name));
  const alleles = canonicalGenotype(names.filter((name) => !classIIPattern.test(name)));
  const silent = alleles.filter((allele) => notExpressedPattern.test(allele));
  const expressed = alleles.filter((allele) => !notExpressedPattern.test(allele));
  if (expressed.length === 0) {
    const leftOut = [
      ...(silent.length === 0 ? [] : [`null alleles, which present nothing: ${silent.join(', ')}`]),
      ...(classII.length === 0
        ? []
        : [`class II alleles, which a class I run does not score: ${classII.join(', ')}`]),
    ];
    const only = leftOut.length === 0 ? '' : ` (only ${leftOut.join('; ')})`;
    throw new AntigraphError('HLA_EMPTY', `${where} names no expressed class I allele${only}`, {
      ...(where === '--hla' ? {} : { at: { file: where } }),
      fix: 'Give at least one allele such as HLA-A*02:01; usually six: two each of A, B and C.',
    });
  }
  return {
    alleles: expressed,
    warnings: [
      ...(classII.length === 0
        ? []
        : [`class II alleles are not scored in a class I run: ${classII.join(', ')}`]),
      ...(silent.length === 0 ? [] : [`null alleles present nothing and are left out: ${silent.join(', ')}`]),
    ],
  };
}

function splitNames(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((name) => name !== '');
}

/** One allele a line, or several by comma, blank or tab; '#' starts a comment. */
function namesInFile(path: string): readonly string[] {
  checkFile(path, '--hla-file');
  const names: string[] = [];
  for (const [index, line] of readFileSync(path, 'utf8').split(/\r?\n/).entries()) {
    for (const name of splitNames(line.replace(/#.*/, ''))) {
      try {
        if (!classIIPattern.test(name)) canonicalGenotype([name]);
      } catch (error) {
        if (!(error instanceof AntigraphError)) throw error;
        throw new AntigraphError('HLA_MALFORMED', error.message, {
          at: { file: labelOf(path), line: index + 1 },
          fix: error.fix ?? '',
          cause: error,
        });
      }
      names.push(name);
    }
  }
  return names;
}
