/** bam-readcount (Khanna et al. 2022, doi:10.21105/joss.03722; README, "Output"): no header, a line per position. */
import { clip, type EvidenceFile, fault, type LinesRead, readLines } from '../files/evidence-file.js';
import { chromKey, leftmost } from './allele-key.js';
import type { WantedAlleles } from './wanted.js';

/** base:count:avg_mapping_quality:… ; with -p the entries of a library stand in braces behind its name. */
const entry = /^([=ACGTN]|[+-][ACGTN]+):(\d+):/i;
const line = /^\S+\t\d+\t[A-Za-z]\t\d+\t(?:=:\d+:|[^\t]*\t\{)/;

const lastBase = /\tN:\d+:/;

/** Whether a line is of bam-readcount. */
export function isBamReadcountLine(text: string): boolean {
  return line.test(text);
}

/**
 * Takes the wanted positions. An insertion is reported at the base before it, and the reads that have it are counted there with their
 * base as well (unless -i); a deletion at its first base, where column 4 counts its reads too.
 * @throws RNA_COUNTS_MALFORMED
 */
export async function readBamReadcount(file: EvidenceFile, wanted: WantedAlleles): Promise<LinesRead> {
  return readLines(file, (text, number) => {
    if (text === '' || text.startsWith('#')) return;
    const cells = text.split('\t');
    const [contig = '', positionText = '', , depthText = ''] = cells;
    const position = countIn(file, number, positionText, 'position');
    const depth = countIn(file, number, depthText, 'depth');
    // A line always has one entry for each of '=ACGTN', N being the last: without it, the line is cut.
    if (!lastBase.test(text)) throw fault(file, number, 'the line ends before its entry of N', 'base');
    const chrom = chromKey(contig);
    const isWanted = wanted.wantsColumn(chrom, position - 1);
    const mayHoldIndel = /\t[+-][ACGTNacgtn]+:/.test(text) && wanted.mayWantIndel(chrom, position);
    if (!isWanted && !mayHoldIndel) return;
    const bases = new Map<string, number>();
    for (const cell of cells.slice(4)) {
      const [, name = '', count = ''] = entry.exec(cell) ?? [];
      if (name === '') {
        checkLibraryCell(file, number, cell);
        continue;
      }
      const reads = Number(count);
      const sequence = name.slice(1).toUpperCase();
      if (name.startsWith('+')) {
        const allele = { chrom, start: position, ref: '', alt: sequence };
        wanted.addIndelReads(leftmost(allele, contig, wanted.reference), reads, depth);
      } else if (name.startsWith('-')) {
        const allele = { chrom, start: position - 1, ref: sequence, alt: '' };
        wanted.addIndelReads(leftmost(allele, contig, wanted.reference), reads, depth);
      } else {
        bases.set(name.toUpperCase(), (bases.get(name.toUpperCase()) ?? 0) + reads);
      }
    }
    if (isWanted) wanted.putColumn(chrom, position - 1, { depth, bases });
  });
}

function checkLibraryCell(file: EvidenceFile, number: number, cell: string): void {
  if (cell === '' || cell === '{' || cell === '}' || !cell.includes(':')) return;
  if (/^[^:]+:\d+:[\d.]+:/.test(cell) && !/^[=A-Z+-]/i.test(cell)) return;
  throw fault(file, number, `'${clip(cell)}' is no entry base:count:…`, 'base');
}

function countIn(file: EvidenceFile, number: number, text: string, field: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw fault(file, number, `'${clip(text)}' is not a ${field}`, field);
}
