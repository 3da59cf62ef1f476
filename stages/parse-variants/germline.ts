/** The patient's germline alleles that touch an exon or a splice site of a coding transcript. */
import { AntigraphError } from '../../schemas/errors.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { GermlineVariant, VcfSource } from '../../schemas/rows.js';
import type { ByteSource } from '../../schemas/stage.js';
import { readVcf } from '../shared/vcf/index.js';
import { GermlineVisitor } from './germline-visitor.js';
import type { ParseVariantsParams } from './params.js';

interface GermlineOptions {
  readonly reference: ReferenceBundle | null;
  readonly params: ParseVariantsParams;
  /** Of the variants' file: the germline file may name the patient alike. */
  readonly normalSample: string | null;
  readonly emit: (variant: GermlineVariant) => void;
}

interface GermlineReading {
  /** null: no file was given. */
  readonly germline: VcfSource['germline'];
  readonly warnings: readonly string[];
}

/**
 * Reads the germline file and emits its background alleles in file order: FILTER PASS or '.', in the sample's genotype, normalised.
 * What is left out is no part of the ledger, which counts the alleles that could be antigens; it is said in the warnings.
 * @throws REFERENCE_MISSING without a reference; VCF_SAMPLE_AMBIGUOUS, VCF_SAMPLE_UNKNOWN; VCF_WRONG_BUILD, VCF_CONTIGS_UNKNOWN
 */
export async function readGermline(
  file: ByteSource | null,
  { reference, params, normalSample, emit }: GermlineOptions,
): Promise<GermlineReading> {
  if (file === null) return { germline: null, warnings: [] };
  if (reference === null) throw withoutReference(file.name);
  const visitor = new GermlineVisitor({ file: file.name, reference, params, normalSample, emit });
  await readVcf(file, visitor);
  return visitor.finish();
}

function withoutReference(file: string): AntigraphError {
  return new AntigraphError(
    'REFERENCE_MISSING',
    'germline variants change proteins only by way of a reference bundle, and none was given',
    { at: { file }, fix: 'Give --reference R as well, or leave --germline-vcf out.' },
  );
}
