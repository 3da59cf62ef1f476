/** A thread of bench/vcf.ts: inflates pieces and reads their records. */
import { parentPort } from 'node:worker_threads';
import { inflatePiece, type Piece } from '../stages/shared/bgzf/index.js';
import { readPart } from '../stages/shared/vcf/part.js';
import { VcfRecord } from '../stages/shared/vcf/record.js';

const record = new VcfRecord();

parentPort?.on('message', (piece: Piece) => {
  const text = piece.kind === 'blocks' ? inflatePiece(piece).bytes : Buffer.from(piece.bytes);
  let positions = 0;
  const { lineCount } = readPart(text, {
    isLineStart: piece.isLineStart,
    linesBefore: 0,
    record,
    visitor: {
      line: () => undefined,
      record: (read) => {
        positions += read.position;
      },
      malformed: () => undefined,
    },
  });
  parentPort?.postMessage({ lineCount, textBytes: text.length, positions });
});
