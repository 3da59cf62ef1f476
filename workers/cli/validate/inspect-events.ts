/** Fusion tables, junction tables and proteins: each read as a run reads it, without a reference. */
import type { ByteSource } from '../../../schemas/stage.js';
import type { ReadEvent } from '../../../stages/parse-variants/events/event-row.js';
import { fusionToolOf, readFusions } from '../../../stages/parse-variants/events/fusions/index.js';
import { junctionToolOf, readJunctions } from '../../../stages/parse-variants/events/junctions/index.js';
import { readProteins } from '../../../stages/parse-variants/events/proteins/index.js';
import { paramsSchema } from '../../../stages/parse-variants/params.js';
import type { Inspection } from './finding.js';

/** @throws FUSIONS_MALFORMED */
export async function inspectFusions(source: ByteSource, head: Buffer): Promise<Inspection> {
  const tool = lineToolOf(head, fusionToolOf);
  return inspectionOf({ 'table of': tool }, 'fusions', readFusions(source, null));
}

/** @throws JUNCTIONS_MALFORMED */
export async function inspectJunctions(source: ByteSource, head: Buffer): Promise<Inspection> {
  const { minJunctionReads } = paramsSchema.parse({});
  const tool = lineToolOf(head, junctionToolOf);
  return inspectionOf(
    { 'table of': tool },
    'junctions',
    readJunctions(source, { reference: null, minJunctionReads }),
  );
}

/** @throws FASTA_MALFORMED */
export async function inspectAntigens(source: ByteSource): Promise<Inspection> {
  return inspectionOf({ content: 'proteins' }, 'antigens', readProteins(source, null));
}

/** What the first line that one of the tools can have written says. */
export function lineToolOf(head: Buffer, toolOf: (line: string) => string | null): string | null {
  for (const line of head.toString('utf8').split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('track ')) continue;
    return toolOf(line);
  }
  return null;
}

async function inspectionOf(
  facts: Inspection['facts'],
  name: string,
  events: AsyncIterable<ReadEvent>,
): Promise<Inspection> {
  const omitted = new Map<string, number>();
  let firstFault: string | null = null;
  let kept = 0;
  let rows = 0;
  for await (const event of events) {
    rows += 1;
    if (event.kind === 'event') {
      kept += 1;
      continue;
    }
    omitted.set(event.code, (omitted.get(event.code) ?? 0) + 1);
    if (event.code === 'RECORD_MALFORMED') firstFault ??= `${event.input}: ${event.reason}`;
  }
  const faults = omitted.get('RECORD_MALFORMED') ?? 0;
  return {
    facts: {
      ...facts,
      [name]: rows,
      kept,
      omitted: [...omitted].map(([code, count]) => `${count} ${code}`).join(', ') || 0,
    },
    warnings: [
      ...(rows === 0 ? ['the file has no row'] : []),
      ...(firstFault === null ? [] : [`${faults} RECORD_MALFORMED; the first, ${firstFault}`]),
    ],
  };
}
