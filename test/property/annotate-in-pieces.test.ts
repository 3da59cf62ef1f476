/** However a file is cut, compressed and shared out between threads, the table of `antigraph annotate` is the same. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../schemas/errors.js';
import { alleleAnnotator } from '../../stages/annotate-consequences/annotate-allele.js';
import { indexPhases } from '../../stages/annotate-consequences/from-bundle/phase-index.js';
import { annotateConsequences } from '../../stages/annotate-consequences/index.js';
import { buildReferenceInMemory } from '../../stages/build-reference/in-memory.js';
import { parseVariants } from '../../stages/parse-variants/index.js';
import { compressBlocks } from '../../stages/shared/bgzf/index.js';
import { tsvLine } from '../../stages/shared/tsv.js';
import { cellsOfOmission, cellsOfRow, inOrder, type RowCells } from '../../workers/annotate/columns.js';
import { InOrder } from '../../workers/annotate/in-order.js';
import type { PieceOutcome } from '../../workers/annotate/messages.js';
import { openBody } from '../../workers/annotate/open-body.js';
import type { PieceThreads } from '../../workers/annotate/piece-threads.js';
import { PieceWorker } from '../../workers/annotate/piece-worker.js';
import { readBody } from '../../workers/annotate/read-body.js';
import { example } from '../support/example-patient.js';
import { randomVcf } from '../support/random-vcf.js';
import { byteSource, readVariants } from '../support/vcf-text.js';

const reference = buildReferenceInMemory({
  annotation: readFileSync(example.gtf),
  fasta: readFileSync(example.fasta),
  build: 'example-1',
});
const reading = { filters: 'all', duplicates: 'keep', wrongBuildFraction: 1 };
const parseParams = parseVariants.params.parse(reading);
const annotateParams = annotateConsequences.params.parse({});

/** The table by the stages' own functions, in one go. @throws what is wrong with the whole file */
async function expectedTable(text: string): Promise<string> {
  const { variants, omissions } = await readVariants(text, { params: reading, reference });
  const matesOf = indexPhases(variants, annotateParams.phaseDistanceBases, { reference });
  const annotate = alleleAnnotator({ reference, params: annotateParams, matesOf });
  const rows = new Map<number, string>();
  const lineOf = (cells: RowCells) => tsvLine(inOrder(cells, true));
  for (const omission of omissions) rows.set(omission.alleleOrdinal, lineOf(cellsOfOmission(omission, null)));
  for (const variant of variants) {
    const { rows: found, omission } = annotate(variant);
    const lines = found.map((row) => lineOf(cellsOfRow(variant, row)));
    if (found.length === 0 && omission !== null) lines.push(lineOf(cellsOfOmission(omission, variant)));
    rows.set(variant.alleleOrdinal, lines.join(''));
  }
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, lines]) => lines)
    .join('');
}

/** Threads that are this one, but answer late and in another order. */
function lateThreads(worker: PieceWorker, delays: readonly number[]): PieceThreads {
  let count = 0;
  return {
    submit(task) {
      const delay = delays[count % delays.length] ?? 0;
      count += 1;
      if (delay === 0) return null;
      const outcome = worker.run(task);
      return new Promise<PieceOutcome>((resolve) => {
        let turns = delay;
        const wait = () => {
          turns -= 1;
          if (turns === 0) resolve(outcome);
          else setImmediate(wait);
        };
        wait();
      });
    },
    setBackground: (background) => worker.setBackground(background),
    recycle: () => undefined,
    close: () => undefined,
  };
}

async function tableInPieces(
  bytes: Uint8Array,
  cut: { readonly sizes: readonly number[]; readonly delays: readonly number[] },
): Promise<string> {
  let count = 0;
  const nextSize = () => cut.sizes[count++ % cut.sizes.length] ?? 1;
  const source = byteSource(bytes, { chunkSize: 97 });
  const open = () => openBody(source, nextSize);
  const body = await open();
  const file = source.name;
  const setup = { file, header: body.header, parseParams, annotateParams, reference: null } as const;
  const options = { ...setup, hasProteins: true, hasGermline: false };
  const [worker, other] = [new PieceWorker(options, reference), new PieceWorker(options, reference)];
  const common = { worker, threads: lateThreads(other, cut.delays), sizer: { observe: () => undefined } };
  const collector = worker.collectorInOrder();
  const phased: PieceOutcome['phased'][number][] = [];
  await readBody({
    ...common,
    kind: 'phases',
    body: await open(),
    inOrder: new InOrder({ file, reader: collector, linesBefore: body.lineCount }),
    deliver: async (outcome) => {
      phased.push(...collector.takeFound(), ...outcome.phased);
    },
  });
  for (const each of [worker, other]) each.setBackground({ phased, germline: [] });
  const output: Uint8Array[] = [];
  const root = worker.inOrder();
  await readBody({
    ...common,
    kind: 'annotate',
    body,
    inOrder: new InOrder({ file, reader: root, linesBefore: body.lineCount }),
    deliver: async (outcome) => {
      for (const part of outcome.output) output.push(Uint8Array.from(part));
    },
  });
  root.visitor.finish([]);
  return Buffer.concat(output).toString('utf8');
}

/** BGZF with blocks of the given sizes of text. */
function bgzip(text: Buffer, sizes: readonly number[]): Buffer {
  const blocks: Uint8Array[] = [];
  for (let [start, index] = [0, 0]; start < text.length; index += 1) {
    const end = start + (sizes[index % sizes.length] ?? 1);
    const [block] = compressBlocks([text.subarray(start, end)]);
    if (block !== undefined) blocks.push(block);
    start = end;
  }
  return Buffer.concat([...blocks, ...compressBlocks([])]);
}

/** The table, or what was said of a file without one: code, counts and line. */
async function outcomeOf(table: Promise<string>): Promise<unknown> {
  try {
    return await table;
  } catch (error) {
    if (!(error instanceof AntigraphError)) throw error;
    const { code, message, at } = error;
    return { code, message, at };
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 4 });

describe('annotate in pieces', () => {
  it('gives the rows that one reader in one go gives, whatever the cuts, the compression and the order of the answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          vcf: randomVcf(reference, 25),
          kind: fc.constantFrom('plain', 'gzip', 'bgzip', 'bgzip'),
          lineBreak: fc.constantFrom('\n', '\r\n'),
          hasEnd: fc.boolean(),
          blocks: sizes,
          sizes,
          delays: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 }),
        }),
        async ({ vcf, kind, lineBreak, hasEnd, blocks, ...cut }) => {
          const text = (hasEnd ? vcf.text : vcf.text.replace(/\n$/, '')).replaceAll('\n', lineBreak);
          const plain = Buffer.from(text);
          const bytes = kind === 'plain' ? plain : kind === 'gzip' ? gzipSync(plain) : bgzip(plain, blocks);
          const [expected, found] = await Promise.all([
            outcomeOf(expectedTable(text)),
            outcomeOf(tableInPieces(bytes, cut)),
          ]);
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});
