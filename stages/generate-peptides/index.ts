import { z } from 'zod';
import { consequences, peptides, scoringPeptides } from '../../schemas/artifacts.js';
import type { Omission, OmissionCode } from '../../schemas/omissions.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Consequence } from '../../schemas/rows.js';
import { defineStage, required } from '../../schemas/stage.js';
import { compareText } from '../shared/compare-text.js';
import { firstProteinHolding } from '../shared/self-match.js';
import { type NovelPeptides, novelPeptides } from './novel-peptides.js';

/**
 * Mutant peptides that no wild-type protein has. Self is every wild-type protein at hand: those of the consequences always, the whole
 * reference proteome where a reference is given. Without one a kept peptide may still occur in another gene: isSelfPeptide is null then.
 */
export const generatePeptides = defineStage({
  name: 'generate-peptides',
  version: '1',
  summary:
    'cuts the changed proteins into mutant peptides and their wild-type counterparts, leaving out self',
  params: z.object({
    classILengths: z
      .array(z.number().int().min(8).max(14))
      .min(1)
      .default([8, 9, 10, 11])
      .describe('lengths of class I peptides, residues'),
    skipSelf: z
      .boolean()
      .default(true)
      .describe('leave out peptides that occur in a wild-type protein (exact match)'),
  }),
  inputs: { consequences: required(consequences) },
  outputs: { peptides, scoringPeptides },
  resources: ['reference?'],
  shard: null,
  run({ params, inputs, resources, emit, omit }) {
    const lengths = [...new Set(params.classILengths)].sort((a, b) => a - b);
    const alleles: Allele[] = [];
    const wildtypes = new Map<string, string>();
    for (const rows of allelesOf(inputs.consequences)) {
      for (const row of rows) {
        if (row.wildtypeProtein !== null) wildtypes.set(row.wildtypeProtein, row.gene);
      }
      const [first] = rows.filter((row) => row.status === 'ok');
      if (first !== undefined) alleles.push({ first, novel: novelPeptides(rows, lengths) });
    }
    const self = selfPeptides(alleles, wildtypes, resources.reference);
    const dropped = params.skipSelf ? self : new Map<string, string>();
    // Not found in the proteins at hand says nothing of the others, unless all of them were at hand.
    const notFound = resources.reference === null ? null : false;
    const toScore = new Set<string>();
    for (const { first, novel } of alleles) {
      const kept = novel.rows.filter((row) => !dropped.has(row.peptide));
      for (const row of kept) {
        emit.peptides({ ...row, isSelfPeptide: self.has(row.peptide) ? true : notFound });
        toScore.add(row.peptide);
        if (row.wildtypePeptide !== null) toScore.add(row.wildtypePeptide);
      }
      for (const omission of omissionsOf(first, novel, kept.length, dropped)) omit(omission);
    }
    for (const peptide of [...toScore].sort(byLengthThenAlphabet)) emit.scoringPeptides({ peptide });
  },
});

interface Allele {
  /** Its first 'ok' consequence. */
  readonly first: Consequence;
  readonly novel: NovelPeptides;
}

function* allelesOf(rows: Iterable<Consequence>): Generator<readonly Consequence[]> {
  let group: Consequence[] = [];
  for (const row of rows) {
    const [first] = group;
    if (first !== undefined && first.alleleOrdinal !== row.alleleOrdinal) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}

/** Peptide → gene of a wild-type protein that holds it. */
function selfPeptides(
  alleles: readonly Allele[],
  wildtypes: ReadonlyMap<string, string>,
  reference: ReferenceBundle | null,
): ReadonlyMap<string, string> {
  function* proteins(): Generator<{ name: string; sequence: string }> {
    for (const [sequence, name] of wildtypes) yield { name, sequence };
    if (reference === null) return;
    for (const { geneName, sequence } of reference.proteome()) yield { name: geneName, sequence };
  }
  return firstProteinHolding(
    alleles.flatMap(({ novel }) => novel.rows.map((row) => row.peptide)),
    proteins(),
  );
}

function byLengthThenAlphabet(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

/** A bundle's subject: the peptides if they are few, else the first ones. */
function named(items: readonly string[]): string {
  return items.length <= 3 ? items.join(' ') : `${items.slice(0, 3).join(' ')} …`;
}

function omissionsOf(
  first: Consequence,
  { rows, unusable }: NovelPeptides,
  keptCount: number,
  self: ReadonlyMap<string, string>,
): readonly Omission[] {
  const allele = { input: first.input, alleleOrdinal: first.alleleOrdinal };
  const omissions: Omission[] = [];
  const unusablePeptides = [...unusable].sort(byLengthThenAlphabet);
  if (unusablePeptides.length > 0) {
    omissions.push({
      ...allele,
      scope: 'item',
      subject: named(unusablePeptides),
      code: 'PEPTIDE_UNUSABLE',
      reason:
        'a letter outside the 20 standard residues (X unknown, U selenocysteine): no predictor takes it',
      count: unusablePeptides.length,
    });
  }
  const selfPeptidesHere = [...new Set(rows.map((row) => row.peptide))].filter((peptide) =>
    self.has(peptide),
  );
  if (selfPeptidesHere.length > 0) {
    const genes = [...new Set(selfPeptidesHere.map((peptide) => self.get(peptide) ?? ''))].sort();
    omissions.push({
      ...allele,
      scope: 'item',
      subject: named(selfPeptidesHere),
      code: 'SELF_PEPTIDE',
      reason: `occurs in a wild-type protein of ${named(genes)}`,
      count: selfPeptidesHere.length,
    });
  }
  if (keptCount === 0) omissions.push(wholeAllele(allele, selfPeptidesHere.length, unusablePeptides.length));
  return omissions;
}

function wholeAllele(
  allele: { readonly input: string; readonly alleleOrdinal: number },
  selfCount: number,
  unusableCount: number,
): Omission {
  const [code, reason]: readonly [OmissionCode, string] =
    selfCount > 0 && selfCount >= unusableCount
      ? ['SELF_PEPTIDE', 'every new peptide occurs in a wild-type protein']
      : unusableCount > 0
        ? ['PEPTIDE_UNUSABLE', 'every new peptide has a letter no predictor takes']
        : [
            'NO_NOVEL_PEPTIDE',
            'every window of the mutant protein occurs in its wild type (a truncation, a repeat)',
          ];
  return { ...allele, scope: 'allele', subject: '', code, reason, count: 1 };
}
