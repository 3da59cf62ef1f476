/** What is said aloud of a genotype before it is scored: nothing that was given is dropped in silence. */
import type { HlaCall } from '../../stages/shared/hla-typing/index.js';

export interface GivenCalls {
  readonly calls: readonly HlaCall[];
  /** Null for the flag itself. */
  readonly file: string | null;
  /** Class I genes to score. Who writes HLA-E by hand means it; typing tools list it beside genes nobody asked for. */
  readonly genes: readonly string[];
  /** Genes of which an allele is expected; a list by hand may well be partial. */
  readonly expected: readonly string[];
}

/**
 * Warnings on the calls given: what is not scored and why, what the typing tool was unsure of, what is missing.
 * `usable` are class I alleles of the genes to score, `onSurface` those of them that reach the cell surface.
 */
export function genotypeWarnings(
  given: GivenCalls,
  usable: readonly HlaCall[],
  onSurface: readonly HlaCall[],
): readonly string[] {
  const { calls, genes } = given;
  const scored = calls.filter(({ gene }) => gene !== null && genes.includes(gene));
  return [
    ...leftOutWarnings(given, usable),
    ...new Set(scored.flatMap(callWarnings)),
    ...crowdWarnings(onSurface, genes),
    ...missingWarnings(given, onSurface),
  ];
}

/** The first two fields name the protein, so HLA-A*24:02L (low expression) presents what HLA-A*24:02 presents. */
export function proteinOf({ allele, expression }: HlaCall): string {
  return expression === null ? (allele ?? '') : (allele ?? '').slice(0, -1);
}

function leftOutWarnings({ calls, genes }: GivenCalls, usable: readonly HlaCall[]): readonly string[] {
  const withSuffix = (suffixes: string): readonly HlaCall[] =>
    usable.filter(({ expression }) => expression !== null && suffixes.includes(expression));
  const unscored = calls.filter(
    ({ gene, mhcClass, note }) =>
      gene !== null && mhcClass !== 'II' && note !== 'not typed' && !genes.includes(gene),
  );
  return [
    ...warning('class II alleles are not scored in a class I run', calls.filter(isClassII).map(alleleOf)),
    ...warning('null alleles present nothing and are left out', withSuffix('N').map(alleleOf)),
    ...warning('alleles that do not reach the cell surface are left out', withSuffix('SC').map(alleleOf)),
    ...warning(
      'alleles of low or doubtful expression are scored as if expressed',
      withSuffix('LAQ').map((call) => `${alleleOf(call)} as ${proteinOf(call)}`),
    ),
    ...warning(
      'genes that a class I run does not score',
      unscored.map(({ gene }) => `HLA-${gene}`),
    ),
  ];
}

/** What the tool was unsure of at a scored gene, and what is no allele. */
function callWarnings(call: HlaCall): readonly string[] {
  const { note, gene, allele, alternatives, written, line, reason } = call;
  const why = reason === null ? '' : `: ${reason}`;
  switch (note) {
    case 'ok':
    case 'homozygous':
    case 'unreadable':
      return [];
    case 'ambiguous': {
      const rivals = alternatives.length === 0 ? '' : `, as likely as ${listed(alternatives)}`;
      return [`HLA-${gene} is ambiguous (line ${line}): ${allele} is scored${rivals}${why}`];
    }
    case 'low resolution':
      return [
        `${written} (line ${line}) names a group of alleles, not one, and is left out: type it to two fields`,
      ];
    case 'low quality':
      return [`${written} (line ${line}) is left out${why}`];
    case 'not typed':
      return [`an allele of HLA-${gene} is not typed (line ${line})${why}`];
  }
}

/** More alleles than a patient can have: a list of candidates, or two patients' alleles in one file. */
function crowdWarnings(onSurface: readonly HlaCall[], genes: readonly string[]): readonly string[] {
  return genes.flatMap((gene) => {
    const alleles = new Set(onSurface.filter((call) => call.gene === gene).map(proteinOf));
    return alleles.size <= 2
      ? []
      : [`HLA-${gene} has ${alleles.size} alleles, where a patient has two at most: ${listed([...alleles])}`];
  });
}

function missingWarnings({ calls, expected }: GivenCalls, onSurface: readonly HlaCall[]): readonly string[] {
  const missing = expected.filter((gene) => onSurface.every((call) => call.gene !== gene));
  const unnamed = calls.filter(({ gene, note }) => gene === null && note === 'not typed');
  return [
    ...warning(
      'epitopes of these genes are not found, for want of a usable allele',
      missing.map((gene) => `HLA-${gene}`),
    ),
    ...unnamed.map(({ written, line }) => `line ${line} names no gene: ${written}`),
  ];
}

function warning(text: string, subjects: readonly string[]): readonly string[] {
  return subjects.length === 0 ? [] : [`${text}: ${listed(subjects)}`];
}

/** Distinct names for a message. */
export function listed(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}

/** True for what was written at a class II gene, readable or not. */
export function isClassII({ mhcClass, note }: HlaCall): boolean {
  return mhcClass === 'II' && note !== 'not typed';
}

/** Canonical where there is an allele, else as written. */
export function alleleOf({ allele, written }: HlaCall): string {
  return allele ?? written;
}
