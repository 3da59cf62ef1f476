export { BUNDLED_CLASS1_MODEL, openBundledPredictor } from './bundled-models.js';
export { openClass1Predictor } from './class1-predictor.js';
export { openClass2Predictor } from './class2-predictor.js';
