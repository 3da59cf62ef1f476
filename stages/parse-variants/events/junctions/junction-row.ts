/** A junction as a row of the ledger. */
import { positionOfStart } from '../../../../schemas/coordinates.js';
import { type EventFields, jointRow } from '../event-row.js';
import { formatBreakend } from '../fusions/breakend.js';
import type { JunctionCall } from './junction-call.js';

/**
 * Named like an allele of the mRNA: the last base left of the intron, joined to the first one right of it in breakend notation (VCF 4.3
 * §5.4); of a retained intron <RETAINED:last base of the intron>.
 */
export function junctionRow(
  call: JunctionCall,
  { line, base }: { readonly line: number; readonly base: string },
): EventFields {
  const { chrom, start, end, reads, isRetention } = call;
  // The base before the intron, 1-based: its 0-based start is `start - 1`.
  const position = positionOfStart(start - 1);
  const left = { chrom, position, keeps: 'left' } as const;
  const right = { chrom, position: positionOfStart(end), keeps: 'right' } as const;
  const alt = isRetention ? `<RETAINED:${end}>` : formatBreakend({ left, right, insertedBases: '' }, base);
  return jointRow({
    input: `junction:${call.written}`,
    line,
    chrom,
    position,
    base,
    alt,
    reads,
    event: {
      kind: 'junction',
      tool: call.tool,
      chrom,
      start,
      end,
      isRetention,
      strand: call.strand,
      genes: [...call.genes],
      transcripts: [...call.transcripts],
      anchor: call.anchor,
      reads,
      causes: [...call.causes],
    },
  });
}
