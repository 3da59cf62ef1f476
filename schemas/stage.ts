/** What a stage is: a pure, versioned function over named artifacts. */
import type { z } from 'zod';
import type { Omission } from './omissions.js';
import type { PeptideMhcPredictor } from './predictor.js';
import type { ReferenceBundle } from './reference.js';

/** Rows as NDJSON, in the order that `order` states in words. */
export interface ManyArtifact<Row> {
  readonly kind: 'many';
  readonly name: string;
  readonly schema: z.ZodType<Row>;
  readonly order: string;
}
/** One JSON object. */
export interface OneArtifact<Row> {
  readonly kind: 'one';
  readonly name: string;
  readonly schema: z.ZodType<Row>;
}
/** A file: an input as submitted, or an output under --out. */
export interface BytesArtifact {
  readonly kind: 'bytes';
  readonly name: string;
  readonly description: string;
  /** File name under --out; absent for inputs. */
  readonly exportAs?: string;
  /** A stage may write nothing to it; there is no such file under --out then. */
  readonly mayBeAbsent?: boolean;
}
// biome-ignore lint/suspicious/noExplicitAny: the row type is existential here; every use goes through RowOf.
export type Artifact = ManyArtifact<any> | OneArtifact<any> | BytesArtifact;

/** A file's bytes; may be iterated more than once. `name` is for messages (file:line), never a path to open. */
export interface ByteSource {
  readonly name: string;
  readonly sizeBytes: number;
  chunks(): Iterable<Uint8Array>;
}

export interface StageInput<A extends Artifact = Artifact, Optional extends boolean = boolean> {
  readonly artifact: A;
  readonly isOptional: Optional;
}

export function required<A extends Artifact>(artifact: A): StageInput<A, false> {
  return { artifact, isOptional: false };
}

/** An input that a run may lack (an expression table); the stage sees null. */
export function optional<A extends Artifact>(artifact: A): StageInput<A, true> {
  return { artifact, isOptional: true };
}

type Loaded<A> =
  A extends ManyArtifact<infer Row> ? Iterable<Row> : A extends OneArtifact<infer Row> ? Row : ByteSource;
type Emitted<A> =
  A extends ManyArtifact<infer Row>
    ? (row: Row) => void
    : A extends OneArtifact<infer Row>
      ? (row: Row) => void
      : (bytes: Uint8Array | string) => void;

export type LoadedInputs<I extends Readonly<Record<string, StageInput>>> = {
  readonly [K in keyof I]: I[K] extends StageInput<infer A, infer Optional>
    ? Optional extends true
      ? Loaded<A> | null
      : Loaded<A>
    : never;
};

/** Those with a question mark may be null: the reference where none was given, a predictor where the run scores no allele of its class. */
export type ResourceNeed = 'reference' | 'reference?' | 'predictor' | 'predictor?' | 'classTwoPredictor?';
export interface Resources {
  readonly reference: ReferenceBundle | null;
  /** Of class I. */
  readonly predictor: PeptideMhcPredictor | null;
  readonly classTwoPredictor: PeptideMhcPredictor | null;
}

export interface StageContext<
  P,
  I extends Readonly<Record<string, StageInput>>,
  O extends Readonly<Record<string, Artifact>>,
> {
  readonly params: P;
  readonly inputs: LoadedInputs<I>;
  /** Only what the stage declares is given, the rest is null. */
  readonly resources: Resources;
  /** One writer per output. A 'one' output is written exactly once; rows come in the declared order. */
  readonly emit: { readonly [K in keyof O]: Emitted<O[K]> };
  /** Every stage has the implicit output 'omissions'. */
  omit(omission: Omission): void;
}

export interface Stage<
  P = unknown,
  I extends Readonly<Record<string, StageInput>> = Readonly<Record<string, StageInput>>,
  O extends Readonly<Record<string, Artifact>> = Readonly<Record<string, Artifact>>,
> {
  /** kebab-case, the folder's name. */
  readonly name: string;
  /** Raise in the commit that changes what the stage computes. */
  readonly version: string;
  /** One sentence for docs, --dry-run and progress. */
  readonly summary: string;
  /** Every parameter has a default and a description (.describe) with its unit. */
  readonly params: z.ZodType<P>;
  readonly inputs: I;
  readonly outputs: O;
  readonly resources: readonly ResourceNeed[];
  /** Splits the named 'many' input into shards of so many rows, run apart; 'one' outputs must not depend on the shard. */
  readonly shard: { readonly input: keyof I & string; readonly rowsPerShard: number } | null;
  run(context: StageContext<P, I, O>): void | Promise<void>;
}

/** Types a stage; the folder's index.ts exports its result and pipeline/graph.ts lists it. */
export function defineStage<
  P,
  const I extends Readonly<Record<string, StageInput>>,
  const O extends Readonly<Record<string, Artifact>>,
>(stage: Stage<P, I, O>): Stage<P, I, O> {
  return stage;
}
