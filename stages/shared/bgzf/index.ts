export { compressBlocks } from './compress.js';
export { type Compression, decompress, detectCompression } from './decompress.js';
export { CompressedBytesError } from './errors.js';
