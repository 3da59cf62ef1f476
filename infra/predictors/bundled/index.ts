export { BUNDLED_CLASS1_MODEL, openBundledPredictor, openClass1Predictor } from './class1-predictor.js';
