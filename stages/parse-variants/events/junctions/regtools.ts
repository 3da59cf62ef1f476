/**
 * regtools (Cotto et al. 2023, doi:10.1038/s41467-023-37266-6): `junctions annotate`, and `cis-splice-effects identify`, whose rows name the
 * variants as well; and `junctions extract`, which is BED12.
 */
import { type JunctionFormat, readCount, readList, readStrand } from './junction-call.js';

/** `start` is the 1-based last base of the exon left of the intron, `end` the first base of the one right of it. */
export const regtools: JunctionFormat = {
  tool: 'regtools',
  isFirstLine: (fields) =>
    ['chrom', 'start', 'end', 'score', 'strand', 'anchor'].every((name) => fields.includes(name)),
  hasHeader: true,
  hasRowPerTranscript: false,
  isUnfiltered: true,
  read(row) {
    const chrom = row.get('chrom');
    const start = readCount(row.get('start'));
    const lastBase = readCount(row.get('end'));
    const reads = readCount(row.get('score'));
    const anchor = row.get('anchor');
    if (chrom === null || start === null || lastBase === null || reads === null) {
      return { reason: 'chrom, start, end and score are not a name and three whole numbers' };
    }
    if (start < 1 || lastBase <= start + 1) return { reason: `${start}-${lastBase} holds no intron` };
    return {
      tool: 'regtools',
      written: `${chrom}:${start}-${lastBase}:${row.get('strand') ?? '?'}`,
      chrom,
      start,
      end: lastBase - 1,
      isRetention: false,
      strand: readStrand(row.get('strand')),
      genes: readList(row.get('gene_names') ?? row.get('genes')),
      transcripts: readList(row.get('transcripts')),
      anchor,
      reads,
      causes: readList(row.get('variant_info')),
      isAnnotated: anchor === 'DA' || row.get('known_junction') === '1',
    };
  },
};

const bedColumns = 12;

/** UCSC's BED12: two blocks, the overhangs of the reads on either side; the intron lies between them. */
export const regtoolsBed: JunctionFormat = {
  tool: 'regtools extract (BED12)',
  isFirstLine: (fields) =>
    fields.length === bedColumns &&
    [1, 2, 4, 6, 7, 9].every((index) => /^\d+$/.test(fields[index] ?? '')) &&
    fields[9] === '2',
  hasHeader: false,
  hasRowPerTranscript: false,
  isUnfiltered: true,
  read(row) {
    const [chrom, strand] = [row.get('1'), row.get('6')];
    const start = readCount(row.get('2'));
    const end = readCount(row.get('3'));
    const reads = readCount(row.get('5'));
    const sizes = readList(row.get('11')).map(Number);
    const starts = readList(row.get('12')).map(Number);
    if (chrom === null || start === null || end === null || reads === null) {
      return { reason: 'chromosome, start, end and score are not a name and three whole numbers' };
    }
    const intron = { start: start + (sizes[0] ?? Number.NaN), end: start + (starts[1] ?? Number.NaN) };
    if (sizes.length !== 2 || starts.length !== 2 || !(intron.start < intron.end && intron.end < end)) {
      return { reason: 'the row does not have two blocks with an intron between them' };
    }
    return {
      tool: 'regtools',
      written: `${chrom}:${start}-${end}:${strand ?? '?'}`,
      chrom,
      ...intron,
      isRetention: false,
      strand: readStrand(strand),
      genes: [],
      transcripts: [],
      anchor: null,
      reads,
      causes: [],
      isAnnotated: false,
    };
  },
};
