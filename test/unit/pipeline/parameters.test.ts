import { describe, expect, it } from 'vitest';
import { effectiveParameters, mergeLayers, parseAssignment } from '../../../pipeline/parameters.js';
import { canonicalJson } from '../../../schemas/canonical.js';
import { nearest } from '../../../schemas/nearest.js';
import { taskKeyOf } from '../../../schemas/tasks.js';
import { toyGraph } from '../../support/toy-graph.js';

const graph = toyGraph({ counts: { ran: [] } });

describe('parameters', () => {
  it('gives the strongest layer’s value and says where it is from', () => {
    const layers = [
      { source: 'user file', values: { summarise: { unit: 'a' } } },
      { source: 'flag --set', values: { summarise: { unit: 'b' } } },
    ];
    expect(effectiveParameters(graph, layers)).toContainEqual({
      stage: 'summarise',
      name: 'unit',
      value: 'b',
      source: 'flag --set',
      description: 'what is counted',
    });
    expect(effectiveParameters(graph, [])).toContainEqual(
      expect.objectContaining({ name: 'unit', value: 'letters', source: 'default' }),
    );
  });

  it.each([
    ['a parameter nobody has', { summarise: { units: 'a' } }, 'Did you mean unit?'],
    ['a stage nobody has', { summarize: { unit: 'a' } }, 'Did you mean summarise?'],
  ])('refuses %s and names the nearest', (_name, values, fix) => {
    expect(() => mergeLayers(graph, [{ source: 'flag --set', values }])).toThrowError(
      expect.objectContaining({ code: 'PARAMETER_INVALID', fix: expect.stringContaining(fix) }),
    );
  });

  it.each([
    ['rank.limit=5', 5],
    ['rank.limit="5"', '5'],
    ['rank.limit=PASS', 'PASS'],
    ['rank.limit=[8,9]', [8, 9]],
    ['rank.limit=a=b', 'a=b'],
  ])('reads %s', (text, value) => {
    expect(parseAssignment(text)).toEqual({ stage: 'rank', name: 'limit', value });
  });

  it('refuses an assignment without a stage', () => {
    expect(() => parseAssignment('limit=5')).toThrowError(
      expect.objectContaining({ code: 'USAGE', exitCode: 2 }),
    );
  });
});

describe('task keys', () => {
  it('do not depend on the order of members', () => {
    expect(canonicalJson({ b: 1, a: { d: [2, 1], c: null } })).toBe('{"a":{"c":null,"d":[2,1]},"b":1}');
    const spec = { stage: 's', stageVersion: '1', slice: null, inputs: {}, resources: {} };
    expect(taskKeyOf({ ...spec, params: { a: 1, b: 2 } })).toBe(
      taskKeyOf({ ...spec, params: { b: 2, a: 1 } }),
    );
    expect(taskKeyOf({ ...spec, params: { a: 1 } })).not.toBe(taskKeyOf({ ...spec, params: { a: 2 } }));
  });
});

describe('nearest', () => {
  it('finds what was meant', () => {
    expect(nearest('afinity', ['affinity', 'percentile', 'anchor'], 1)).toEqual(['affinity']);
  });
});
