import { expect, it } from 'vitest';
import { deletable } from '../../../../infra/stores/reachability.js';
import { sha256 } from '../../../../schemas/canonical.js';
import {
  type ArtifactRef,
  type Manifest,
  type RunRecord,
  runIdOf,
  type TaskSpec,
  taskKeyOf,
} from '../../../../schemas/tasks.js';

function ref(content: string): ArtifactRef {
  return { parts: [{ sha256: sha256(content), sizeBytes: content.length, rowCount: null }] };
}

function task(stage: string, inputs: TaskSpec['inputs'], out: string): Manifest {
  const spec = { stage, stageVersion: '1', params: {}, inputs, slice: null, resources: {} };
  return { schema: 'antigraph.task/1', key: taskKeyOf(spec), spec, outputs: { out: ref(out) } };
}

function run(inputs: Record<string, ArtifactRef>, tasks: readonly Manifest[], params = {}): RunRecord {
  const request = { inputs, params, resources: {} };
  const done = tasks.map(({ key, spec }) => ({ stage: spec.stage, key }));
  return { schema: 'antigraph.run/1', id: runIdOf(request), request, labels: {}, tasks: done };
}

const vcf = ref('genome');
const table = ref('expression of the whole ward');
const parse = task('parse', { vcf }, 'variants');
const evidence = task('evidence', { variants: ref('variants'), table }, 'evidence');

it('keeps what a run that is still under way was made from, though its record names no task yet', () => {
  const done = run({ vcf, table }, [parse, evidence]);
  const underWay = run({ vcf, table }, [], { rank: { k: 2 } });
  expect(deletable(done, [underWay], [parse, evidence])).toEqual({ tasks: [], objects: [] });
});

it("does not keep a patient's results for another one's run under way that shares one input with it", () => {
  const done = run({ vcf, table }, [parse, evidence]);
  const another = run({ vcf: ref('another genome'), table }, []);
  const { tasks, objects } = deletable(done, [another], [parse, evidence]);
  expect(new Set(tasks)).toEqual(new Set([parse.key, evidence.key]));
  expect(new Set(objects)).toEqual(new Set(['genome', 'variants', 'evidence'].map((text) => sha256(text))));
});

it("removes nothing of another patient's run under way that shares one input", () => {
  const killed = run({ vcf, table }, []);
  const otherVcf = ref('another genome');
  const otherParse = task('parse', { vcf: otherVcf }, 'other variants');
  const otherEvidence = task('evidence', { variants: ref('other variants'), table }, 'other evidence');
  const another = run({ vcf: otherVcf, table }, []);
  const { tasks } = deletable(killed, [another], [parse, evidence, otherParse, otherEvidence]);
  expect(new Set(tasks)).toEqual(new Set([parse.key, evidence.key]));
});

it('removes what a killed run made of nothing, unless another one under way may stand on it', () => {
  const panel = task('panel', { peptides: ref('') }, 'empty panel');
  const killed = run({ vcf, table }, []);
  const alone = deletable(killed, [], [parse, panel]);
  expect(new Set(alone.tasks)).toEqual(new Set([parse.key, panel.key]));
  expect(alone.objects).toContain(sha256('empty panel'));
  const another = run({ vcf: ref('another genome') }, []);
  expect(deletable(killed, [another], [parse, panel]).tasks).toEqual([parse.key]);
});
