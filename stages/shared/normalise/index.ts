export { normaliseVariant, type SmallVariant, trimVariant } from './normalise.js';
