/** Where parameter values come from: layers, weakest first; the effective value keeps the name of the layer that set it. */
import { z } from 'zod';
import { AntigraphError } from '../schemas/errors.js';
import { nearest } from '../schemas/nearest.js';
import type { GraphNode } from './graph-node.js';

export interface ParameterLayer {
  /** 'default', 'user file …', 'project file …', 'environment', 'flag --set' … as shown by --dry-run. */
  readonly source: string;
  readonly values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface EffectiveParameter {
  readonly stage: string;
  readonly name: string;
  readonly value: unknown;
  readonly source: string;
  readonly description: string;
}

/** The given values merged, strongest layer last. @throws PARAMETER_INVALID for a stage or parameter nobody has */
export function mergeLayers(
  graph: readonly GraphNode[],
  layers: readonly ParameterLayer[],
): Record<string, Record<string, unknown>> {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const layer of layers) {
    for (const [stage, values] of Object.entries(layer.values)) {
      const known = parameterNames(findNode(graph, stage, layer.source));
      for (const [name, value] of Object.entries(values)) {
        if (!known.includes(name))
          throw unknownName(`${stage} has no parameter '${name}'`, name, known, layer.source);
        merged[stage] = { ...merged[stage], [name]: value };
      }
    }
  }
  return merged;
}

/** Every parameter of the graph with its value and the layer it is from. */
export function effectiveParameters(
  graph: readonly GraphNode[],
  layers: readonly ParameterLayer[],
): readonly EffectiveParameter[] {
  const merged = mergeLayers(graph, layers);
  return graph.flatMap(({ stage }) => {
    const parsed = stage.params.safeParse(merged[stage.name] ?? {});
    const values: Record<string, unknown> = parsed.success ? Object(parsed.data) : { ...merged[stage.name] };
    return parameterNames({ stage, wiring: {} }).map((name) => ({
      stage: stage.name,
      name,
      value: values[name],
      source: layers.findLast((layer) => layer.values[stage.name]?.[name] !== undefined)?.source ?? 'default',
      description: describe(stage.params, name),
    }));
  });
}

/** `stage.param=value`; the value is read as JSON where it is JSON, else as text. @throws USAGE */
export function parseAssignment(text: string): {
  readonly stage: string;
  readonly name: string;
  readonly value: unknown;
} {
  const match = /^([a-z-]+)\.([A-Za-z0-9]+)=(.*)$/s.exec(text);
  const [, stage, name, raw] = match ?? [];
  if (stage === undefined || name === undefined || raw === undefined) {
    throw new AntigraphError('USAGE', `'${text}' is not of the form stage.parameter=value`, {
      fix: 'For example --set rank-candidates.affinityLimitNm=1000. --dry-run lists every parameter.',
    });
  }
  return { stage, name, value: readValue(raw) };
}

function readValue(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    // Not JSON: a bare word such as a sample name or a policy.
    return raw;
  }
}

function findNode(graph: readonly GraphNode[], stage: string, source: string): GraphNode {
  const found = graph.find((node) => node.stage.name === stage);
  if (found !== undefined) return found;
  const stages = graph.map((node) => node.stage.name);
  throw unknownName(`there is no stage '${stage}'`, stage, stages, source);
}

function unknownName(
  message: string,
  name: string,
  known: readonly string[],
  source: string,
): AntigraphError {
  return new AntigraphError('PARAMETER_INVALID', `${message} (${source})`, {
    fix: `Did you mean ${nearest(name, known, 1).join('')}? Known: ${known.join(', ')}.`,
    at: { field: name },
  });
}

function parameterNames({ stage }: GraphNode): readonly string[] {
  return stage.params instanceof z.ZodObject ? Object.keys(stage.params.shape) : [];
}

function describe(params: z.ZodType, name: string): string {
  if (!(params instanceof z.ZodObject)) return '';
  const member: unknown = params.shape[name];
  return member instanceof z.ZodType ? (member.description ?? '') : '';
}
