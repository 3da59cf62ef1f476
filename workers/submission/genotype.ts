/** The genotype that is scored, from names as people or typing tools write them. */
import { AntigraphError } from '../../schemas/errors.js';
import {
  type HlaName,
  type MhcClass,
  parseClassIAllele,
  parseClassIIAllele,
  readHlaName,
} from '../../schemas/hla.js';
import { type HlaCall, readHlaTyping } from '../../stages/shared/hla-typing/index.js';
import { type ClassTwoMolecules, classTwoGenes, classTwoMolecules, familyOf } from './class-two-molecules.js';
import { type GivenCalls, genotypeWarnings } from './genotype-warnings.js';
import { nothingUsable, unreadable } from './no-genotype.js';
import { proteinOf } from './protein-of.js';

/** Which classes a run scores. */
export type ClassChoice = MhcClass | 'both';

export interface Genotype {
  /** Class I: canonical, sorted, distinct; empty where the class is not scored. */
  readonly alleles: readonly string[];
  /** Class II molecules, likewise: HLA-DRB1*15:01, HLA-DPA1*01:03/DPB1*04:01. */
  readonly classTwoAlleles: readonly string[];
  /** What was given and is not scored, what was made of it, and why: said aloud, never in silence. */
  readonly warnings: readonly string[];
}

const classical: readonly string[] = ['A', 'B', 'C'];
const everyClassI: readonly string[] = [...classical, 'E', 'F', 'G'];

/**
 * Names typed by hand are taken strictly: whatever is no allele is an error.
 * @param asked null: the classes that have alleles
 * @throws HLA_MALFORMED, HLA_EMPTY
 */
export function genotypeOfNames(given: readonly string[], asked: ClassChoice | null): Genotype {
  const names = given.flatMap((text) => text.split(/[\s,;]+/)).filter((name) => name !== '');
  for (const name of names) checkName(name, readHlaName(name), asked);
  const calls = names.length === 0 ? [] : readHlaTyping(names.join('\n')).calls;
  return genotypeOf({ calls, file: null, classOneGenes: everyClassI, isTyping: false }, asked);
}

/** A name of a class that is not scored is only left out. @throws HLA_MALFORMED */
function checkName(name: string, read: HlaName, asked: ClassChoice | null): void {
  const mhcClass = read.kind === 'unreadable' ? null : read.mhcClass;
  if (mhcClass === 'II') {
    if (asked !== 'I') parseClassIIAllele(name);
  } else if (mhcClass !== 'I' || asked !== 'II') parseClassIAllele(name);
}

/** The genotype in a typing tool's result, or in a list of alleles; `file` is its base name. @throws HLA_MALFORMED, HLA_EMPTY */
export function genotypeOfText(text: string, file: string, asked: ClassChoice | null): Genotype {
  const { tool, calls } = readLocated(text, file);
  return genotypeOf(
    tool === 'plain list'
      ? { calls, file, classOneGenes: everyClassI, isTyping: false }
      : { calls, file, classOneGenes: classical, isTyping: true },
    asked,
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

function genotypeOf(
  read: {
    readonly calls: readonly HlaCall[];
    readonly file: string | null;
    /** Those of class I to score. Who writes HLA-E by hand means it; typing tools list it beside genes nobody asked for. */
    readonly classOneGenes: readonly string[];
    /** A typing tool types every gene it can; a list by hand may well be partial. */
    readonly isTyping: boolean;
  },
  asked: ClassChoice | null,
): Genotype {
  const { calls, file, classOneGenes, isTyping } = read;
  const usable = calls.filter(({ allele }) => allele !== null);
  const onSurface = usable.filter(({ expression }) => !isAbsentFromSurface(expression));
  const ofClassTwo = classTwoMolecules(onSurface.filter(isScoredClassTwo));
  const classes = classesOf(calls, asked, { classOneGenes, ofClassTwo });
  const scored = (call: HlaCall): boolean =>
    (classes.includes('I') && call.gene !== null && classOneGenes.includes(call.gene)) ||
    (classes.includes('II') && isScoredClassTwo(call));
  const given: GivenCalls = { calls, file, classes, asked, scored };
  const wrong = calls.find((call) => call.note === 'unreadable' && (call.gene === null || scored(call)));
  if (wrong !== undefined) throw unreadable(file, wrong);
  const ofClassOne = onSurface.filter((call) => call.mhcClass === 'I' && scored(call));
  const alleles = [...new Set(ofClassOne.map(proteinOf))].sort();
  const classTwoAlleles = classes.includes('II') ? ofClassTwo.molecules : [];
  if (classes.includes('I') && alleles.length === 0) throw nothingUsable(given, 'I', ofClassTwo);
  if (classes.includes('II') && classTwoAlleles.length === 0) throw nothingUsable(given, 'II', ofClassTwo);
  return {
    alleles,
    classTwoAlleles,
    warnings: genotypeWarnings(given, {
      usable: usable.filter(scored),
      onSurface: onSurface.filter(scored),
      ofClassTwo,
      missing: isTyping ? missingGenes(classes, ofClassOne, classTwoAlleles) : [],
    }),
  };
}

/** Class II joins where it can be scored; class I where it is named, so that a typing of it that cannot be used is an error and not a run of class II alone. */
function classesOf(
  calls: readonly HlaCall[],
  asked: ClassChoice | null,
  found: { readonly classOneGenes: readonly string[]; readonly ofClassTwo: ClassTwoMolecules },
): readonly MhcClass[] {
  if (asked === 'both') return ['I', 'II'];
  if (asked !== null) return [asked];
  const named = calls.filter(({ note }) => note !== 'not typed');
  const namesClassOne = named.some(({ gene }) => gene !== null && found.classOneGenes.includes(gene));
  if (found.ofClassTwo.molecules.length > 0) return namesClassOne ? ['I', 'II'] : ['II'];
  return namesClassOne || !named.some(isScoredClassTwo) ? ['I'] : ['II'];
}

function isScoredClassTwo({ gene }: HlaCall): boolean {
  return gene !== null && (classTwoGenes.includes(gene) || gene.includes('/'));
}

/** N: not made; S and C: secreted or in the cytoplasm only, so nothing is presented on the cell. */
function isAbsentFromSurface(expression: HlaCall['expression']): boolean {
  return expression === 'N' || expression === 'S' || expression === 'C';
}

/** Genes of the classes scored of which every patient has an allele, and none is known. */
function missingGenes(
  classes: readonly MhcClass[],
  ofClassOne: readonly HlaCall[],
  classTwoAlleles: readonly string[],
): readonly string[] {
  const genes = new Set([...ofClassOne.map(({ gene }) => gene), ...classTwoAlleles.map(familyOf)]);
  const expected = [
    ...(classes.includes('I') ? classical : []),
    ...(classes.includes('II') ? ['DRB1', 'DP', 'DQ'] : []),
  ];
  return expected.filter((gene) => !genes.has(gene));
}
