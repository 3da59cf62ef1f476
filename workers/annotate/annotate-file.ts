/** `antigraph annotate`: a file of variants to a table of consequences, by several threads, in bounded memory. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileSource } from '../../infra/stores/file-content.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { GermlineVariant } from '../../schemas/rows.js';
import type { ByteSource } from '../../schemas/stage.js';
import type { PhaseInput } from '../../stages/annotate-consequences/from-bundle/phase-index.js';
import { readGermline } from '../../stages/parse-variants/germline.js';
import type { ParseVariantsParams } from '../../stages/parse-variants/params.js';
import { detectCompression } from '../../stages/shared/bgzf/index.js';
import { tsvLine } from '../../stages/shared/tsv.js';
import { openVcfText, readVcf, type VcfHeader } from '../../stages/shared/vcf/index.js';
import { openReferenceFile } from '../reference/open-reference.js';
import type { AnnotateParams } from './annotation.js';
import { columnNames } from './columns.js';
import { InOrder } from './in-order.js';
import { LineByLine } from './line-by-line.js';
import type { LineReader } from './line-visitors.js';
import type { ReadingSetup } from './messages.js';
import { openBody } from './open-body.js';
import type { Output } from './output.js';
import { PieceSizer } from './piece-sizer.js';
import { startPieceThreads } from './piece-threads.js';
import { PieceWorker, sourceOf } from './piece-worker.js';
import { readBody } from './read-body.js';

export interface AnnotationRequest {
  readonly vcf: string;
  /** Name of the file in messages. */
  readonly file: string;
  readonly germlineVcf: string | null;
  readonly reference: string | null;
  readonly parseParams: ParseVariantsParams;
  readonly annotateParams: AnnotateParams;
  readonly hasProteins: boolean;
  /** Threads at work, this one included. */
  readonly jobs: number;
}

/** Below this a file is done before a thread has started. */
const fewestBytes = { plain: 192 * 1024, compressed: 48 * 1024 };

/** Writes the table. @throws what is wrong with the file, after rows of it may have been written (see Output) */
export async function annotateFile(request: AnnotationRequest, output: Output): Promise<void> {
  const { vcf, file, parseParams } = request;
  const source = fileSource(vcf, file, statSync(vcf).size);
  const reference = request.reference === null ? null : openReferenceFile(request.reference);
  const header = Buffer.from(tsvLine(columnNames(request.hasProteins)));
  await output.add([Uint8Array.from(header)]);
  const job = { request, source, reference, output };
  const { format, chunks } = await openVcfText(source);
  await chunks[Symbol.asyncIterator]().return?.();
  // Duplicates are told from all lines before, and a MAF is converted row by row.
  if (format === 'MAF' || parseParams.duplicates === 'omit') await annotateInOneGo(job);
  else await annotateInPieces(job);
  await output.end();
}

interface Job {
  readonly request: AnnotationRequest;
  readonly source: ByteSource;
  readonly reference: ReferenceBundle | null;
  readonly output: Output;
}

async function germlineOf({ request, reference }: Job, setup: ReadingSetup): Promise<GermlineVariant[]> {
  const { germlineVcf, parseParams: params } = request;
  if (germlineVcf === null) return [];
  const germline: GermlineVariant[] = [];
  const file = fileSource(germlineVcf, basename(germlineVcf), statSync(germlineVcf).size);
  const { normalSample } = sourceOf(setup, reference);
  await readGermline(file, { reference, params, normalSample, emit: (variant) => germline.push(variant) });
  return germline;
}

function setupOf({ request }: Job, header: VcfHeader): ReadingSetup {
  const { file, parseParams, annotateParams, reference, hasProteins, germlineVcf } = request;
  const hasGermline = germlineVcf !== null;
  return { file, header, parseParams, annotateParams, reference, hasProteins, hasGermline };
}

/** Whether alleles of the file can change a protein together: then it is read twice. */
function hasPhases({ request, reference }: Job, header: VcfHeader): boolean {
  const { annotationSource, phaseDistanceBases } = request.annotateParams;
  const isAsked = annotationSource === 'bundle' && phaseDistanceBases > 0;
  return isAsked && reference !== null && header.samples.length > 0;
}

async function annotateInPieces(job: Job): Promise<void> {
  const { source, output } = job;
  const sizer = new PieceSizer();
  const open = () => openBody(source, () => sizer.next());
  const body = await open();
  const setup = setupOf(job, body.header);
  const worker = new PieceWorker(setup, job.reference);
  const root = worker.inOrder();
  const threads = startPieceThreads(threadCount(job), setup);
  const common = { worker, threads, sizer };
  const orderOf = (reader: LineReader) =>
    new InOrder({ file: setup.file, reader, linesBefore: body.lineCount });
  try {
    const phased: PhaseInput[] = [];
    if (hasPhases(job, body.header)) {
      const collector = worker.collectorInOrder();
      await readBody({
        ...common,
        kind: 'phases',
        body: await open(),
        inOrder: orderOf(collector),
        deliver: async (outcome) => {
          for (const variant of [...collector.takeFound(), ...outcome.phased]) phased.push(variant);
        },
      });
    }
    const germline = await germlineOf(job, setup);
    if (phased.length > 0 || germline.length > 0) {
      worker.setBackground({ phased, germline });
      threads.setBackground({ phased, germline });
    }
    worker.prepare();
    await readBody({
      ...common,
      kind: 'annotate',
      body,
      inOrder: orderOf(root),
      deliver: async ({ output: parts }) => {
        const free = await output.add(parts);
        threads.recycle(worker.recycle(free));
      },
    });
    root.visitor.finish([]);
  } finally {
    threads.close();
  }
}

/** Threads beside this one: none for a file that is done before a thread has started. */
function threadCount({ request, source }: Job): number {
  const isCompressed = detectCompression(source) !== 'plain';
  const isSmall = source.sizeBytes < (isCompressed ? fewestBytes.compressed : fewestBytes.plain);
  return isSmall ? 0 : request.jobs - 1;
}

/** Reads the file line by line in this thread. */
async function annotateInOneGo(job: Job): Promise<void> {
  const { request, source, reference, output } = job;
  const options = { reference, tumorSample: request.parseParams.tumorSample };
  const phased: PhaseInput[] = [];
  const setups: ReadingSetup[] = [];
  const collecting = new LineByLine((header) => {
    const setup = setupOf(job, header);
    setups.push(setup);
    const reader = hasPhases(job, header) ? new PieceWorker(setup, reference).collectorInOrder() : null;
    return { reader, take: () => phased.push(...(reader?.takeFound() ?? [])) };
  });
  await readVcf(source, collecting, options);
  collecting.takeRest();
  const germline: GermlineVariant[] = [];
  for (const setup of setups) germline.push(...(await germlineOf(job, setup)));
  let written = Promise.resolve<unknown>(null);
  const annotating = new LineByLine((header) => {
    const worker = new PieceWorker(setupOf(job, header), reference);
    worker.setBackground({ phased, germline });
    worker.prepare();
    const write = () => {
      const parts = worker.takeOutput();
      written = written.then(() => output.add(parts));
    };
    return { reader: worker.inOrder(), take: write };
  });
  await readVcf(source, annotating, options);
  annotating.takeRest();
  annotating.check();
  await written;
}
