export type { BasesOf } from './left-align.js';
export { normaliseVariant, type SmallVariant, trimVariant } from './normalise.js';
export { type AllelePair, trimAlleles } from './trim.js';
