/**
 * Reads the patient's VCF into normalised variants. Each ALT of each data line becomes one variant or one omission with a reason:
 * line readable → FILTER accepted → ALT is a sequence → in the tumour → on the reference → normalised → not given before.
 */
import { variants, vcfFile, vcfSource } from '../../schemas/artifacts.js';
import { defineStage, required } from '../../schemas/stage.js';
import { readVcf } from '../shared/vcf/index.js';
import { paramsSchema } from './params.js';
import { VariantVisitor } from './variant-visitor.js';

export const parseVariants = defineStage({
  name: 'parse-variants',
  version: '1',
  summary:
    'Reads the VCF: splits, trims, left-aligns and REF-checks its alleles; finds sample roles and depths',
  params: paramsSchema,
  inputs: { vcf: required(vcfFile) },
  outputs: { variants, source: vcfSource },
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
    const reading = await readVcf(inputs.vcf, visitor);
    const notes: string[] = [];
    if (reading.blankLineCount > 0) notes.push(`${reading.blankLineCount} blank lines were skipped`);
    if (!reading.endsWithNewline)
      notes.push('the last line has no line break: the file may have been cut there');
    emit.source(visitor.finish(notes));
  },
});
