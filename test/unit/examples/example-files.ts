import { readFileSync } from 'node:fs';

/** Readers for the example's files, independent of the product's parsers and of the script that wrote the files. */

export const exampleDirectory = new URL('../../../examples/', import.meta.url);

export const readExample = (path: string): string => readFileSync(new URL(path, exampleDirectory), 'utf8');

/** Rows of a tab-separated text, keyed by its header. */
export function readTable(path: string): ReadonlyMap<string, string>[] {
  const [header = '', ...lines] = readExample(path).trimEnd().split('\n');
  const columns = header.split('\t');
  return lines.map((line) => {
    const values = line.split('\t');
    return new Map(columns.map((column, index) => [column, values[index] ?? '']));
  });
}

/** Sequences of a FASTA file by the first word of their headers. */
export function readFasta(path: string): Map<string, { header: string; sequence: string }> {
  const blocks = readExample(path).replace(/^>/, '').split('\n>');
  return new Map(
    blocks.map((block) => {
      const [header = '', ...lines] = block.split('\n');
      return [header.split(' ')[0] ?? '', { header, sequence: lines.join('').trim() }];
    }),
  );
}

export type Feature = {
  readonly contig: string;
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly strand: string;
  readonly transcriptId: string;
};

/** GTF features of transcripts, half-open from zero. */
export function readFeatures(path: string): Feature[] {
  return readExample(path)
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line): Feature[] => {
      const [contig = '', , type = '', first, last, , strand = '', , fields = ''] = line.split('\t');
      const transcriptId = /transcript_id "([^"]+)"/.exec(fields)?.[1];
      if (transcriptId === undefined) return [];
      return [{ contig, type, start: Number(first) - 1, end: Number(last), strand, transcriptId }];
    });
}

export type VcfAllele = {
  readonly input: string;
  readonly contig: string;
  readonly offset: number;
  readonly ref: string;
  readonly alt: string;
  readonly genotype: string;
};

/** One entry an ALT allele, in the file's order; the genotype is the tumour's. */
export function readAlleles(path: string): VcfAllele[] {
  return readExample(path)
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => {
      const [contig = '', position, , ref = '', alts = '', , , , , , tumor = ''] = line.split('\t');
      return alts.split(',').map((alt) => ({
        input: [contig, position, ref, alt].join(':'),
        contig,
        offset: Number(position) - 1,
        ref,
        alt,
        genotype: tumor.split(':')[0] ?? '',
      }));
    });
}

const complements = new Map([...'ACGT'].map((base, index) => [base, 'TGCA'.charAt(index)]));

export const reverseComplement = (sequence: string): string =>
  [...sequence]
    .reverse()
    .map((base) => complements.get(base) ?? 'N')
    .join('');

const codonTable = new Map<string, string>();
// NCBI translation table 1, base order TCAG.
const standardCode = 'FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG';
for (let index = 0; index < 64; index++) {
  const codon = [16, 4, 1].map((step) => 'TCAG'.charAt(Math.floor(index / step) % 4)).join('');
  codonTable.set(codon, standardCode.charAt(index));
}

export const translate = (sequence: string): string =>
  (sequence.match(/.{3}/g) ?? []).map((codon) => codonTable.get(codon) ?? 'X').join('');

/** The protein up to its first stop, `*` appended where one was read. */
export function translateToStop(sequence: string): string {
  const protein = translate(sequence);
  const stop = protein.indexOf('*');
  return stop < 0 ? protein : protein.slice(0, stop + 1);
}

/** Three-letter code of HGVS by one-letter code. */
const residueNames: ReadonlyMap<string, string> = new Map(
  (
    'A Ala,R Arg,N Asn,D Asp,C Cys,Q Gln,E Glu,G Gly,H His,I Ile,L Leu,K Lys,M Met,F Phe,P Pro,S Ser,T Thr,W Trp,' +
    'Y Tyr,V Val,* Ter'
  )
    .split(',')
    .map((pair) => [pair.charAt(0), pair.slice(2)]),
);

/** HGVS p. of two proteins, for the kinds of change the example holds (HGVS nomenclature 21, protein level). */
export function describeChange(wildType: string, mutant: string, consequence: string): string {
  const name = (protein: string, index: number): string => residueNames.get(protein.charAt(index)) ?? '?';
  let left = 0;
  while (left < wildType.length && wildType.charAt(left) === mutant.charAt(left)) left++;
  if (consequence === 'frameshift_variant') {
    return `p.${name(wildType, left)}${left + 1}${name(mutant, left)}fsTer${mutant.indexOf('*') - left + 1}`;
  }
  if (consequence === 'inframe_deletion') {
    const last = left + wildType.length - mutant.length - 1;
    return `p.${name(wildType, left)}${left + 1}_${name(wildType, last)}${last + 1}del`;
  }
  if (consequence === 'inframe_insertion') {
    const size = mutant.length - wildType.length;
    return `p.${name(wildType, left - size)}${left - size + 1}_${name(wildType, left - 1)}${left}dup`;
  }
  return `p.${name(wildType, left)}${left + 1}${name(mutant, left)}`;
}
