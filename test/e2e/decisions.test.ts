/** A reviewer's decisions from the command to shortlist and ledger. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTsv } from '../support/cli.js';
import { runArgs } from '../support/example-patient.js';
import { exampleSandbox } from '../support/example-sandbox.js';

const example = exampleSandbox();

async function decide(rows: string) {
  const { sandbox, reference } = example;
  const out = example.nextOut();
  const file = sandbox.write(
    `${out.replaceAll(/\W/g, '-')}.csv`,
    `variant,decision,reason,reviewer\n${rows}`,
  );
  const result = await sandbox.cli([...runArgs(reference, out), '--decisions', file]);
  return { out, ...result };
}

const genesIn = (out: string) => readTsv(join(out, 'shortlist.tsv')).rows.map(({ gene }) => gene);

describe("a reviewer's decisions", () => {
  it('put an excluded antigen on the shortlist and keep another off it, with reason and name in the ledger', async () => {
    const before = genesIn(example.out);
    expect(before).not.toContain('HRAS');
    expect(before).toContain('IDH1');
    const { out, exitCode } = await decide(
      'HRAS G13R,accept,seen in the relapse,Dr. Roe\nIDH1 p.Arg132His,reject,other trial,Dr. Roe\n',
    );
    expect(exitCode).toBe(0);
    expect(genesIn(out)).toContain('HRAS');
    expect(genesIn(out)).not.toContain('IDH1');
    const fates = readTsv(join(out, 'ledger.tsv')).rows;
    expect(fates.find(({ gene }) => gene === 'IDH1')).toMatchObject({
      stage: 'select-shortlist',
      code: 'REVIEWER_REJECTED',
      reason: 'rejected by Dr. Roe: other trial',
    });
  });

  it('on a variant that is not there end the run with the nearest and exit code 3', async () => {
    const { exitCode, stderr } = await decide('IDH1 p.Arg132Hsi,reject,,\n');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('error DECISION_UNMATCHED');
    expect(stderr).toContain('IDH1 p.Arg132His');
  });
});
