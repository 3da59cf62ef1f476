/**
 * Reads the patient's VCF into normalised variants. Each ALT of each data line becomes one variant or one omission with a reason:
 * line readable → FILTER accepted → ALT is a sequence → in the tumour → on the reference → normalised → not given before.
 */
import {
  antigenFile,
  fusionFile,
  germlineVariants,
  germlineVcfFile,
  junctionFile,
  variants,
  vcfFile,
  vcfSource,
} from '../../schemas/artifacts.js';
import { defineStage, optional, required } from '../../schemas/stage.js';
import { readVcf } from '../shared/vcf/index.js';
import { readEvents } from './events/index.js';
import { readGermline } from './germline.js';
import { paramsSchema } from './params.js';
import { VariantVisitor } from './variant-visitor.js';

/** The optional inputs of a reading that has the patient's variant file alone. */
export const variantFileAlone = { germlineVcf: null, fusions: null, junctions: null, antigens: null };

export const parseVariants = defineStage({
  name: 'parse-variants',
  version: '2',
  summary:
    'Reads the VCF: splits, trims, left-aligns and REF-checks its alleles; finds sample roles and depths',
  params: paramsSchema,
  inputs: {
    vcf: required(vcfFile),
    germlineVcf: optional(germlineVcfFile),
    fusions: optional(fusionFile),
    junctions: optional(junctionFile),
    antigens: optional(antigenFile),
  },
  outputs: { variants, source: vcfSource, germlineVariants },
  resources: ['reference?'],
  shard: null,
  async run({ params, inputs, resources, emit, omit }) {
    const file = inputs.vcf.name;
    const visitor = new VariantVisitor({
      file,
      params,
      reference: resources.reference,
      emit: emit.variants,
      omit,
    });
    const { reference } = resources;
    const { tumorSample } = params;
    const reading = await readVcf(inputs.vcf, visitor, { reference, tumorSample });
    const notes: string[] = [];
    if (reading.blankLineCount > 0) notes.push(`${reading.blankLineCount} blank lines were skipped`);
    if (!reading.endsWithNewline)
      notes.push('the last line has no line break: the file may have been cut there');
    for await (const event of readEvents(inputs, reference, params)) visitor.event(event);
    const source = visitor.finish(notes);
    const { germline, warnings } = await readGermline(inputs.germlineVcf, {
      reference,
      params,
      normalSample: source.normalSample,
      emit: emit.germlineVariants,
    });
    emit.source({ ...source, germline, warnings: [...source.warnings, ...warnings] });
  },
});
