import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vcfSource } from '../../schemas/artifacts.js';
import { AntigraphError } from '../../schemas/errors.js';
import { omissionSchema } from '../../schemas/omissions.js';
import { variantSchema } from '../../schemas/rows.js';
import { compressBlocks } from '../../stages/shared/bgzf/index.js';
import { memoryReference } from '../support/memory-reference.js';
import { byteSource, readVariants, vcfText } from '../support/vcf-text.js';

const genome = `${'ACGTTGCA'.repeat(10)}${'A'.repeat(30)}CGCGCGCGTTTACG`;
const reference = memoryReference({ chr1: genome, chr2: genome.slice(7) });

/** The balance of the ledger, on whatever bytes: an AntigraphError, or one variant or omission for each allele, in order. */
async function expectBalance(
  content: string | Uint8Array,
  options: Parameters<typeof readVariants>[1] = {},
): Promise<void> {
  try {
    const { variants, omissions, source } = await readVariants(content, options);
    expect(source.keptCount).toBe(variants.length);
    expect(source.alleleCount).toBe(variants.length + omissions.length);
    const ordinals = [...variants, ...omissions]
      .map(({ alleleOrdinal }) => alleleOrdinal)
      .sort((a, b) => a - b);
    expect(ordinals).toEqual(Array.from({ length: source.alleleCount }, (_, index) => index + 1));
    expect(omissions.every(({ scope, count }) => scope === 'allele' && count === 1)).toBe(true);
    vcfSource.schema.parse(source);
    for (const variant of variants) variantSchema.parse(variant);
    for (const omission of omissions) omissionSchema.parse(omission);
  } catch (error) {
    if (!(error instanceof AntigraphError)) throw error;
    expect(error.kind).toBe('InputError');
    expect(error.fix).not.toBeNull();
  }
}

const bases = fc.string({ unit: fc.constantFrom('A', 'C', 'G', 'T', 'N', 'a'), minLength: 1, maxLength: 5 });
const alternate = fc.oneof(
  { weight: 5, arbitrary: bases },
  fc.constantFrom('*', '.', '<DEL>', 'A[chr2:5[', '', 'R', '<', '-'),
);
const genotype = fc.constantFrom('0/1', '1|0', '0/0', './.', '.', '1', '1|1', '1/2', '', 'x', '0|1:');
const record = fc
  .record({
    chrom: fc.constantFrom('chr1', 'chr1', '2', 'chrUn', ''),
    position: fc.oneof(
      fc.integer({ min: 0, max: 140 }).map(String),
      fc.constantFrom('x', '', '-1', '99999999999'),
    ),
    ref: fc.oneof({ weight: 5, arbitrary: bases }, fc.constantFrom('.', '', 'R', '1')),
    alternates: fc.array(alternate, { minLength: 1, maxLength: 3 }),
    filter: fc.constantFrom('PASS', '.', 'q10', ''),
    info: fc.constantFrom('.', 'SOMATIC', 'CSQ=A|b;SS=2', 'DP4=1,2,3,4', ''),
    format: fc.constantFrom('GT', 'GT:AD:DP', 'GT:AU:CU:GU:TU', 'GT:PS', 'AD', ''),
    genotypes: fc.array(
      fc
        .tuple(genotype, fc.constantFrom('', ':3,4:7', ':3', ':.:.', ':1,2:3,4:5,6:7,8', ':9999999999999,1'))
        .map((p) => p.join('')),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ chrom, position, ref, alternates, filter, info, format, genotypes }) =>
    [chrom, position, '.', ref, alternates.join(','), '.', filter, info, format, ...genotypes].join('\t'),
  );
const file = fc
  .array(record, { maxLength: 12 })
  .map((lines) => vcfText(lines, { samples: ['NORMAL', 'TUMOR'] }));

describe('parse-variants on any bytes', () => {
  it('balances on records with any field odd, with and without a reference', async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.boolean(),
        fc.constantFrom('pass', 'all'),
        async (text, hasReference, filters) => {
          await expectBalance(text, { params: { filters }, ...(hasReference ? { reference } : {}) });
        },
      ),
      { numRuns: 400 },
    );
  });

  it('balances on files with bytes changed, whatever the compression', async () => {
    const mutations = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 });
    const compressions = fc.constantFrom<(text: string) => Uint8Array>(
      (text) => Buffer.from(text),
      (text) => gzipSync(text),
      (text) => Buffer.concat([...compressBlocks([text])]),
    );
    await fc.assert(
      fc.asyncProperty(file, mutations, compressions, fc.nat(), async (text, changes, compress, cut) => {
        const bytes = Uint8Array.from(compress(text));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        await expectBalance(cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes);
      }),
      { numRuns: 400 },
    );
  });

  it('fails on random bytes with an error that says what to do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('', '##fileformat=VCFv4.2\n', '\u001f\u008b'),
        async (bytes, head) => {
          await expectBalance(Buffer.concat([Buffer.from(head, 'latin1'), bytes]));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same rows however the bytes are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 50 }), async (text, chunkSize) => {
        const whole = await readVariants(text).catch((error: unknown) => error);
        const cut = await readVariants(byteSource(text, { chunkSize })).catch((error: unknown) => error);
        expect(cut).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps only variants whose REF is what the reference has', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const read = await readVariants(text, { reference, params: { wrongBuildFraction: 1 } }).catch(
          () => null,
        );
        for (const { chrom, position, ref } of read?.variants ?? []) {
          expect(reference.sequence(chrom, position - 1, position - 1 + ref.length)).toBe(ref);
        }
      }),
      { numRuns: 200 },
    );
  });
});
