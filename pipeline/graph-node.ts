import type { Artifact, BytesArtifact, Stage, StageInput } from '../schemas/stage.js';

/** Where a stage's input comes from: a submitted file, or another stage's output. */
export type InputSource =
  | { readonly kind: 'submitted'; readonly input: string }
  | { readonly kind: 'output'; readonly stage: string; readonly output: string };

/** One stage wired into the graph. */
export interface GraphNode {
  readonly stage: Stage;
  readonly wiring: Readonly<Record<string, InputSource>>;
}

/** An input the run's submitter hands over, named by its artifact. */
export function submitted(artifact: BytesArtifact): InputSource {
  return { kind: 'submitted', input: artifact.name };
}

/** An output of a stage earlier in the list; 'omissions' is every stage's implicit one. */
export function from<O extends Readonly<Record<string, Artifact>>>(
  stage: { readonly name: string; readonly outputs: O },
  output: (keyof O & string) | 'omissions',
): InputSource {
  return { kind: 'output', stage: stage.name, output };
}

/** Wires a stage; the compiler sees to it that every declared input has a source. */
export function node<
  P,
  I extends Readonly<Record<string, StageInput>>,
  O extends Readonly<Record<string, Artifact>>,
>(stage: Stage<P, I, O>, wiring: { readonly [K in keyof I]: InputSource }): GraphNode {
  return { stage, wiring: { ...wiring } };
}
