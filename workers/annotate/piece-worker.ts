/** Does the work on pieces: in a thread, or in the command's own thread. */
import { defect } from '../../schemas/errors.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { VcfSource } from '../../schemas/rows.js';
import { VariantVisitor } from '../../stages/parse-variants/variant-visitor.js';
import { VcfRecord } from '../../stages/shared/vcf/record.js';
import { type AnnotateLine, type Background, lineAnnotator, noBackground } from './annotation.js';
import { LineAnnotator, PhaseCollector } from './line-visitors.js';
import type { PieceOutcome, PieceTask, ReadingSetup } from './messages.js';
import { readPiece } from './read-piece.js';
import { RowWriter } from './row-writer.js';

export class PieceWorker {
  readonly #setup: ReadingSetup;
  readonly #reference: ReferenceBundle | null;
  readonly #writer: RowWriter;
  readonly #record = new VcfRecord();
  #background = noBackground;
  #annotate: AnnotateLine | null = null;
  #annotator: LineAnnotator | null = null;
  #collector: PhaseCollector | null = null;

  constructor(setup: ReadingSetup, reference: ReferenceBundle | null) {
    this.#setup = setup;
    this.#reference = reference;
    this.#writer = new RowWriter({ hasProteins: setup.hasProteins });
  }

  /** What lies on one molecule with the variants: to be told before any is annotated. */
  setBackground(background: Background): void {
    this.#background = background;
  }

  /** Takes memory of written outputs, and gives back what it needs not. */
  recycle(buffers: readonly ArrayBuffer[]): ArrayBuffer[] {
    return this.#writer.recycle(buffers);
  }

  /** Reads a piece whose place in the file is not known; whole-file checks are left to who adds the tallies. */
  run({ kind, piece }: PieceTask): PieceOutcome {
    const visitor = kind === 'annotate' ? this.#getAnnotator() : this.#getCollector();
    visitor.begin(piece.start);
    const edges = readPiece(piece, { record: this.#record, visitor, linesBefore: 0 });
    return {
      edges,
      tally: visitor.visitor.takeTally(),
      output: this.#writer.take(),
      phased: this.#collector?.takeFound() ?? [],
    };
  }

  /** A reader of lines in file order that makes the whole-file checks; its rows are taken from `takeOutput`. */
  inOrder(): LineAnnotator {
    const annotator = this.#newAnnotator(this.#setup.parseParams.wrongBuildFraction);
    annotator.header(this.#setup.header);
    return annotator;
  }

  /** A collector of lines in file order. */
  collectorInOrder(): PhaseCollector {
    return this.#newCollector();
  }

  takeOutput(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#writer.take();
  }

  #getAnnotator(): LineAnnotator {
    if (this.#annotator === null) {
      this.#annotator = this.#newAnnotator(1);
      this.#annotator.header(this.#setup.header);
    }
    return this.#annotator;
  }

  /** @param wrongBuildFraction 1: never, because a piece says nothing of the file */
  #newAnnotator(wrongBuildFraction: number): LineAnnotator {
    return new LineAnnotator({
      ...this.#readingOptions(wrongBuildFraction),
      annotate: () => this.#getAnnotate(),
      writer: this.#writer,
    });
  }

  #getCollector(): PhaseCollector {
    this.#collector ??= this.#newCollector();
    return this.#collector;
  }

  #newCollector(): PhaseCollector {
    if (this.#reference === null) throw defect('phases are looked for without a reference');
    const collector = new PhaseCollector({ ...this.#readingOptions(1), reference: this.#reference });
    collector.visitor.header(this.#setup.header);
    return collector;
  }

  #readingOptions(wrongBuildFraction: number) {
    const { file, parseParams } = this.#setup;
    return { file, params: { ...parseParams, wrongBuildFraction }, reference: this.#reference };
  }

  /** Made at the first variant: building what annotation needs of the bundle is most of a small file's time. */
  #getAnnotate(): AnnotateLine {
    this.#annotate ??= lineAnnotator({
      params: this.#setup.annotateParams,
      source: sourceOf(this.#setup, this.#reference),
      reference: this.#reference,
      background: this.#background,
    });
    return this.#annotate;
  }

  /** @throws REFERENCE_MISSING, VCF_CSQ_MISSING where nothing can be annotated */
  prepare(): void {
    this.#getAnnotate();
  }
}

/** What the header says, nothing being read yet. */
export function sourceOf(setup: ReadingSetup, reference: ReferenceBundle | null): VcfSource {
  const { file, parseParams: params, header } = setup;
  const nothing = () => undefined;
  const visitor = new VariantVisitor({ file, params, reference, emit: nothing, omit: nothing });
  visitor.header(header);
  return { ...visitor.finish([]), germline: setup.hasGermline ? { alleleCount: 0, keptCount: 0 } : null };
}
