/**
 * Tables of splice2neo (Lang et al. 2023, doi:10.1101/2023.06.27.546494), a row for each junction and transcript. junc_id is
 * chrom:a-b:strand (chrom_a_b_strand before 0.3): a is the 1-based last base left of the joint, b the first one right of it. Where they
 * are neighbours an intron is retained, and the place is one of its edges.
 */
import { type JunctionFormat, readCount, readList, readStrand } from './junction-call.js';

const forms = [/^(.+):(\d+)-(\d+):([+-])$/, /^(.+)_(\d+)_(\d+)_([+-])$/];

/** Reads over the joint: as re-counted by EasyQuant (both of its modes), as parsed from an RNA tool. */
const readColumns = ['overlap_interval_end_reads', 'junc', 'number_supporting_reads'];

export const splice2neo: JunctionFormat = {
  tool: 'splice2neo',
  isFirstLine: (fields) => fields.includes('junc_id'),
  hasHeader: true,
  hasRowPerTranscript: true,
  isUnfiltered: false,
  read(row) {
    const id = row.get('junc_id') ?? '';
    const parts = forms.map((form) => form.exec(id)).find((found) => found !== null);
    const [, chrom = '', first = '', second = '', strand = ''] = parts ?? [];
    const start = Number(first);
    const end = Number(second) - 1;
    if (parts === undefined || start < 1 || end < start) {
      return { reason: `junc_id '${id}' is not chrom:first-second:strand with first below second` };
    }
    const counts = readColumns.map((column) => readCount(row.get(column)));
    const gene = row.get('gene_name') ?? row.get('gene');
    return {
      tool: 'splice2neo',
      written: id,
      chrom,
      start,
      end,
      isRetention: start === end,
      strand: readStrand(strand),
      genes: gene === null ? [] : [gene],
      transcripts: readList(row.get('tx_id')),
      anchor: row.get('event_type') ?? row.get('class'),
      reads: counts.find((count) => count !== null) ?? null,
      causes: readList(row.get('mut_id')),
      isAnnotated: row.get('is_canonical') === 'TRUE',
    };
  },
};
