/** What the command and its threads tell each other; plain data, large parts transferred instead of copied. */

import type { PhaseInput } from '../../stages/annotate-consequences/from-bundle/phase-index.js';
import type { ParseVariantsParams } from '../../stages/parse-variants/params.js';
import type { ReadingTally } from '../../stages/parse-variants/tally.js';
import type { Piece } from '../../stages/shared/bgzf/index.js';
import type { VcfHeader } from '../../stages/shared/vcf/index.js';
import type { FromTaskThread } from '../local/task-threads.js';
import type { AnnotateParams, Background } from './annotation.js';
import type { PieceEdges } from './read-piece.js';

/** What is settled before the first record. */
export interface ReadingSetup {
  /** Name of the file in messages. */
  readonly file: string;
  readonly header: VcfHeader;
  readonly parseParams: ParseVariantsParams;
  readonly annotateParams: AnnotateParams;
  /** Path of the bundle. */
  readonly reference: string | null;
  readonly hasProteins: boolean;
  /** Whether a germline file is given. */
  readonly hasGermline: boolean;
}

/** A piece and what is to be done with its lines. */
export interface PieceTask {
  readonly kind: 'phases' | 'annotate';
  readonly piece: Piece;
}

/** What came of a piece. */
export interface PieceOutcome {
  readonly edges: PieceEdges;
  readonly tally: ReadingTally;
  /** Rows as TSV. */
  readonly output: readonly Uint8Array<ArrayBuffer>[];
  readonly phased: readonly PhaseInput[];
}

export type ToThread =
  | { readonly kind: 'background'; readonly background: Background }
  | {
      readonly kind: 'task';
      readonly task: PieceTask;
      /** Memory of earlier outputs, to be used again. */
      readonly spare: readonly ArrayBuffer[];
    };

export type FromThread = FromTaskThread<PieceOutcome>;
