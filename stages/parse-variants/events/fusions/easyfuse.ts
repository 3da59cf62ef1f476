/**
 * EasyFuse's fusions.csv, fusions.pass.csv, annotated_fusions.csv and Detected_Fusions.csv (Weber 2022, doi:10.1038/s41587-022-01247-9):
 * semicolons, a row for each pair of transcripts of one joint (BPID). Breakpoints are 1-based and the outermost bases kept, with the
 * strand of the gene, as in the tools it merges.
 */
import { type FusionCall, type FusionFormat, readCount, readPlace, type TableRow } from './fusion-call.js';
import { markJoint } from './star-fusion.js';

export const easyFuse: FusionFormat = {
  tool: 'EasyFuse',
  columns: ['BPID', 'Fusion_Gene', 'Breakpoint1', 'Breakpoint2'],
  hasRowPerTranscript: true,
  read(row) {
    const five = readPlace(row.get('Breakpoint1'), 'five');
    const three = readPlace(row.get('Breakpoint2'), 'three');
    if (five === null || three === null) return { reason: 'a breakpoint is not chrom:position:strand' };
    const partners = partnersOf(row);
    const { statedFrame, statedPeptide } = statedProtein(row);
    return {
      tool: 'EasyFuse',
      five: { ...five, ...partners.five },
      three: { ...three, ...partners.three },
      insertedBases: '',
      statedFrame,
      statedPeptide,
      junctionReads: readCount(row.get('ft_junc_cnt') ?? row.get('Junction_Reads')),
      spanningReads: readCount(row.get('ft_span_cnt') ?? row.get('Spanning_Reads')),
      confidence: row.get('prediction_class'),
      preference: statedPeptide === null ? 2 : statedFrame === 'in-frame' ? 0 : 1,
    };
  },
};

interface NamedPartner {
  readonly gene: string;
  readonly transcript: string | null;
}

/** From FTID, gene_breakpoint_transcript twice; without it from Fusion_Gene, which is ambiguous where a gene's name holds '_'. */
function partnersOf(row: TableRow): { readonly five: NamedPartner; readonly three: NamedPartner } {
  const parts = /^(.+?)_[^_]+:\d+:[+-]_([^_]+)_(.+?)_[^_]+:\d+:[+-]_([^_]+)$/.exec(row.get('FTID') ?? '');
  if (parts !== null) {
    const [, fiveGene = '', fiveTranscript = '', threeGene = '', threeTranscript = ''] = parts;
    return {
      five: { gene: fiveGene, transcript: fiveTranscript },
      three: { gene: threeGene, transcript: threeTranscript },
    };
  }
  const [first = '.', ...others] = (row.get('Fusion_Gene') ?? '.').split('_');
  return {
    five: { gene: first, transcript: null },
    three: { gene: others.join('_') || '.', transcript: null },
  };
}

/** neo_peptide_sequence_bp '13.3': the joint comes after 13 residues and a third of a codon. */
function statedProtein(row: TableRow): Pick<FusionCall, 'statedFrame' | 'statedPeptide'> {
  const frame = row.get('frame');
  const statedFrame = frame === 'in_frame' ? 'in-frame' : frame === 'out_frame' ? 'out-of-frame' : null;
  const peptide = row.get('neo_peptide_sequence');
  const joint = Number(row.get('neo_peptide_sequence_bp') ?? Number.NaN);
  if (peptide === null || !Number.isFinite(joint)) return { statedFrame, statedPeptide: null };
  return { statedFrame, statedPeptide: markJoint(peptide.toUpperCase(), joint, statedFrame) };
}
