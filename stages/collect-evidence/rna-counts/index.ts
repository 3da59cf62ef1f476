import type { ByteSource } from '../../../schemas/stage.js';
import { headText } from '../../shared/head-of.js';
import { type EvidenceFile, fault, openEndNote } from '../files/evidence-file.js';
import { headerIn } from '../files/table.js';
import type { WrittenAllele } from './allele-key.js';
import { isBamReadcountLine, readBamReadcount } from './bam-readcount.js';
import { isMpileupLine, readMpileup } from './mpileup.js';
import { type DeletionPlace, type FoundReads, resolveReads } from './resolve.js';
import { readCountTable, readTableColumns } from './table.js';
import { readRnaVcf } from './vcf.js';
import type { WantedAlleles } from './wanted.js';

export { WantedAlleles } from './wanted.js';

export interface RnaCounts {
  readonly tool: string;
  readonly file: string;
  readonly rowCount: number;
  readonly notes: readonly string[];
  /** Reads of one of the wanted alleles; null: the file tells nothing of it. */
  readsOf(allele: WrittenAllele): FoundReads | null;
}

const fix =
  "Give a VCF with AD of the RNA sample, bam-readcount's or samtools mpileup's output as written, or a table with a header line and the columns chrom, pos, ref, alt, ref_count, alt_count.";

type CountsTool = 'VCF' | 'bam-readcount' | 'samtools mpileup' | 'table';

/** The tool whose read counts begin with these bytes of text (a BCF's too); null: none. */
export function rnaCountsToolOf(head: string): CountsTool | null {
  if (/^##fileformat=VCF/i.test(head) || head.startsWith('BCF')) return 'VCF';
  const first = head.split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#')) ?? '';
  if (isBamReadcountLine(first)) return 'bam-readcount';
  if (isMpileupLine(first)) return 'samtools mpileup';
  const header = headerIn(head);
  return header !== null && readTableColumns(header) !== null ? 'table' : null;
}

/**
 * Reads what a file of RNA reads tells of the wanted alleles, in one pass; rows of other places are passed over. `rnaSample` names the
 * sample of a VCF, null where it can be told.
 * @throws RNA_COUNTS_MALFORMED with file:line
 */
export async function readRnaCounts(
  source: ByteSource,
  wanted: WantedAlleles,
  rnaSample: string | null,
): Promise<RnaCounts> {
  const file: EvidenceFile = { source, code: 'RNA_COUNTS_MALFORMED', fix };
  const tool = rnaCountsToolOf(await headText(source));
  const reading = await readAs(tool ?? 'table', file, wanted, rnaSample);
  if (reading.rowCount === 0) throw fault(file, 1, 'the file has no row');
  return {
    tool: tool ?? 'table',
    file: source.name,
    rowCount: reading.rowCount,
    notes: reading.notes,
    readsOf: (allele) => resolveReads(allele, wanted, reading.deletionPlace),
  };
}

interface Reading {
  readonly rowCount: number;
  readonly notes: readonly string[];
  readonly deletionPlace: DeletionPlace;
}

async function readAs(
  tool: CountsTool,
  file: EvidenceFile,
  wanted: WantedAlleles,
  rnaSample: string | null,
): Promise<Reading> {
  switch (tool) {
    case 'VCF': {
      const { recordCount, sample } = await readRnaVcf(file, wanted, rnaSample);
      const notes = sample === null ? [] : [`reads of sample '${sample}'`];
      return { rowCount: recordCount, notes, deletionPlace: 'none' };
    }
    case 'bam-readcount': {
      const { lineCount, endsWithNewline } = await readBamReadcount(file, wanted);
      return { rowCount: lineCount, notes: endNotes(endsWithNewline), deletionPlace: 'first base' };
    }
    case 'samtools mpileup': {
      const { lineCount, endsWithNewline } = await readMpileup(file, wanted);
      return { rowCount: lineCount, notes: endNotes(endsWithNewline), deletionPlace: 'base before' };
    }
    case 'table': {
      const { rowCount, endsWithNewline } = await readCountTable(file, wanted);
      return { rowCount, notes: endNotes(endsWithNewline), deletionPlace: 'none' };
    }
  }
}

function endNotes(endsWithNewline: boolean): readonly string[] {
  return endsWithNewline ? [] : [openEndNote];
}
