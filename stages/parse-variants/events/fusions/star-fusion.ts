/**
 * STAR-Fusion's star-fusion.fusion_predictions.tsv, full, abridged or with --examine_coding_effect, and the candidate lists of older
 * versions (Haas 2019, doi:10.1186/s13059-019-1842-9). Breakpoints are 1-based and the outermost bases kept, with the strand of the gene.
 */
import { type FusionCall, type FusionFormat, readCount, readPlace, type TableRow } from './fusion-call.js';

export const starFusion: FusionFormat = {
  tool: 'STAR-Fusion',
  columns: [
    'FusionName',
    'JunctionReadCount',
    'SpanningFragCount',
    'LeftGene',
    'LeftBreakpoint',
    'RightGene',
    'RightBreakpoint',
  ],
  hasRowPerTranscript: false,
  read(row) {
    const five = readPlace(row.get('LeftBreakpoint'), 'five');
    const three = readPlace(row.get('RightBreakpoint'), 'three');
    if (five === null || three === null) return { reason: 'a breakpoint is not chrom:position:strand' };
    return {
      tool: 'STAR-Fusion',
      five: { ...five, gene: symbolOf(row.get('LeftGene')), transcript: row.get('CDS_LEFT_ID') },
      three: { ...three, gene: symbolOf(row.get('RightGene')), transcript: row.get('CDS_RIGHT_ID') },
      insertedBases: '',
      ...codingEffect(row),
      junctionReads: readCount(row.get('JunctionReadCount')),
      spanningReads: readCount(row.get('SpanningFragCount')),
      confidence: row.get('LargeAnchorSupport'),
      preference: 0,
    };
  },
};

/** 'ETV6^ENSG00000139083.11' → 'ETV6'. */
function symbolOf(gene: string | null): string {
  return gene?.split('^')[0] ?? '.';
}

/** FUSION_TRANSL is the whole protein; CDS_LEFT_RANGE, 'first-last' base of the 5' partner's coding sequence, tells where the joint is. */
function codingEffect(row: TableRow): Pick<FusionCall, 'statedFrame' | 'statedPeptide'> {
  const type = row.get('PROT_FUSION_TYPE');
  const statedFrame = type === 'INFRAME' ? 'in-frame' : type === 'FRAMESHIFT' ? 'out-of-frame' : null;
  const protein = row.get('FUSION_TRANSL');
  const range = /^(\d+)-(\d+)$/.exec(row.get('CDS_LEFT_RANGE') ?? '');
  if (protein === null || range === null || Number(range[1]) !== 1)
    return { statedFrame, statedPeptide: null };
  return { statedFrame, statedPeptide: markJoint(protein.toUpperCase(), Number(range[2]) / 3, statedFrame) };
}

/**
 * The protein with '|' after the residues that are the 5' partner's alone, the rest in lower case as far as it is the 3' partner's
 * neither: Arriba's way of writing. `joint` counts residues, with a fraction where it lies within a codon.
 */
export function markJoint(protein: string, joint: number, frame: FusionCall['statedFrame']): string {
  const whole = Math.floor(joint);
  const novel = frame === 'in-frame' ? Math.ceil(joint) : protein.length;
  return `${protein.slice(0, whole)}|${protein.slice(whole, novel).toLowerCase()}${protein.slice(novel)}`;
}
