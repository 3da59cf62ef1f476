/** `npm run docs:stages`: writes docs/stages.md from the graph. A test compares the two. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { graph } from '../pipeline/graph.js';
import type { GraphNode, InputSource } from '../pipeline/graph-node.js';
import type { Artifact, Stage } from '../schemas/stage.js';

/** The whole page; what it says is taken from the stages alone, so equal graphs give equal text. */
export function stageDocs(): string {
  return [
    '# Stages',
    '',
    'Written by `npm run docs:stages` from `pipeline/graph.ts`: edit the stage, not this page.',
    '',
    'Each stage is a pure function of its inputs, parameters and resources. A parameter is set by `--set stage.parameter=value` or in a',
    'settings file (README, "Parameters"); `antigraph run … --dry-run` shows the values in force. Beside the outputs listed, every stage',
    'writes `omissions`: what it left out, and why ([errors.md](errors.md#omissions)).',
    '',
    ...table(
      ['stage', 'version', 'what it does'],
      graph.map(({ stage }) => [`[${stage.name}](#${stage.name})`, stage.version, lowerFirst(stage.summary)]),
    ),
    ...graph.flatMap((node) => ['', ...sectionOf(node)]),
    '',
  ].join('\n');
}

function sectionOf({ stage, wiring }: GraphNode): readonly string[] {
  return [
    `## ${stage.name}`,
    '',
    `${upperFirst(stage.summary).replace(/\.$/, '')}. Version ${stage.version}; ${resourcesOf(stage)}; ${shardOf(stage)}.`,
    '',
    ...table(
      ['input', 'artifact', 'from'],
      Object.entries(stage.inputs).map(([name, { artifact, isOptional }]) => [
        `${code(name)}${isOptional ? ' (optional)' : ''}`,
        code(artifact.name),
        sourceWords(wiring[name]),
      ]),
    ),
    '',
    ...table(
      ['output', 'holds'],
      Object.entries(stage.outputs).map(([name, artifact]) => [code(name), artifactWords(artifact)]),
    ),
    '',
    ...parametersOf(stage),
  ];
}

function artifactWords(artifact: Artifact): string {
  switch (artifact.kind) {
    case 'many':
      return `rows ${code(artifact.name)} (NDJSON); order: ${artifact.order}`;
    case 'one':
      return `one JSON object ${code(artifact.name)}`;
    case 'bytes':
      return `file ${code(artifact.exportAs ?? artifact.name)}: ${artifact.description}`;
  }
}

function sourceWords(source: InputSource | undefined): string {
  if (source === undefined) return '';
  return source.kind === 'submitted' ? 'the submitter' : `${code(source.output)} of ${source.stage}`;
}

function resourcesOf({ resources }: Stage): string {
  if (resources.length === 0) return 'no resources';
  const words = resources.map((need) =>
    need.endsWith('?') ? `${need.slice(0, -1)} (where one is given)` : need,
  );
  return `resources: ${words.join(', ')}`;
}

function shardOf({ shard }: Stage): string {
  return shard === null
    ? 'one task'
    : `one task per ${shard.rowsPerShard.toLocaleString('en-GB')} rows of ${code(shard.input)}`;
}

/** The part of a parameter's JSON schema that this page prints. */
const parameterSchema = z.looseObject({
  description: z.string().default(''),
  default: z.unknown().optional(),
});
const objectSchema = z.looseObject({ properties: z.record(z.string(), parameterSchema) });

function parametersOf({ name, params }: Stage): readonly string[] {
  const { properties } = objectSchema.parse(z.toJSONSchema(params, { io: 'input' }));
  const rows = Object.entries(properties).map(([parameter, schema]) => [
    code(`${name}.${parameter}`),
    schema.default === undefined ? 'required' : code(JSON.stringify(schema.default)),
    typeWords(schema),
    schema.description,
  ]);
  return rows.length === 0 ? ['No parameters.'] : table(['parameter', 'default', 'takes', 'meaning'], rows);
}

const typeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  minItems: z.number().optional(),
});

/** A JSON schema in words: 'whole number (1 to 500)', 'list of …'. */
function typeWords(schema: unknown): string {
  const { type, enum: values, anyOf, items, ...bounds } = typeSchema.parse(schema);
  if (anyOf !== undefined) return anyOf.map(typeWords).join(' or ');
  if (values !== undefined) return values.map((value) => code(JSON.stringify(value))).join(', ');
  if (type === 'array')
    return `${bounds.minItems === undefined ? '' : 'non-empty '}list of ${typeWords(items)}`;
  const [first = '', ...others] = [type ?? []].flat();
  const bound = limits(bounds).join(', ');
  return [bound === '' ? wordOf(first) : `${wordOf(first)} (${bound})`, ...others.map(wordOf)].join(' or ');
}

function wordOf(type: string): string {
  return { integer: 'whole number', string: 'text', boolean: 'true or false' }[type] ?? type;
}

function limits(bounds: {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
}): readonly string[] {
  const { minimum, exclusiveMinimum } = bounds;
  // zod states the safe-integer range of every whole number: no limit of ours.
  const maximum = bounds.maximum === Number.MAX_SAFE_INTEGER ? undefined : bounds.maximum;
  const above = exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`];
  if (minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER) {
    return [...above, maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`];
  }
  return maximum === undefined ? above : [...above, `at most ${maximum}`];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(line)];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
}

function code(text: string): string {
  return `\`${text}\``;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.$/, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../docs/stages.md', import.meta.url), stageDocs());
}
