import type { ReadSupport } from '../../schemas/rows.js';
import { type RecordAllele, readSupport } from '../shared/read-support/read-support.js';
import { infoValue } from '../shared/vcf/index.js';

/**
 * The tumour's reads where the file has no sample columns: LoFreq writes DP4, DP and AF into INFO. DP4 must be there, since elsewhere
 * INFO/AF is a frequency among genotypes or in a population.
 */
export function infoSupport(info: string, allele: RecordAllele): ReadSupport | null {
  if (infoValue(info, 'DP4') === null) return null;
  return readSupport({ get: (key) => infoValue(info, key) || null }, allele);
}
