/** Runs the annotation-to-peptide stages on rows in memory. */
import type { Omission } from '../../schemas/omissions.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Consequence, GermlineSegment, PeptideRow } from '../../schemas/rows.js';
import {
  annotateFromVcf,
  type VcfAnnotationOptions,
} from '../../stages/annotate-consequences/from-annotation/index.js';
import { generatePeptides } from '../../stages/generate-peptides/index.js';
import type { CsqVcf } from './csq-vcf.js';

export interface Annotated {
  readonly rows: readonly Consequence[];
  readonly omissions: readonly Omission[];
}

export function annotateCsq(
  { variants, source }: CsqVcf,
  options: Partial<Pick<VcfAnnotationOptions, 'reference' | 'fromBundle'>> = {},
): Annotated {
  const rows: Consequence[] = [];
  const omissions: Omission[] = [];
  annotateFromVcf({
    variants,
    source,
    reference: null,
    emit: (row) => rows.push(row),
    omit: (omission) => omissions.push(omission),
    ...options,
  });
  return { rows, omissions };
}

export interface Generated {
  readonly peptides: readonly PeptideRow[];
  readonly scoringPeptides: readonly string[];
  readonly classTwoScoringPeptides: readonly string[];
  readonly omissions: readonly Omission[];
}

export interface GenerateOptions {
  readonly classILengths?: readonly number[];
  readonly classIILengths?: readonly number[];
  readonly skipSelf?: boolean;
  readonly reference?: ReferenceBundle | null;
  readonly germlineSegments?: readonly GermlineSegment[];
}

export function generate(consequences: Iterable<Consequence>, options: GenerateOptions = {}): Generated {
  const peptides: PeptideRow[] = [];
  const scoringPeptides: string[] = [];
  const classTwoScoringPeptides: string[] = [];
  const omissions: Omission[] = [];
  void generatePeptides.run({
    params: {
      classILengths: [...(options.classILengths ?? [8, 9, 10, 11])],
      classIILengths: [...(options.classIILengths ?? [])],
      skipSelf: options.skipSelf ?? true,
    },
    inputs: { consequences, germlineSegments: options.germlineSegments ?? [] },
    resources: { reference: options.reference ?? null, predictor: null, classTwoPredictor: null },
    emit: {
      peptides: (row) => peptides.push(row),
      scoringPeptides: (row) => scoringPeptides.push(row.peptide),
      classTwoScoringPeptides: (row) => classTwoScoringPeptides.push(row.peptide),
    },
    omit: (omission) => omissions.push(omission),
  });
  return { peptides, scoringPeptides, classTwoScoringPeptides, omissions };
}
