export { type ConsensusMethod, consensusOf } from './consensus.js';
export { openInstalledTool, openSavedOutput } from './external-predictor.js';
export { findTool, pathVariable } from './find-tool.js';
export { externalTools } from './registry.js';
export { endTools } from './tool-folders.js';
