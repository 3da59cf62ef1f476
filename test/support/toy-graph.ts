/** A small graph with every feature of the real one: a file input, an optional one, parameters, a shard, a join, omissions. */
import { z } from 'zod';
import type { GraphNode } from '../../pipeline/graph-node.js';
import { from, node, submitted } from '../../pipeline/graph-node.js';
import type { BytesArtifact, ManyArtifact } from '../../schemas/stage.js';
import { defineStage, optional, required } from '../../schemas/stage.js';

const wordSchema = z.object({ word: z.string() });
const lengthSchema = z.object({ word: z.string(), length: z.number() });
export const textFile: BytesArtifact = { kind: 'bytes', name: 'text', description: 'words' };
export const extraFile: BytesArtifact = { kind: 'bytes', name: 'extra', description: 'a greeting' };
const words: ManyArtifact<{ word: string }> = {
  kind: 'many',
  name: 'words',
  schema: wordSchema,
  order: 'as in the text',
};
const lengths: ManyArtifact<{ word: string; length: number }> = {
  kind: 'many',
  name: 'lengths',
  schema: lengthSchema,
  order: 'as words',
};
const summary: BytesArtifact = {
  kind: 'bytes',
  name: 'summary',
  description: 'a line',
  exportAs: 'summary.txt',
};

export interface ToyCounts {
  readonly ran: string[];
}

export function toyGraph(options: {
  readonly counts: ToyCounts;
  readonly measureVersion?: string;
  readonly fail?: boolean;
}): readonly GraphNode[] {
  const { counts, measureVersion = '1', fail = false } = options;
  const split = defineStage({
    name: 'split',
    version: '1',
    summary: 'splits text into words',
    params: z.object({ skip: z.string().default('').describe('a word to leave out') }),
    inputs: { text: required(textFile) },
    outputs: { words },
    resources: [],
    shard: null,
    run({ inputs, params, emit, omit }) {
      counts.ran.push('split');
      const text = Buffer.concat([...inputs.text.chunks()]).toString();
      for (const word of text.split(/\s+/).filter((part) => part !== '')) {
        if (word === params.skip)
          omit({
            scope: 'item',
            input: '',
            alleleOrdinal: 0,
            subject: word,
            code: 'FILTERED',
            reason: 'skipped',
            count: 1,
          });
        else emit.words({ word });
      }
    },
  });
  const measure = defineStage({
    name: 'measure',
    version: measureVersion,
    summary: 'counts letters',
    params: z.object({}),
    inputs: { words: required(words) },
    outputs: { lengths },
    resources: ['predictor'],
    shard: { input: 'words', rowsPerShard: 2 },
    run({ inputs, emit }) {
      counts.ran.push('measure');
      if (fail) throw new RangeError('measure is broken');
      for (const { word } of inputs.words) emit.lengths({ word, length: word.length });
    },
  });
  const summarise = defineStage({
    name: 'summarise',
    version: '1',
    summary: 'adds up',
    params: z.object({ unit: z.string().default('letters').describe('what is counted') }),
    inputs: { lengths: required(lengths), words: required(words), extra: optional(extraFile) },
    outputs: { summary },
    resources: ['reference?'],
    shard: null,
    run({ inputs, params, emit }) {
      counts.ran.push('summarise');
      const total = [...inputs.lengths].reduce((sum, row) => sum + row.length, 0);
      const greeting = inputs.extra === null ? '' : Buffer.concat([...inputs.extra.chunks()]).toString();
      emit.summary(`${greeting}${[...inputs.words].length} words, ${total} ${params.unit}\n`);
    },
  });
  return [
    node(split, { text: submitted(textFile) }),
    node(measure, { words: from(split, 'words') }),
    node(summarise, {
      lengths: from(measure, 'lengths'),
      words: from(split, 'words'),
      extra: submitted(extraFile),
    }),
  ];
}
