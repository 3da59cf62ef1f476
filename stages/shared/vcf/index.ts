export { hasAllele, parseGenotype } from './genotype.js';
export { metaFields, metaValues, type VcfHeader } from './header.js';
export { infoValue } from './info.js';
export { decodePercent } from './percent.js';
export { phaseOf } from './phase.js';
export { readVcf, type VcfVisitor } from './reader.js';
export type { MalformedLine, VcfRecord } from './record.js';
export { type SampleValues, sampleValues } from './sample.js';
