export { compressBlocks } from './compress.js';
export { decompress, detectCompression } from './decompress.js';
export { CompressedBytesError } from './errors.js';
