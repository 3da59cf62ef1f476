export { compressBlocks } from './compress.js';
export { decompress, detectCompression } from './decompress.js';
export { CompressedBytesError } from './errors.js';
export { cutPieces, cutText, inflatePiece, type Piece } from './pieces.js';
export { BgzfWriter } from './writer.js';
