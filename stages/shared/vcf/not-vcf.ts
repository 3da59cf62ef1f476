/** What a file that is no VCF probably is, by its first line; and what to do about it. */
interface Hint {
  readonly found: string;
  readonly fix: string;
  /** Whether the file was recognised as something. */
  readonly isKnown: boolean;
}

const usual = 'Give the VCF file the variant caller wrote, whole, with its header.';

const looks: readonly { readonly starts: readonly string[]; readonly name: string; readonly fix: string }[] =
  [
    {
      starts: ['BCF'],
      name: 'a BCF file of another version than 2',
      fix: 'Convert it: bcftools view -Oz -o calls.vcf.gz calls.bcf.',
    },
    { starts: ['BAM\u0001', 'CRAM'], name: 'an alignment file (BAM or CRAM)', fix: usual },
    { starts: ['PK\u0003\u0004'], name: 'a zip archive', fix: 'Unpack it and give the VCF inside.' },
    {
      // xz and zstd begin with bytes that are no UTF-8.
      starts: ['\uFFFD7zXZ', 'BZh', '(\uFFFD/\uFFFD'],
      name: 'a file compressed with xz, bzip2 or zstd',
      fix: 'Decompress it, or compress it with gzip or bgzip instead.',
    },
    {
      starts: ['#version 2', 'Hugo_Symbol\t'],
      name: 'a MAF table without the columns of its places and alleles',
      fix: 'Give the table with Start_Position, Reference_Allele and Tumor_Seq_Allele2 (GDC MAF format), whole.',
    },
    {
      starts: ['#CHROM\tPOS'],
      name: 'the column line: the ##fileformat line is missing',
      fix: 'Put ##fileformat=VCFv4.2 (the version the file was written in) as its first line.',
    },
    {
      starts: ['<!DOCTYPE', '<!doctype', '<html', '<HTML'],
      name: 'a web page',
      fix: 'The download failed; fetch the file again.',
    },
    { starts: ['##gff-version'], name: 'a GFF3 file', fix: usual },
    { starts: ['>'], name: 'a FASTA file', fix: usual },
  ];

export function notVcfHint(firstLine: string): Hint {
  if (firstLine === '') return { found: 'an empty file', fix: usual, isKnown: false };
  const look = looks.find(({ starts }) => starts.some((start) => firstLine.startsWith(start)));
  if (look !== undefined) return { found: look.name, fix: look.fix, isKnown: true };
  const printable = firstLine.slice(0, 40).replace(/[^\x20-\x7e]/g, '?');
  return { found: `'${printable}'`, fix: usual, isKnown: false };
}
