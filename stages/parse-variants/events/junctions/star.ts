/** STAR's SJ.out.tab (Dobin et al. 2013, doi:10.1093/bioinformatics/bts635; STAR manual, section Splice junctions): no header, nine columns. */
import { type JunctionFormat, readCount } from './junction-call.js';

const columnCount = 9;
const strands: Readonly<Record<string, '+' | '-'>> = { '1': '+', '2': '-' };

/** First and last base of the intron are 1-based; column 6 says whether the junction is annotated, column 7 counts uniquely mapped reads. */
export const star: JunctionFormat = {
  tool: 'STAR',
  isFirstLine: (fields) =>
    fields.length === columnCount && fields.slice(1).every((field) => /^\d+$/.test(field)),
  hasHeader: false,
  hasRowPerTranscript: false,
  isUnfiltered: true,
  read(row) {
    const chrom = row.get('1');
    const [first, end, reads] = [readCount(row.get('2')), readCount(row.get('3')), readCount(row.get('7'))];
    if (chrom === null || first === null || end === null || reads === null) {
      return { reason: 'chromosome, first base, last base and reads are not a name and three whole numbers' };
    }
    if (first < 2 || end < first) return { reason: `${first}-${end} holds no intron` };
    const strand = strands[row.get('4') ?? ''] ?? null;
    return {
      tool: 'STAR',
      written: `${chrom}:${first}-${end}:${strand ?? '?'}`,
      chrom,
      start: first - 1,
      end,
      isRetention: false,
      strand,
      genes: [],
      transcripts: [],
      anchor: null,
      reads,
      causes: [],
      isAnnotated: row.get('6') === '1',
    };
  },
};
