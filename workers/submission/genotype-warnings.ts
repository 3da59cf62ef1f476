/** What is said aloud of a genotype before it is scored: nothing that was given is dropped or joined in silence. */
import type { MhcClass } from '../../schemas/hla.js';
import type { HlaCall } from '../../stages/shared/hla-typing/index.js';
import type { ClassTwoMolecules } from './class-two-molecules.js';
import { proteinOf } from './protein-of.js';

export interface GivenCalls {
  readonly calls: readonly HlaCall[];
  /** Null for the flag itself. */
  readonly file: string | null;
  /** The classes that are scored. */
  readonly classes: readonly MhcClass[];
  /** Null: they were told by the alleles. */
  readonly asked: MhcClass | 'both' | null;
  /** Whether the call is of a gene that is scored. */
  readonly scored: (call: HlaCall) => boolean;
}

export interface UsedCalls {
  /** Alleles of the genes to score. */
  readonly usable: readonly HlaCall[];
  /** Those of them that reach the cell surface. */
  readonly onSurface: readonly HlaCall[];
  readonly ofClassTwo: ClassTwoMolecules;
  /** Genes of which an allele is expected and none is known. */
  readonly missing: readonly string[];
}

/** Warnings on the calls given: what is not scored and why, what the typing tool was unsure of, what is missing, what chains were joined to. */
export function genotypeWarnings(given: GivenCalls, used: UsedCalls): readonly string[] {
  const { calls, scored } = given;
  return [
    ...classWarnings(given, used.ofClassTwo),
    ...leftOutWarnings(given, used.usable),
    ...new Set(calls.filter(scored).flatMap(callWarnings)),
    ...crowdWarnings(used.onSurface),
    ...(given.classes.includes('II') ? moleculeWarnings(given, used.ofClassTwo) : []),
    ...missingWarnings(calls, used.missing),
  ];
}

/** Which classes are scored, where the alleles told it, and the alleles of the class that is not. */
function classWarnings(
  { calls, classes, asked }: GivenCalls,
  { alone }: ClassTwoMolecules,
): readonly string[] {
  const others = (mhcClass: MhcClass) => calls.filter(isOfClass(mhcClass)).map(alleleOf);
  if (classes.length === 2) {
    return asked === null
      ? ['the genotype has alleles of class I and II: both are scored (--class I leaves class II out)']
      : [];
  }
  if (classes.includes('II')) {
    return [
      ...(asked === null ? ['the genotype has class II alleles alone: class II is scored'] : []),
      ...warning('class I alleles are not scored in a class II run', others('I')),
    ];
  }
  if (asked === null && alone.length > 0)
    return [
      `class II is not scored: both chains of HLA-DP and -DQ bind the peptide, and one is not typed: ${aloneText(alone)}`,
    ];
  return warning('class II alleles are not scored in a class I run', others('II'));
}

function leftOutWarnings(
  { calls, classes, scored }: GivenCalls,
  usable: readonly HlaCall[],
): readonly string[] {
  const withSuffix = (suffixes: string): readonly HlaCall[] =>
    usable.filter(({ expression }) => expression !== null && suffixes.includes(expression));
  const unscored = calls.filter(
    (call) =>
      call.gene !== null &&
      call.note !== 'not typed' &&
      !scored(call) &&
      (call.mhcClass === null || classes.includes(call.mhcClass)),
  );
  const run = classes.length === 2 ? 'run of both classes' : `class ${classes.join()} run`;
  return [
    ...warning('null alleles present nothing and are left out', withSuffix('N').map(alleleOf)),
    ...warning('alleles that do not reach the cell surface are left out', withSuffix('SC').map(alleleOf)),
    ...warning(
      'alleles of low or doubtful expression are scored as if expressed',
      withSuffix('LAQ').map((call) => `${alleleOf(call)} as ${proteinOf(call)}`),
    ),
    ...warning(
      `genes that a ${run} does not score`,
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
      // Which of these a chromosome has depends on its DRB1: a typing without them lacks nothing.
      if (gene !== null && /^DRB[345]$/.test(gene)) return [];
      return [`an allele of HLA-${gene} is not typed (line ${line})${why}`];
  }
}

/** More alleles than a patient can have: a list of candidates, or two patients' alleles in one file. */
function crowdWarnings(onSurface: readonly HlaCall[]): readonly string[] {
  const allelesOf = new Map<string, Set<string>>();
  for (const call of onSurface) {
    for (const [index, gene] of (call.gene ?? '').split('/').entries()) {
      const allele = proteinOf(call).replace('HLA-', '').split('/')[index] ?? '';
      allelesOf.set(gene, (allelesOf.get(gene) ?? new Set()).add(`HLA-${allele}`));
    }
  }
  return [...allelesOf].flatMap(([gene, alleles]) =>
    alleles.size <= 2
      ? []
      : [`HLA-${gene} has ${alleles.size} alleles, where a patient has two at most: ${listed([...alleles])}`],
  );
}

/** What was made of the chains of class II. */
function moleculeWarnings({ calls }: GivenCalls, { combined, alone }: ClassTwoMolecules): readonly string[] {
  const hasAlphaOfDr = calls.some(({ gene, allele }) => gene === 'DRA' && allele !== null);
  return [
    ...(hasAlphaOfDr
      ? ['HLA-DRA does not vary where peptides bind: each HLA-DRB allele stands for its molecule']
      : []),
    ...combined
      .filter(({ molecules }) => molecules.length > 1)
      .map(
        ({ family, molecules }) =>
          `HLA-${family}: which chains are joined, in cis or in trans, is not typed; every pair is scored: ${listed(molecules)}`,
      ),
    ...(alone.length === 0
      ? []
      : [`chains are left out whose partner is not typed, as both bind the peptide: ${aloneText(alone)}`]),
  ];
}

/** 'HLA-DQB1*05:01 (no HLA-DQA1)'. */
export function aloneText(alone: ClassTwoMolecules['alone']): string {
  return listed(alone.map(({ chain, missing }) => `${chain} (no ${missing})`));
}

function missingWarnings(calls: readonly HlaCall[], missing: readonly string[]): readonly string[] {
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

/** True for what was written at a gene of the class, readable or not. */
export function isOfClass(mhcClass: MhcClass): (call: HlaCall) => boolean {
  return (call) => call.mhcClass === mhcClass && call.note !== 'not typed';
}

/** Canonical where there is an allele, else as written. */
export function alleleOf({ allele, written }: HlaCall): string {
  return allele ?? written;
}
