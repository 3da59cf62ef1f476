import { describe, expect, it } from 'vitest';
import { toolTimeoutMs } from '../../../../infra/config.js';
import {
  checkNamedPredictors,
  namedPredictors,
  openPredictor,
  predictorFor,
  predictorsFor,
} from '../../../../workers/local/open-predictor.js';

describe('--predictor', () => {
  it('names predictors, some with the file of a saved output', () => {
    expect(namedPredictors('antigraph-class1')).toEqual([{ name: 'antigraph-class1', file: null }]);
    expect(namedPredictors('antigraph-class1,netmhcpan=a/out.txt,mhcflurry')).toEqual([
      { name: 'antigraph-class1', file: null },
      { name: 'netmhcpan', file: 'a/out.txt' },
      { name: 'mhcflurry', file: null },
    ]);
  });

  it('leaves commas and equal signs in the name of a file alone', () => {
    expect(namedPredictors('netmhcpan=Smith, J = 2.txt,prime=b.txt')).toEqual([
      { name: 'netmhcpan', file: 'Smith, J = 2.txt' },
      { name: 'prime', file: 'b.txt' },
    ]);
  });

  it.each(['', '=out.txt', 'netmhcpan=', 'netmhcpan,'])('refuses %j', (text) => {
    expect(() => namedPredictors(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it('left out is the bundled one', () => {
    expect(predictorFor({}, 'I')).toEqual({ predictor: 'antigraph-class1' });
    expect(predictorFor({ predictor: 'a,b', consensus: 'best' }, 'I')).toEqual({
      predictor: 'a,b',
      consensus: 'best',
    });
  });

  it('takes no file for the bundled one', async () => {
    await expect(openPredictor({ predictor: 'antigraph-class1=out.txt' })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });
});

describe('the time limit of a tool', () => {
  it('is an hour unless the environment says otherwise', () => {
    const nowhere = { XDG_CONFIG_HOME: '/nowhere' };
    expect(toolTimeoutMs(nowhere, '/nowhere')).toBe(3_600_000);
    expect(toolTimeoutMs({ ...nowhere, ANTIGRAPH_TOOL_TIMEOUT_SECONDS: '0.5' }, '/nowhere')).toBe(500);
    expect(() => toolTimeoutMs({ ...nowhere, ANTIGRAPH_TOOL_TIMEOUT_SECONDS: 'long' }, '/nowhere')).toThrow(
      expect.objectContaining({ code: 'PARAMETER_INVALID' }),
    );
  });
});

describe('predictors of a run', () => {
  it('are the bundled ones of both classes unless others are named', async () => {
    expect(await predictorsFor({})).toEqual({
      I: { predictor: 'antigraph-class1' },
      II: { predictor: 'antigraph-class2' },
    });
  });

  it('are told apart by class, and a consensus is of the class that has several', async () => {
    const predictor = 'netmhciipan=ii.xls,antigraph-class1,netmhcpan=i,1.txt';
    expect(await predictorsFor({ predictor, consensus: 'best' })).toEqual({
      I: { predictor: 'antigraph-class1,netmhcpan=i,1.txt', consensus: 'best' },
      II: { predictor: 'netmhciipan=ii.xls' },
    });
    expect(await predictorsFor({ predictor: 'netmhciipan' })).toEqual({
      I: { predictor: 'antigraph-class1' },
      II: { predictor: 'netmhciipan' },
    });
  });

  it('that nobody knows are refused with the nearest name', async () => {
    await expect(predictorsFor({ predictor: 'netmhciipam' })).rejects.toMatchObject({
      code: 'PREDICTOR_UNKNOWN',
      fix: expect.stringContaining('Nearest: netmhciipan'),
    });
  });

  it('named for a class of which nothing is scored are refused', async () => {
    const classOne = { alleles: ['HLA-A*02:01'], classTwoAlleles: [] };
    await expect(checkNamedPredictors('netmhcpan,antigraph-class2', classOne)).rejects.toMatchObject({
      code: 'USAGE',
      message: 'antigraph-class2 predicts class II, of which no allele is scored',
    });
    await expect(checkNamedPredictors('netmhcpan', classOne)).resolves.toBeUndefined();
  });
});
