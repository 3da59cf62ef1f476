import { readFileSync, statSync } from 'node:fs';
import { AntigraphError } from '../../schemas/errors.js';
import { type ClassChoice, type Genotype, genotypeOfNames, genotypeOfText } from '../submission/genotype.js';
import { checkFile, labelOf } from './options.js';

/** A thousand times what the most talkative tool (ATHLATES, all loci joined) writes: beyond it somebody named a BAM by mistake. */
const largestFileBytes = 2 ** 26;

/** The genotype from --hla or --hla-file, of the classes of --class; without it of those that have alleles. @throws USAGE, HLA_MALFORMED, HLA_EMPTY */
export function readGenotype(options: {
  readonly hla?: string;
  readonly hlaFile?: string;
  readonly class?: ClassChoice;
}): Genotype {
  const asked = options.class ?? null;
  if (options.hla !== undefined && options.hlaFile !== undefined) {
    throw new AntigraphError('USAGE', 'give --hla or --hla-file, not both', {
      fix: 'Leave one of the two out: they are never merged.',
    });
  }
  if (options.hlaFile !== undefined)
    return genotypeOfText(textOf(options.hlaFile), labelOf(options.hlaFile), asked);
  if (options.hla !== undefined) return genotypeOfNames([options.hla], asked);
  throw new AntigraphError('USAGE', 'the HLA genotype is missing', {
    fix: 'Add --hla HLA-A*02:01,HLA-B*07:02,… or --hla-file FILE.',
  });
}

function textOf(path: string): string {
  checkFile(path, '--hla-file');
  const sizeBytes = statSync(path).size;
  if (sizeBytes > largestFileBytes) {
    throw new AntigraphError(
      'HLA_MALFORMED',
      `a file of ${Math.round(sizeBytes / 2 ** 20)} MiB is no HLA genotype; typing tools write some kilobytes`,
      {
        at: { file: labelOf(path) },
        fix: "Give the typing tool's final genotype file, not its alignments or logs.",
      },
    );
  }
  return readFileSync(path, 'utf8');
}
