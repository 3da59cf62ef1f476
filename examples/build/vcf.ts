import type { ExampleRecord } from './records.js';
import { buildLabel, type Reference } from './reference.js';

const tumorSample = 'EXAMPLE_TUMOR';
const normalSample = 'EXAMPLE_NORMAL';

function headerLines(reference: Reference): string[] {
  const contigs = [...reference.contigs].map(
    ([name, sequence]) => `##contig=<ID=${name},length=${sequence.length},assembly=${buildLabel}>`,
  );
  return [
    '##fileformat=VCFv4.3',
    `##reference=${buildLabel}`,
    '##source=antigraph example patient; synthetic, no person',
    ...contigs,
    '##FILTER=<ID=PASS,Description="All filters passed">',
    '##FILTER=<ID=normal_artifact,Description="Allele seen in the normal sample">',
    '##FILTER=<ID=weak_evidence,Description="Too few reads for a call">',
    '##ALT=<ID=DEL,Description="Deletion">',
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="Read depth of both DNA samples">',
    '##INFO=<ID=END,Number=1,Type=Integer,Description="Last position of the deletion">',
    '##INFO=<ID=SVLEN,Number=1,Type=Integer,Description="Length of the structural variant">',
    '##INFO=<ID=SVTYPE,Number=1,Type=String,Description="Kind of structural variant">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allelic depths for the ref and alt alleles in the order listed">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Read depth">',
    '##FORMAT=<ID=AF,Number=A,Type=Float,Description="Variant-allele fraction for the alt alleles">',
    '##FORMAT=<ID=PGT,Number=1,Type=String,Description="Physical phasing haplotype">',
    '##FORMAT=<ID=PID,Number=1,Type=String,Description="Physical phasing identifier">',
    '##FORMAT=<ID=PS,Number=1,Type=Integer,Description="Phase set: position of its first variant">',
    '##FORMAT=<ID=RDP,Number=1,Type=Integer,Description="RNA read depth">',
    '##FORMAT=<ID=RAD,Number=R,Type=Integer,Description="RNA allelic depths for the ref and alt alleles in the order listed">',
    '##FORMAT=<ID=RAF,Number=A,Type=Float,Description="RNA variant-allele fraction for the alt alleles">',
    `##tumor_sample=${tumorSample}`,
    `##normal_sample=${normalSample}`,
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${normalSample}\t${tumorSample}`,
  ];
}

type Reads = { readonly depth: number; readonly alternate: readonly number[] };

function readFields(reads: Reads, digits: number): { depths: string; depth: string; fractions: string } {
  const reference = reads.depth - reads.alternate.reduce((sum, count) => sum + count, 0);
  return {
    depths: [reference, ...reads.alternate].join(','),
    depth: String(reads.depth),
    fractions: reads.alternate.map((count) => (count / reads.depth).toFixed(digits)).join(','),
  };
}

function sampleColumns(record: ExampleRecord, phaseSet: ExampleRecord | undefined): [string, string, string] {
  const { evidence, phased } = record.variant;
  const normal = readFields(evidence.normal, 3);
  const tumor = readFields(evidence, 3);
  const keys = ['GT', 'AD', 'DP', 'AF'];
  const normalValues = ['0/0', normal.depths, normal.depth, normal.fractions];
  const called = ['0', ...record.alts.map((_, index) => String(index + 1))];
  const tumorValues = [called.join(phased ? '|' : '/'), tumor.depths, tumor.depth, tumor.fractions];
  if (phased && phaseSet !== undefined) {
    keys.push('PGT', 'PID', 'PS');
    normalValues.push('.', '.', '.');
    tumorValues.push(
      '0|1',
      `${phaseSet.position}_${phaseSet.ref}_${phaseSet.alts.join()}`,
      String(phaseSet.position),
    );
  }
  if (evidence.rna !== null) {
    const rna = readFields(evidence.rna, 4);
    keys.push('RDP', 'RAD', 'RAF');
    normalValues.push('.', '.', '.');
    tumorValues.push(rna.depth, rna.depths, rna.fractions);
  }
  return [keys.join(':'), normalValues.join(':'), tumorValues.join(':')];
}

/** The tumour VCF; the normal sample comes first, as Mutect2 sorts samples by name. */
export function formatVcf(reference: Reference, records: readonly ExampleRecord[]): string {
  // One phase set is enough here: the EGFR pair.
  const phaseSet = records.find((record) => record.variant.phased);
  const lines = records.map((record) => {
    const { evidence, filter } = record.variant;
    const info = [`DP=${evidence.depth + evidence.normal.depth}`];
    if (record.end !== null)
      info.push(`END=${record.end}`, `SVLEN=${record.position - record.end}`, 'SVTYPE=DEL');
    const fixed = [
      record.contig,
      record.position,
      '.',
      record.ref,
      record.alts.join(),
      '.',
      filter,
      info.join(';'),
    ];
    return [...fixed, ...sampleColumns(record, phaseSet)].join('\t');
  });
  return `${[...headerLines(reference), ...lines].join('\n')}\n`;
}
