import { z } from 'zod';
import {
  classTwoScoringPeptides,
  consequences,
  germlineSegments,
  peptides,
  scoringPeptides,
} from '../../schemas/artifacts.js';
import type { Consequence } from '../../schemas/rows.js';
import { defineStage, required } from '../../schemas/stage.js';
import type { Occurrence } from '../shared/proteome-index/index.js';
import { isUsable } from '../shared/usable-consequence.js';
import { type NovelPeptides, novelPeptides } from './novel-peptides.js';
import { byLengthThenAlphabet, omissionsOf } from './omissions.js';
import { addOwnProteins, createSelfCheck, isReactivatedProtein, noProteins } from './self.js';

const paramsSchema = z
  .object({
    classILengths: z
      .array(z.number().int().min(8).max(14))
      .default([8, 9, 10, 11])
      .describe(
        'lengths of class I peptides, residues; none where the genotype given has class II alleles alone',
      ),
    classIILengths: z
      .array(z.number().int().min(12).max(25))
      .default([])
      .describe(
        'lengths of class II peptides, residues; 15 where the genotype given has class II alleles, as most ligands have about that length (Chicz 1992, doi:10.1038/358764a0)',
      ),
    skipSelf: z
      .boolean()
      .default(true)
      .describe(
        "leave out peptides that occur in a wild-type protein or the patient's germline (exact match)",
      ),
  })
  .refine((params) => params.classILengths.length + params.classIILengths.length > 0, {
    path: ['classILengths'],
    message: 'at least one length of class I or class II peptides',
  });

/**
 * Mutant peptides that no protein of the patient's healthy cells has. Self is every wild-type protein at hand: those of the consequences
 * and the stretches that germline variants make always, the whole reference proteome where a reference is given. Without one a kept
 * peptide may still occur in another gene: isSelfPeptide is null then.
 */
export const generatePeptides = defineStage({
  name: 'generate-peptides',
  version: '3',
  summary:
    'cuts the changed proteins into mutant peptides and their wild-type counterparts, leaving out self',
  params: paramsSchema,
  inputs: { consequences: required(consequences), germlineSegments: required(germlineSegments) },
  outputs: { peptides, scoringPeptides, classTwoScoringPeptides },
  resources: ['reference?'],
  shard: null,
  run({ params, inputs, resources, emit, omit }) {
    const lengths = [...new Set([...params.classILengths, ...params.classIILengths])].sort((a, b) => a - b);
    const own = noProteins();
    const alleles: Allele[] = [];
    for (const rows of allelesOf(inputs.consequences)) {
      for (const row of rows) addOwnProteins(own, row);
      const [first] = rows.filter(isUsable);
      if (first !== undefined) alleles.push({ first, novel: novelPeptides(rows, lengths) });
    }
    const check = createSelfCheck(own, inputs.germlineSegments, resources.reference);
    // Not found in the proteins at hand says nothing of the others, unless all of them were at hand.
    const notFound = resources.reference === null ? null : false;
    const classes = [
      { lengths: params.classILengths, toScore: new Set<string>(), emitPeptide: emit.scoringPeptides },
      {
        lengths: params.classIILengths,
        toScore: new Set<string>(),
        emitPeptide: emit.classTwoScoringPeptides,
      },
    ];
    for (const { first, novel } of alleles) {
      const cut = novel.rows.map((row) => row.peptide);
      const self = check.occurrencesOf(cut, isReactivatedProtein(first));
      const kept = params.skipSelf ? novel.rows.filter((row) => !self.has(row.peptide)) : novel.rows;
      for (const row of kept) {
        emit.peptides({ ...row, isSelfPeptide: self.has(row.peptide) ? true : notFound });
        for (const { lengths: own, toScore } of classes) {
          if (!own.includes(row.peptide.length)) continue;
          toScore.add(row.peptide);
          if (row.wildtypePeptide !== null) toScore.add(row.wildtypePeptide);
        }
      }
      const left = { unusable: novel.unusable, self: params.skipSelf ? self : nothing };
      for (const omission of omissionsOf(first, left, kept.length)) omit(omission);
    }
    for (const { toScore, emitPeptide } of classes)
      for (const peptide of [...toScore].sort(byLengthThenAlphabet)) emitPeptide({ peptide });
  },
});

const nothing: ReadonlyMap<string, readonly Occurrence[]> = new Map();

interface Allele {
  /** Its first usable consequence. */
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
