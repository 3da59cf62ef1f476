import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  openInstalledTool,
  openSavedOutput,
} from '../../../../../infra/predictors/external/external-predictor.js';
import { findTool, pathVariable } from '../../../../../infra/predictors/external/find-tool.js';
import { externalTools } from '../../../../../infra/predictors/external/registry.js';
import { netmhcpan } from '../../../../../infra/predictors/external/tools/netmhcpan.js';
import { fakeNetmhcpan, plainTool, scriptFolder } from '../../../../support/fake-tool.js';

const scripts = scriptFolder();
afterAll(() => scripts.remove());

const alleles = ['HLA-A*02:01', 'HLA-B*07:02'];
const settings = (executable: string) => ({
  environment: {
    ...process.env,
    ANTIGRAPH_NETMHCPAN_PATH: executable,
    ANTIGRAPH_PLAIN_TOOL_PATH: executable,
  },
  timeLimitMs: 20_000,
});
const openFake = (body: string) => openInstalledTool(netmhcpan, settings(scripts.script('netMHCpan', body)));

describe('an installed tool', () => {
  it('states the version its first output names, and predicts every pair in order', async () => {
    const predictor = await openFake(fakeNetmhcpan({ each: '$13 = length($3); print' }));
    expect(predictor).toMatchObject({ name: 'netmhcpan', version: '4.1b', mhcClass: 'I', minLength: 8 });
    expect(predictor.supportFor('HLA-A*02:01')).toMatchObject({
      confidence: 'unknown',
      trainingLigands: null,
    });
    const block = await predictor.predict(['AAAWYLWEV', 'QQLRAQHLLA'], alleles);
    expect([...block.percentileRank]).toEqual([9, 9, 10, 10]);
    expect([...block.affinityNm]).toEqual([100, 100, 100, 100]);
  });

  it('is not asked for peptides it does not take: they are not predicted, and a repeated one is asked once', async () => {
    const predictor = await openFake(fakeNetmhcpan());
    const block = await predictor.predict(['SHORT', 'AAAWYLWEX', 'AAAWYLWEV', 'AAAWYLWEV'], ['HLA-A*02:01']);
    expect([...block.affinityNm]).toEqual([Number.NaN, Number.NaN, 100, 100]);
  });

  it('is not started where no peptide is left', async () => {
    const log = join(scripts.path, 'calls');
    const predictor = await openFake(`echo called >> ${log}\n${fakeNetmhcpan()}`);
    await predictor.predict(['SHORT'], alleles);
    expect(readFileSync(log, 'utf8')).toBe('called\n');
  });

  it.each([
    ['a row missing', 'if (NR > 1) print', 'TOOL_OUTPUT_INCOMPLETE', '2 of 4 pairs'],
    [
      'a row twice',
      'print; if (NR == 2) print',
      'TOOL_OUTPUT_INCOMPLETE',
      'QQLRAQHLLA on HLA-A*02:01 stands in the output twice',
    ],
    [
      'a row that was not asked for',
      'print; if (NR == 2) { $3 = "MMMMMMMMM"; print }',
      'TOOL_OUTPUT_INCOMPLETE',
      'not asked for: MMMMMMMMM',
    ],
    [
      'a row cut off',
      'if (NR == 2) print "1 HLA-A02:01 QQLRA"; else print',
      'TOOL_OUTPUT_UNREADABLE',
      'expected 16 cells, found 3',
    ],
  ])('is refused for %s', async (_, each, code, words) => {
    const predictor = await openFake(
      fakeNetmhcpan({ each: `if (FNR == 1 && $3 == "GILGFVFTL") { print; next } ${each}` }),
    );
    const outcome = Promise.resolve(predictor.predict(['AAAWYLWEV', 'QQLRAQHLLA'], alleles));
    await expect(outcome).rejects.toMatchObject({ code });
    await expect(outcome).rejects.toThrow(words);
  });

  it.each([
    ['of a version whose columns are not known', fakeNetmhcpan({ version: '5.0' }), 'TOOL_VERSION_UNKNOWN'],
    ['that fails', 'echo "no MHC molecule" >&2; exit 1', 'TOOL_FAILED'],
  ])('%s is found out when it is opened', async (_, body, code) => {
    await expect(openFake(body)).rejects.toMatchObject({ code });
  });

  it('has another digest with another executable or another version', async () => {
    const one = await openFake(fakeNetmhcpan());
    const same = await openFake(fakeNetmhcpan());
    const other = await openFake(`${fakeNetmhcpan()}\n# newer`);
    expect(same.digest).toBe(one.digest);
    expect(other.digest).not.toBe(one.digest);
  });
});

