import type { RunFile } from '../../results/run-file.js';

/** One thing that two runs were asked or made with, and that differs; null: one of them does not have it. */
export interface Difference {
  readonly group: 'inputs' | 'parameters' | 'versions' | 'reference' | 'predictor' | 'class II predictor';
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs in what two runs were asked and made with, in fixed order: inputs, parameters, versions, reference, predictors. */
export function compareRequests(before: RunFile, after: RunFile): readonly Difference[] {
  const [first, second] = [statementsOf(before), statementsOf(after)];
  return groups.flatMap((group) => {
    const [a, b] = [first[group], second[group]];
    return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((name) => {
      const [earlier, later] = [a.get(name) ?? null, b.get(name) ?? null];
      return earlier === later ? [] : [{ group, name, before: earlier, after: later }];
    });
  });
}

const groups = ['inputs', 'parameters', 'versions', 'reference', 'predictor', 'class II predictor'] as const;

type Statements = Readonly<Record<(typeof groups)[number], ReadonlyMap<string, string>>>;

function statementsOf(run: RunFile): Statements {
  return {
    inputs: new Map(
      Object.entries(run.inputs).map(([name, input]) => [name, `${input.file} ${short(input.sha256)}`]),
    ),
    parameters: new Map(
      Object.entries(run.parameters).flatMap(([stage, values]) =>
        Object.entries(values).map(([name, value]) => [`${stage}.${name}`, JSON.stringify(value) ?? '']),
      ),
    ),
    versions: new Map([
      ['antigraph', run.antigraph],
      ...run.tasks.map(({ spec }) => [spec.stage, spec.stageVersion] as const),
    ]),
    reference: facts(run.reference),
    predictor: facts(run.predictor),
    'class II predictor': facts(run.classTwoPredictor),
  };
}

function facts(resource: Readonly<Record<string, unknown>> | null): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(resource ?? {}).map(([name, value]) => [
      name,
      name === 'digest'
        ? short(String(value))
        : typeof value === 'string'
          ? value
          : (JSON.stringify(value) ?? ''),
    ]),
  );
}

/** Enough of a digest to tell two apart by eye. */
function short(digest: string): string {
  return digest.slice(0, 12);
}
