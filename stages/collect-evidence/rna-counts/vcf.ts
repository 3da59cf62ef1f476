/** A VCF or BCF of the RNA: reads of one sample by allele (AD and its kin, or VAtools' RAD beside DNA fields). */

import { readSupport, rnaSupport } from '../../shared/read-support/read-support.js';
import { readVcf, sampleValues, splitAlternates, type VcfRecord } from '../../shared/vcf/index.js';
import { type EvidenceFile, fault } from '../files/evidence-file.js';
import type { AlleleReads, WantedAlleles } from './wanted.js';

interface VcfReads {
  readonly recordCount: number;
  /** The sample column read; null: every one, for VAtools' fields. */
  readonly sample: string | null;
}

/**
 * Takes the reads of every wanted allele.
 * @throws RNA_COUNTS_MALFORMED where it cannot be told which sample is the RNA, or no record has read counts; VCF_… as reading a VCF does
 */
export async function readRnaVcf(
  file: EvidenceFile,
  wanted: WantedAlleles,
  rnaSample: string | null,
): Promise<VcfReads> {
  let column: number | null = null;
  let names: readonly string[] = [];
  let columnsLine = 1;
  let recordCount = 0;
  let countedRecords = 0;
  await readVcf(file.source, {
    header(header) {
      names = header.samples;
      columnsLine = header.columnsLine;
      column = sampleColumn(file, { names, line: columnsLine, rnaSample });
    },
    record(record) {
      recordCount += 1;
      if (takeRecord(record, column, wanted)) countedRecords += 1;
    },
    malformed({ line, field, reason }) {
      throw fault(file, line, reason, field);
    },
  });
  if (recordCount > 0 && countedRecords === 0) {
    const tried = column === null ? 'any sample' : `sample '${names[column] ?? ''}'`;
    throw fault(
      file,
      columnsLine,
      `no record has read counts (AD or RAD) in ${tried} of: ${names.join(', ')}`,
      'sample',
    );
  }
  return { recordCount, sample: column === null ? null : (names[column] ?? null) };
}

/** Index of the RNA sample's column; null where VAtools' fields, which any column may have, have to tell. */
function sampleColumn(
  file: EvidenceFile,
  { names, line, rnaSample }: { names: readonly string[]; line: number; rnaSample: string | null },
): number | null {
  if (rnaSample !== null) {
    const index = names.indexOf(rnaSample);
    if (index >= 0) return index;
    throw fault(file, line, `no sample '${rnaSample}' among: ${names.join(', ')}`, 'sample');
  }
  if (names.length === 0) throw fault(file, line, 'the VCF has no sample column', 'sample');
  if (names.length === 1) return 0;
  const rna = names.flatMap((name, index) => (/rna/i.test(name) ? [index] : []));
  return rna.length === 1 ? (rna[0] ?? null) : null;
}

function takeRecord(record: VcfRecord, column: number | null, wanted: WantedAlleles): boolean {
  const [format = '', ...columns] = record.samples();
  const alternates = splitAlternates(record.alt);
  let hasReads = false;
  for (const [place, alt] of alternates.entries()) {
    const allele = { ref: record.ref, alt, index: place + 1, alternateCount: alternates.length };
    const reads = readsIn(
      format,
      column === null ? columns : [columns[column] ?? ''],
      allele,
      column !== null,
    );
    if (reads === null) continue;
    hasReads = true;
    wanted.putReads({ chrom: record.chrom, position: record.position, ref: record.ref, alt }, reads);
  }
  return hasReads;
}

function readsIn(
  format: string,
  columns: readonly string[],
  allele: Parameters<typeof readSupport>[1],
  isRnaSample: boolean,
): AlleleReads | null {
  for (const column of columns) {
    const sample = sampleValues(format, column);
    const reads = rnaSupport(sample, allele) ?? (isRnaSample ? readSupport(sample, allele) : null);
    if (reads !== null) return reads;
  }
  return null;
}
