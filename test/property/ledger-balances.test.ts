import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../infra/stores/memory-store.js';
import { decodeRows } from '../../pipeline/codec.js';
import { graph } from '../../pipeline/graph.js';
import { type LocalOutcome, runLocal } from '../../pipeline/run-local.js';
import { omissions, shortlist } from '../../schemas/artifacts.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { ManyArtifact } from '../../schemas/stage.js';
import { buildReferenceInMemory } from '../../stages/build-reference/in-memory.js';
import { inlineRunner } from '../../workers/local/inline-runner.js';
import { bundledRequests, openPredictor } from '../../workers/local/open-predictor.js';
import { parseTsv } from '../support/cli.js';
import { example } from '../support/example-patient.js';
import { randomVcf } from '../support/random-vcf.js';

const reference = buildReferenceInMemory({
  annotation: readFileSync(example.gtf),
  fasta: readFileSync(example.fasta),
  build: 'example-1',
});
const runCount = Number(process.env['ANTIGRAPH_PROPERTY_RUNS'] ?? '40');
const predictor = await openPredictor(bundledRequests.I);

interface Finished {
  readonly outcome: LocalOutcome;
  rows<Row>(stage: string, output: string, artifact: ManyArtifact<Row>): Promise<readonly Row[]>;
  text(output: string): Promise<string>;
}

/** The whole graph on the text, in this thread; null where the file is refused with an InputError. */
async function run(text: string): Promise<Finished | null> {
  const store = memoryStore();
  const writer = await store.createObject();
  writer.write(Buffer.from(text));
  const vcf = { parts: [{ ...(await writer.commit()), rowCount: null }] };
  const resources = { open: async () => ({ reference, predictor, classTwoPredictor: null }) };
  try {
    const outcome = await runLocal({
      graph,
      request: {
        inputs: { vcf },
        params: {
          'generate-peptides': { classILengths: [9] },
          'predict-binding': { alleles: ['HLA-A*02:01', 'HLA-B*07:02'] },
        },
        resources: { reference: reference.digest, predictor: predictor.digest, classTwoPredictor: null },
      },
      store,
      runner: inlineRunner({ store, resources, labels: { vcf: 'calls.vcf' } }),
      jobs: 1,
      ignoreCache: false,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      now: () => 0,
    });
    const sources = async (stage: string, output: string) => {
      const ref = outcome.nodes.find((node) => node.stage === stage)?.outputs[output];
      return Promise.all((ref?.parts ?? []).map((part) => store.openObject(part.sha256)));
    };
    return {
      outcome,
      rows: async (stage, output, artifact) => [...decodeRows(await sources(stage, output), artifact)],
      text: async (output) =>
        (await sources('render-report', output))
          .flatMap((source) => [...source.chunks()])
          .map((chunk) => Buffer.from(chunk).toString('utf8'))
          .join(''),
    };
  } catch (error) {
    if (error instanceof AntigraphError && error.kind === 'InputError') return null;
    throw error;
  }
}

interface Funnel {
  readonly funnel: readonly {
    readonly stage: string;
    readonly incoming: number;
    readonly kept: number;
    readonly omitted: number;
  }[];
}

describe('the ledger of any VCF over the example reference', () => {
  it('names every allele once, in file order, and balances at every stage', async () => {
    let finishedCount = 0;
    await fc.assert(
      fc.asyncProperty(randomVcf(reference, 10), async ({ text, inputs }) => {
        const finished = await run(text);
        if (finished === null) return;
        finishedCount += 1;
        const ledger = parseTsv(await finished.text('ledgerTsv')).rows;
        expect(ledger.map((row) => row['allele'])).toEqual(inputs.map((_, index) => String(index + 1)));
        for (const [index, input] of inputs.entries())
          if (input !== null) expect(ledger[index]?.['input']).toBe(input);

        // Counted here from the stages' own rows: each allele left exactly once or is on the shortlist.
        const left: number[] = [];
        for (const { stage } of finished.outcome.nodes) {
          for (const { scope, alleleOrdinal } of await finished.rows(stage, 'omissions', omissions))
            if (scope === 'allele') left.push(alleleOrdinal);
        }
        const picked = await finished.rows('select-shortlist', 'shortlist', shortlist);
        const accounted = [...left, ...picked.map(({ alleleOrdinal }) => alleleOrdinal)];
        expect(accounted.sort((a, b) => a - b)).toEqual(inputs.map((_, index) => index + 1));

        const { funnel }: Funnel = JSON.parse(await finished.text('shortlistJson'));
        let incoming = inputs.length;
        for (const step of funnel) {
          expect(step.incoming).toBe(incoming);
          expect(step.kept + step.omitted).toBe(step.incoming);
          incoming = step.kept;
        }
        expect(incoming).toBe(picked.length);
      }),
      { numRuns: runCount },
    );
    // Otherwise the property would hold of files that are all refused.
    expect(finishedCount).toBeGreaterThan(runCount / 3);
  }, 600_000);
});
