import { AntigraphError } from '../../schemas/errors.js';
import { nearest as nearestNames } from '../../schemas/nearest.js';
import { metaFields, metaValues, type VcfHeader } from '../shared/vcf/index.js';

/** Which sample column is what; null: there is none. */
export interface SampleRoles {
  readonly tumor: string | null;
  readonly normal: string | null;
  /** How they were found, in words. */
  readonly from: string;
}

interface Flags {
  readonly tumorSample: string | null;
  readonly normalSample: string | null;
}

interface Guess {
  readonly tumor: string | undefined;
  readonly normal: string | undefined;
}

/** One way to find the roles; both undefined where it does not apply. */
type Rule = { readonly name: string; guess(header: VcfHeader): Guess };

/**
 * The rules in order of trust; the first that names the tumour decides.
 * - Mutect2: ##tumor_sample, ##normal_sample (GATK).
 * - ##PEDIGREE=<Derived=T,Original=N> (VCF 4.2 §1.2.8) and <ID=T,Original=N> (4.3 §1.4.10).
 * - MuTect and TCGA: ##SAMPLE=<ID=TUMOR,SampleName=…>.
 * - a single sample is the tumour (DeepSomatic, tumour-only calling, pVACseq's own convention).
 * - names: TUMOR/NORMAL (Strelka2, VarScan2, SomaticSniper), any name that holds one of these words, TCGA barcodes.
 */
const rules: readonly Rule[] = [
  {
    name: 'header ##tumor_sample',
    guess: (header) => ({
      tumor: metaValues(header, 'tumor_sample').find((name) => header.samples.includes(name)),
      normal: metaValues(header, 'normal_sample').find((name) => header.samples.includes(name)),
    }),
  },
  { name: 'header ##PEDIGREE', guess: guessByPedigree },
  { name: 'header ##SAMPLE', guess: guessBySampleLines },
  {
    name: 'single sample',
    guess: ({ samples }) => ({ tumor: samples.length === 1 ? samples[0] : undefined, normal: undefined }),
  },
  { name: 'sample names', guess: guessByNames },
];

/**
 * Finds the tumour and the normal sample: flags first, then the rules above. A file without samples has neither.
 * @throws VCF_SAMPLE_UNKNOWN where a flag names no sample; VCF_SAMPLE_AMBIGUOUS where no rule finds the tumour
 */
export function findRoles(header: VcfHeader, flags: Flags, file: string): SampleRoles {
  const { samples } = header;
  checkKnown(header, flags.tumorSample, '--tumor-sample', file);
  checkKnown(header, flags.normalSample, '--normal-sample', file);
  if (flags.tumorSample !== null && flags.tumorSample === flags.normalSample) {
    throw ambiguous(header, file, `--tumor-sample and --normal-sample both name '${flags.tumorSample}'`);
  }
  if (samples.length === 0) return { tumor: null, normal: null, from: 'no samples' };
  if (flags.tumorSample !== null) {
    const normal = flags.normalSample ?? normalBeside(header, flags.tumorSample);
    return { tumor: flags.tumorSample, normal, from: 'flag' };
  }
  const others = { ...header, samples: samples.filter((name) => name !== flags.normalSample) };
  for (const { name, guess } of rules) {
    const { tumor, normal } = guess(others);
    if (tumor === undefined) continue;
    const isFlagged = flags.normalSample !== null;
    return {
      tumor,
      normal: flags.normalSample ?? (normal === tumor ? null : (normal ?? null)),
      from: isFlagged ? `${name}, normal by flag` : name,
    };
  }
  throw ambiguous(header, file, `which of the samples ${listed(samples)} is the tumour cannot be told`);
}

/** The normal where the tumour is given: never 'the other one', which may be a second tumour. */
function normalBeside(header: VcfHeader, tumor: string): string | null {
  for (const { guess } of rules) {
    const { normal } = guess(header);
    if (normal !== undefined && normal !== tumor) return normal;
  }
  return null;
}

function guessByPedigree(header: VcfHeader): Guess {
  for (const fields of metaFields(header, 'PEDIGREE')) {
    const [tumor, normal] = [fields.get('Derived') ?? fields.get('ID'), fields.get('Original')];
    if (tumor === undefined || normal === undefined) continue;
    if (header.samples.includes(tumor)) {
      return { tumor, normal: header.samples.includes(normal) ? normal : undefined };
    }
  }
  return { tumor: undefined, normal: undefined };
}

function guessBySampleLines(header: VcfHeader): Guess {
  const lines = metaFields(header, 'SAMPLE');
  const columnOf = (role: RegExp): string | undefined => {
    const line = lines.find((fields) => role.test(fields.get('ID') ?? ''));
    const named = [line?.get('ID'), line?.get('SampleName'), line?.get('SampleTCGABarcode')];
    return named.find((name) => name !== undefined && header.samples.includes(name));
  };
  return { tumor: columnOf(/^(?:PRIMARY|TUMOU?R)$/i), normal: columnOf(/^NORMAL$/i) };
}

type Word = 'tumor' | 'normal' | 'neither' | 'both';

function wordOf(name: string): Word {
  // TCGA barcode: sample type 01-09 tumour, 10-19 normal (GDC documentation, "TCGA Barcode").
  const type = /^TCGA-\w{2}-\w{4}-([01])\d/i.exec(name)?.[1];
  if (type !== undefined) return type === '0' && !/^TCGA-\w{2}-\w{4}-00/i.test(name) ? 'tumor' : 'normal';
  const isTumor = /tumou?r|somatic/i.test(name);
  const isNormal = /normal|germline/i.test(name);
  if (isTumor && isNormal) return 'both';
  if (isTumor) return 'tumor';
  return isNormal ? 'normal' : 'neither';
}

/** Exactly one sample says tumour; or of two, one says normal and the other does not. */
function guessByNames({ samples }: VcfHeader): Guess {
  const words = samples.map((name) => ({ name, word: wordOf(name) }));
  const tumors = words.filter(({ word }) => word === 'tumor');
  const normals = words.filter(({ word }) => word === 'normal');
  const normal = normals.length === 1 ? normals[0]?.name : undefined;
  if (tumors.length === 1) return { tumor: tumors[0]?.name, normal };
  const isPair = samples.length === 2 && normal !== undefined;
  return { tumor: isPair ? samples.find((name) => name !== normal) : undefined, normal };
}

function checkKnown(header: VcfHeader, name: string | null, flag: string, file: string): void {
  if (name === null || header.samples.includes(name)) return;
  const nearest = nearestNames(name, header.samples, header.samples.length);
  const known = nearest.length === 0 ? 'no sample at all' : `the samples ${listed(nearest)}`;
  throw new AntigraphError('VCF_SAMPLE_UNKNOWN', `${flag} names '${name}'; the file has ${known}`, {
    at: { file, line: header.columnsLine, field: 'sample' },
    fix: nearest.length === 0 ? `Leave ${flag} out.` : `Give one of them, e.g. ${flag} ${nearest[0]}.`,
    details: { flag, found: name, samples: nearest },
  });
}

/** Sample names for a message: a cohort's file has hundreds; the first ones tell which file it is. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${first} and ${names.length - 8} more` : first;
}

function ambiguous(header: VcfHeader, file: string, message: string): AntigraphError {
  const [first = 'NAME'] = header.samples;
  return new AntigraphError('VCF_SAMPLE_AMBIGUOUS', message, {
    at: { file, line: header.columnsLine, field: 'sample' },
    fix: `Say which is which: --tumor-sample ${first} and, where there is a normal, --normal-sample NAME.`,
    details: { samples: header.samples },
  });
}
