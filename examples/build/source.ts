import { readFileSync } from 'node:fs';

/** A coding sequence of a public record, as `examples/source/cds.fa` holds it. */
export type SourceGene = {
  readonly accession: string;
  readonly name: string;
  readonly chromosome: string;
  readonly strand: '+' | '-';
  readonly geneId: string;
  readonly transcriptId: string;
  readonly uniprot: string;
  /** Lengths of the coding part of each coding exon, 5' to 3'; they sum to the coding sequence's length. */
  readonly exonLengths: readonly number[];
  readonly codingSequence: string;
};

function parseExonLengths(text: string): number[] {
  let expected = 1;
  return text.split(',').map((range) => {
    const [first, last] = range.split('-').map(Number);
    if (first !== expected || last === undefined || !(last >= first)) {
      throw new Error(`cds.fa: exon ${range} does not follow position ${expected - 1}`);
    }
    expected = last + 1;
    return last - first + 1;
  });
}

function parseRecord(block: string): SourceGene {
  const [header = '', ...lines] = block.trim().split('\n');
  const [accession = '', ...pairs] = header.split(' ');
  const fields = new Map(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  const field = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw new Error(`cds.fa: ${accession} has no ${name}`);
    return value;
  };
  const strand = field('strand');
  if (strand !== '+' && strand !== '-') throw new Error(`cds.fa: ${accession} has strand ${strand}`);
  const codingSequence = lines.join('');
  const exonLengths = parseExonLengths(field('cds_exons'));
  if (exonLengths.reduce((sum, length) => sum + length, 0) !== codingSequence.length) {
    throw new Error(`cds.fa: exons of ${accession} do not cover its sequence`);
  }
  return {
    accession,
    name: field('gene'),
    chromosome: field('chromosome'),
    strand,
    geneId: field('gene_id'),
    transcriptId: field('transcript_id'),
    uniprot: field('uniprot'),
    exonLengths,
    codingSequence,
  };
}

/** The source genes in the file's order, which is their order along the genome. */
export function readSourceGenes(file: string | URL): SourceGene[] {
  return readFileSync(file, 'utf8')
    .split('\n>')
    .map((block) => parseRecord(block.replace(/^>/, '')));
}
