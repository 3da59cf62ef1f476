import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../../../../schemas/tasks.js';
import { bundledRequests, openPredictor } from '../../../../workers/local/open-predictor.js';
import { resourceProvider } from '../../../../workers/local/resources.js';

function specWith(resources: TaskSpec['resources']): TaskSpec {
  return { stage: 's', stageVersion: '1', params: {}, inputs: {}, slice: null, resources };
}

describe('the resources of a task', () => {
  const unknown = { I: { predictor: 'no-such-tool' }, II: bundledRequests.II };
  const provider = resourceProvider({ reference: null, predictors: unknown });

  it('are opened only where the task names them by digest', async () => {
    const { digest } = await openPredictor(bundledRequests.II);
    const opened = await provider.open(specWith({ predictor: null, classTwoPredictor: digest }));
    expect(opened.predictor).toBeNull();
    expect(opened.classTwoPredictor).toMatchObject({ name: 'antigraph-class2', digest });
    expect(await provider.open(specWith({}))).toEqual({
      reference: null,
      predictor: null,
      classTwoPredictor: null,
    });
  });

  it('are not those of another digest', async () => {
    await expect(provider.open(specWith({ classTwoPredictor: 'f'.repeat(64) }))).rejects.toMatchObject({
      code: 'MODEL_DIGEST_MISMATCH',
    });
  });
});
