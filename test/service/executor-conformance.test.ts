import { memoryServiceStore } from '../../infra/stores/service-store.js';
import { executeTask } from '../../pipeline/execute-task.js';
import type { GraphNode } from '../../pipeline/graph-node.js';
import { runLocal } from '../../pipeline/run-local.js';
import { AntigraphError, defect, isErrorCode } from '../../schemas/errors.js';
import { describeExecutor, type ExecutorUnderTest } from '../conformance/executor.js';
import { useRedis } from '../support/services.js';
import { toyGraph } from '../support/toy-graph.js';
import { digestsOf, lab, toyRequest, toyService } from '../support/toy-service.js';

const redis = useRedis();

/** The graph, and with `isBroken` the one whose stage 'measure' throws: the stage's version is the same, so that plans are. */
function breakable(ran: string[]) {
  const broken = { isBroken: false };
  const sound = toyGraph({ counts: { ran } });
  const failing = toyGraph({ counts: { ran }, fail: true });
  const graph = sound.map((node, index): GraphNode => {
    const run: GraphNode['stage']['run'] = (context) =>
      (broken.isBroken ? failing : sound)[index]?.stage.run(context);
    return { ...node, stage: { ...node.stage, run } };
  });
  return { graph, broken };
}

async function inProcess(): Promise<ExecutorUnderTest> {
  const ran: string[] = [];
  const { graph, broken } = breakable(ran);
  const { artifacts: store } = memoryServiceStore().tenant(lab);
  return {
    async run(text, { params } = {}) {
      ran.length = 0;
      const { nodes } = await runLocal({
        graph,
        request: await toyRequest({ artifacts: store }, text, params),
        store,
        runner: {
          run(spec, key) {
            const stage = graph.find((node) => node.stage.name === spec.stage)?.stage;
            if (stage === undefined) throw defect('no such stage');
            const resources = {
              open: async () => ({ reference: null, predictor: null, classTwoPredictor: null }),
            };
            return executeTask({ stage, spec, key, store, resources, labels: {} });
          },
        },
        jobs: 2,
        ignoreCache: false,
        signal: new AbortController().signal,
        onEvent: () => undefined,
        now: () => performance.now(),
      }).catch((error: unknown) => {
        throw error instanceof AntigraphError ? error : defect(String(error));
      });
      const outputs: Record<string, string[]> = {};
      for (const { stage, tasks } of nodes) {
        outputs[stage] = [];
        for (const { key } of tasks) outputs[stage]?.push(...digestsOf(await store.getManifest(key)));
      }
      return { outputs, ran: [...ran] };
    },
    breakMeasure: () => {
      broken.isBroken = true;
    },
    close: async () => undefined,
  };
}

async function overTheQueue(): Promise<ExecutorUnderTest> {
  await redis().flush();
  const made = { broken: { isBroken: false } };
  const service = toyService(redis().url, {
    graph: (ran) => {
      const { graph, broken } = breakable(ran);
      made.broken = broken;
      return graph;
    },
  });
  await service.worker();
  return {
    async run(text, { params } = {}) {
      service.ran.length = 0;
      const run = await service.submit(text, params === undefined ? {} : { params });
      const { outcome } = await service.verdict(run);
      if (outcome.kind === 'failed') {
        const { code, message } = outcome.failure;
        throw isErrorCode(code) ? new AntigraphError(code, message) : defect(code);
      }
      return { outputs: await service.outputs(run), ran: [...service.ran] };
    },
    breakMeasure: () => {
      made.broken.isBroken = true;
    },
    close: () => service.close(),
  };
}

describeExecutor('in process', inProcess);
describeExecutor('over the queue', overTheQueue);