describe('finding a tool', () => {
  it('looks at the variable first, then along PATH', async () => {
    const path = scripts.script('plain-tool', 'echo plain-tool 1.0.3');
    const onPath = {
      environment: { PATH: [join(scripts.path, 'absent'), scripts.path].join(delimiter) },
      timeLimitMs: 9000,
    };
    expect(await findTool(plainTool, onPath)).toMatchObject({
      version: '1.0.3',
      program: { executable: path },
    });
    const missing = {
      ...onPath,
      environment: { ...onPath.environment, ANTIGRAPH_PLAIN_TOOL_PATH: '/nowhere' },
    };
    await expect(findTool(plainTool, missing)).rejects.toMatchObject({ code: 'TOOL_NOT_FOUND' });
  });

  it('does not take an interpreter for the tool: without a version it is not there', async () => {
    scripts.script('plain-tool', 'echo "No module named plain" >&2; exit 1');
    const onPath = { environment: { PATH: scripts.path }, timeLimitMs: 9000 };
    await expect(findTool(plainTool, onPath)).rejects.toMatchObject({ code: 'TOOL_NOT_FOUND' });
  });

  it('refuses a version it was not made for', async () => {
    scripts.script('plain-tool', 'echo plain-tool 2.0');
    const onPath = { environment: { PATH: scripts.path }, timeLimitMs: 9000 };
    await expect(findTool(plainTool, onPath)).rejects.toMatchObject({ code: 'TOOL_VERSION_UNKNOWN' });
  });

  it('gives each tool a name and a variable of its own', () => {
    const names = externalTools.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const tool of externalTools) expect(pathVariable(tool)).toMatch(/^ANTIGRAPH_[A-Z0-9_]+_PATH$/);
  });
});

describe('a saved output', () => {
  const save = (text: string) => {
    const path = join(scripts.path, 'saved.txt');
    writeFileSync(path, text);
    return path;
  };
  const open = (text: string) => openSavedOutput(plainTool, save(text), [plainTool, netmhcpan]);

  it('gives the pairs that are asked for, and may hold more', async () => {
    const predictor = open(
      'AAAWYLWEV HLA-A*02:01 50 0.5 0.9\nAAAWYLWEV HLA-B*07:02 - 8 -\nQQLRAQHLLA HLA-A*02:01 1 1 1\n',
    );
    expect(predictor.version).toBe('unstated');
    const block = await predictor.predict(['AAAWYLWEV'], ['HLA-B*07:02', 'HLA-A*02:01']);
    expect([...block.affinityNm]).toEqual([Number.NaN, 50]);
    expect([...block.percentileRank]).toEqual([8, 0.5]);
  });

  it('says that it scores no peptide beyond its file', () => {
    expect(open('AAAWYLWEV HLA-A*02:01 50 0.5 0.9\n').scoresAnyPeptide).toBe(false);
  });

  it('may say a pair twice, as a scan of proteins does, but not differently', async () => {
    const row = 'AAAWYLWEV HLA-A*02:01 50 0.5 0.9\n';
    const block = await open(row + row).predict(['AAAWYLWEV'], ['HLA-A*02:01']);
    expect([...block.affinityNm]).toEqual([50]);
    expect(() => open(row + row.replace('50', '51'))).toThrow('twice with different numbers');
  });

  it('does not know an allele it has no rows of, and lacks a peptide it has no row of', () => {
    const predictor = open('AAAWYLWEV HLA-A*02:01 50 0.5 0.9\n');
    expect(predictor.supportFor('HLA-A*02:06')).toMatchObject({
      kind: 'unsupported',
      nearest: ['HLA-A*02:01'],
    });
    expect(() => predictor.predict(['AAAWYLWEV', 'QQLRAQHLLA'], ['HLA-A*02:01'])).toThrow(
      expect.objectContaining({
        code: 'TOOL_OUTPUT_INCOMPLETE',
        message: expect.stringContaining(
          '1 of 2 pairs that were asked for are not in the output; the first: QQLRAQHLLA',
        ),
      }),
    );
  });

  it('of another tool is named as that', () => {
    const path = save('# NetMHCpan version 4.1b\n');
    const stranger = { ...plainTool, parse: netmhcpan.parse };
    expect(() => openSavedOutput(stranger, path, [stranger, netmhcpan])).toThrow(
      'looks like an output of NetMHCpan',
    );
  });

  it('has the digest of its content', () => {
    const one = open('AAAWYLWEV HLA-A*02:01 50 0.5 0.9\n').digest;
    expect(open('AAAWYLWEV HLA-A*02:01 50 0.5 0.9\n').digest).toBe(one);
    expect(open('AAAWYLWEV HLA-A*02:01 50 0.6 0.9\n').digest).not.toBe(one);
  });
});
