import {
  parseGenotype,
  type SampleValues,
  sampleValues,
  type VcfHeader,
  type VcfRecord,
} from '../shared/vcf/index.js';
import { splitAlternates } from './alternates.js';
import type { SampleRoles } from './roles.js';

/** The columns of one record that matter: of the tumour and of the normal. */
export interface RecordSamples {
  readonly tumor: SampleValues | null;
  readonly normal: SampleValues | null;
  /** False where the file has no sample columns at all. */
  readonly hasColumns: boolean;
}

/** Reads the two samples of a record, or says what is wrong with its columns. */
export type SamplesReader = (record: VcfRecord) => RecordSamples | { readonly reason: string };

/** Too few columns, an empty FORMAT and a GT that is none make the line malformed: its depths could be another sample's. */
export function samplesReader(header: VcfHeader, roles: SampleRoles): SamplesReader {
  const { samples } = header;
  const tumorIndex = roles.tumor === null ? -1 : samples.indexOf(roles.tumor);
  const normalIndex = roles.normal === null ? -1 : samples.indexOf(roles.normal);
  const expected = samples.length + 1;
  return (record) => {
    const columns = record.samples();
    if (samples.length === 0) return { tumor: null, normal: null, hasColumns: false };
    if (columns.length !== expected) {
      return { reason: `the line has ${columns.length + 8} columns, the header ${expected + 8}` };
    }
    const format = columns[0] ?? '';
    const at = (index: number): SampleValues | null =>
      index < 0 ? null : sampleValues(format, columns[index + 1] ?? '');
    const tumor = at(tumorIndex);
    const genotype = tumor?.get('GT') ?? null;
    if (genotype !== null && !isGenotypeOf(genotype, record.alt)) {
      return {
        reason: `GT '${genotype.slice(0, 40)}' of ${roles.tumor} is not a genotype of this record's alleles`,
      };
    }
    return { tumor, normal: at(normalIndex), hasColumns: true };
  };
}

function isGenotypeOf(text: string, alt: string): boolean {
  const alleleCount = splitAlternates(alt).length;
  return parseGenotype(text)?.every(({ index }) => index === null || index <= alleleCount) ?? false;
}
