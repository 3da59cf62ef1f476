/**
 * write-variants: the patient's file again, every record and every sample as submitted, with what the run found about each allele in INFO.
 * The file is read twice: once for its order, which decides whether an index can be written, and once to write it.
 */
import { z } from 'zod';
import {
  annotatedVcf,
  annotatedVcfIndex,
  consequences,
  rankedVariants,
  shortlist,
  vcfFile,
  vcfSource,
} from '../../schemas/artifacts.js';
import { defineStage, required } from '../../schemas/stage.js';
import { omissionInputs } from '../shared/omission-inputs.js';
import { readVcf } from '../shared/vcf/index.js';
import { AlleleNotes } from './allele-notes.js';
import { AnnotatingVisitor } from './annotating-visitor.js';
import { headerText } from './header-text.js';
import { IndexedFile, type LineSink, SortingSink } from './record-writer.js';
import { type Survey, surveyVcf } from './survey.js';

const params = z.object({
  sortLimitBytes: z
    .number()
    .int()
    .nonnegative()
    .default(200_000_000)
    .describe(
      'bytes of text up to which a file that is not sorted is sorted in memory; a larger one keeps its order and gets no index',
    ),
});

export const writeVariants = defineStage({
  name: 'write-variants',
  version: '1',
  summary: "Writes the patient's records again with consequence, best peptide, rank and fate of each allele.",
  params,
  inputs: {
    vcf: required(vcfFile),
    source: required(vcfSource),
    consequences: required(consequences),
    rankedVariants: required(rankedVariants),
    shortlist: required(shortlist),
    ...omissionInputs,
  },
  outputs: { annotatedVcf, annotatedVcfIndex },
  resources: ['reference?'],
  shard: null,
  async run({ params, inputs, resources: { reference }, emit }) {
    const { vcf, source } = inputs;
    const reading = { reference, tumorSample: source.tumorSample };
    const survey = await surveyVcf(vcf, reading);
    const isSortable = survey.sizeBytes <= params.sortLimitBytes;
    const notes = new AlleleNotes({
      consequences: inputs.consequences,
      ranked: inputs.rankedVariants,
      shortlist: inputs.shortlist,
      earlyOmissions: [inputs.parseOmissions, inputs.annotateOmissions],
      lateOmissions: [
        inputs.peptideOmissions,
        inputs.predictOmissions,
        inputs.classTwoOmissions,
        inputs.featureOmissions,
        inputs.rankOmissions,
        inputs.selectOmissions,
      ],
    });
    const visitor = new AnnotatingVisitor(notes, (header): LineSink => {
      const file = new IndexedFile({
        header: headerText(header, notesOf(survey, isSortable)),
        isSorted: survey.isSorted || isSortable,
        emitFile: emit.annotatedVcf,
        emitIndex: emit.annotatedVcfIndex,
      });
      return survey.isSorted || !isSortable ? file : new SortingSink(file, survey.contigs);
    });
    await readVcf(vcf, visitor, reading);
    visitor.finish(source.alleleCount - source.eventCount);
  },
});

function notesOf({ isSorted, unreadableCount }: Survey, isSortable: boolean): string[] {
  const notes: string[] = [];
  if (!isSorted) {
    notes.push(
      isSortable
        ? 'the submitted file was not sorted; the records are sorted here'
        : 'the submitted file is not sorted and too large to be sorted in memory: there is no index (bcftools sort makes one possible)',
    );
  }
  if (unreadableCount > 0) {
    notes.push(`${unreadableCount} lines that are no records were left out; ledger.tsv names them`);
  }
  return notes;
}
