import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../schemas/errors.js';
import { buildReferenceInMemory } from '../../stages/build-reference/in-memory.js';
import { writeVariants } from '../../stages/write-variants/index.js';
import { example } from '../support/example-patient.js';
import { randomVcf } from '../support/random-vcf.js';
import { byteSource, type ReadVcfText, readVariants } from '../support/vcf-text.js';

const reference = buildReferenceInMemory({
  annotation: readFileSync(example.gtf),
  fasta: readFileSync(example.fasta),
  build: 'example-1',
});

/** Null where the file is refused. */
async function read(text: string): Promise<ReadVcfText | null> {
  try {
    return await readVariants(text, { params: { wrongBuildFraction: 1 }, reference });
  } catch (error) {
    if (error instanceof AntigraphError && error.kind === 'InputError') return null;
    throw error;
  }
}

async function written(text: string, { source, omissions }: ReadVcfText): Promise<string> {
  const parts: Buffer[] = [];
  await writeVariants.run({
    params: { sortLimitBytes: 0 },
    inputs: {
      vcf: byteSource(text),
      source,
      consequences: [],
      rankedVariants: [],
      shortlist: [],
      parseOmissions: omissions,
      annotateOmissions: [],
      peptideOmissions: [],
      predictOmissions: [],
      classTwoOmissions: [],
      featureOmissions: [],
      rankOmissions: [],
      selectOmissions: [],
    },
    resources: { reference, predictor: null, classTwoPredictor: null },
    emit: { annotatedVcf: (bytes) => parts.push(Buffer.from(bytes)), annotatedVcfIndex: () => undefined },
    omit: () => undefined,
  });
  return gunzipSync(Buffer.concat(parts)).toString();
}

describe('the annotated file of any VCF', () => {
  it('reads as the same variants, and names the code of each that was left out', async () => {
    await fc.assert(
      fc.asyncProperty(randomVcf(reference, 12), async ({ text }) => {
        const original = await read(text);
        if (original === null) return;
        const annotated = await written(text, original);
        const again = await read(annotated);
        // Lines differ by the header's length.
        const facts = (from: ReadVcfText | null) =>
          from?.variants.map(({ id, input, tumor, genotype }) => ({ id, input, tumor, genotype })) ?? [];
        expect(facts(again)).toEqual(facts(original));
        const statuses = [...annotated.matchAll(/AG_STATUS=([^;\t\n]*)/g)]
          .flatMap(([, values = '']) => values.split(','))
          .filter((status) => status !== '.' && status !== 'RECORD_MALFORMED');
        const codes = original.omissions
          .map(({ code }) => code)
          .filter((code) => code !== 'RECORD_MALFORMED');
        expect(statuses).toEqual(codes);
      }),
      { numRuns: 60 },
    );
  });
});
