/**
 * Arriba's fusions.tsv and fusions.discarded.tsv (Uhrig 2021, doi:10.1101/gr.257246.119). gene1 is the 5' partner. Breakpoints are
 * 1-based and the outermost bases kept (ETV6's exon 5 ends at its breakpoint 11869969); direction 'downstream' says that the partner
 * is joined at higher coordinates, so what lies left of the breakpoint is kept, whatever the strand.
 */
import type { BrokenEnd } from './breakend.js';
import { type FusionFormat, readCount, sumOfKnown, type TableRow } from './fusion-call.js';

export const arriba: FusionFormat = {
  tool: 'Arriba',
  columns: [
    'gene1',
    'gene2',
    'strand1(gene/fusion)',
    'strand2(gene/fusion)',
    'breakpoint1',
    'breakpoint2',
    'direction1',
    'direction2',
    'split_reads1',
    'split_reads2',
    'discordant_mates',
    'confidence',
  ],
  hasRowPerTranscript: false,
  read(row) {
    const five = endOf(row, '1');
    const three = endOf(row, '2');
    if (five === null || three === null) {
      return { reason: 'breakpoint and direction are not chrom:position and upstream or downstream' };
    }
    return {
      tool: 'Arriba',
      five: { ...five, gene: row.get('gene1') ?? '.', transcript: row.get('transcript_id1') },
      three: { ...three, gene: row.get('gene2') ?? '.', transcript: row.get('transcript_id2') },
      insertedBases: insertedBases(row.get('fusion_transcript') ?? ''),
      statedFrame: frameOf(row.get('reading_frame')),
      statedPeptide: row.get('peptide_sequence'),
      junctionReads: sumOfKnown([readCount(row.get('split_reads1')), readCount(row.get('split_reads2'))]),
      spanningReads: readCount(row.get('discordant_mates')),
      confidence: row.get('confidence'),
      preference: 0,
    };
  },
};

function endOf(row: TableRow, side: '1' | '2'): BrokenEnd | null {
  const place = /^(.+):(\d+)$/.exec(row.get(`breakpoint${side}`) ?? '');
  const direction = row.get(`direction${side}`);
  const [, chrom = '', position = ''] = place ?? [];
  if (Number(position) < 1 || (direction !== 'upstream' && direction !== 'downstream')) return null;
  return { chrom, position: Number(position), keeps: direction === 'downstream' ? 'left' : 'right' };
}

/** Bases of neither gene stand in lower case between two bars. */
function insertedBases(transcript: string): string {
  const inserted = /\|([acgtn]+)\|/.exec(transcript)?.[1] ?? '';
  return inserted.toUpperCase();
}

/** 'stop-codon': one comes before the joint, so there is no frame to keep. */
function frameOf(text: string | null): 'in-frame' | 'out-of-frame' | null {
  return text === 'in-frame' || text === 'out-of-frame' ? text : null;
}
