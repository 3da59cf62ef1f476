/** How much of the genome is coding sequence, read from the bundle's columns: a whole annotation's transcripts take a second to make. */
import { flag, none } from './layout.js';
import type { VerifiedSections } from './verified-sections.js';

interface Columns {
  readonly flags: Uint32Array;
  readonly biotype: Uint32Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly cdsStart: Uint32Array;
  readonly cdsEnd: Uint32Array;
  readonly exonFirst: Uint32Array;
  readonly exonStart: Uint32Array;
  readonly exonEnd: Uint32Array;
}

function columnsOf({ u32 }: VerifiedSections): Columns {
  return {
    flags: u32('transcripts.flags'),
    biotype: u32('transcripts.biotype'),
    start: u32('transcripts.start'),
    end: u32('transcripts.end'),
    cdsStart: u32('transcripts.cdsStart'),
    cdsEnd: u32('transcripts.cdsEnd'),
    exonFirst: u32('transcripts.exonFirst'),
    exonStart: u32('exons.start'),
    exonEnd: u32('exons.end'),
  };
}

/** A part as one number, so that sorting numbers sorts by start: lengths stay below 2^20 bases, positions below 2^32. */
const lengthBits = 20;
const lengthFactor = 2 ** lengthBits;

/** Parts of coding sequence of transcripts that overlap each other; they are sorted and joined together, a gene or two at a time. */
class Cluster {
  #parts = new Float64Array(1 << 12);
  #count = 0;
  end = 0;

  add(start: number, end: number): void {
    for (let from = start; from < end; from += lengthFactor - 1) {
      const length = Math.min(lengthFactor - 1, end - from);
      if (this.#count === this.#parts.length) {
        const larger = new Float64Array(this.#parts.length * 2);
        larger.set(this.#parts);
        this.#parts = larger;
      }
      this.#parts[this.#count] = from * lengthFactor + length;
      this.#count += 1;
    }
  }

  /** Bases that the parts cover; the cluster is empty afterwards. */
  flush(): number {
    let bases = 0;
    let reached = 0;
    for (const part of this.#parts.subarray(0, this.#count).sort()) {
      const start = Math.floor(part / lengthFactor);
      const end = start + (part % lengthFactor);
      if (end <= reached) continue;
      bases += end - Math.max(start, reached);
      reached = end;
    }
    this.#count = 0;
    this.end = 0;
    return bases;
  }
}

/**
 * Distinct genomic bases in the coding sequence, start to stop codon, of any transcript whose biotype is protein_coding.
 * @param string the bundle's text of an index
 */
export function codingBases(sections: VerifiedSections, string: (index: number) => string): number {
  const columns = columnsOf(sections);
  const transcriptFirst = sections.u32('contigs.transcriptFirst');
  let proteinCoding = none;
  const isCoding = (index: number): boolean => {
    if (((columns.flags[index] ?? 0) & flag.coding) === 0) return false;
    const biotype = columns.biotype[index] ?? none;
    if (biotype === proteinCoding) return true;
    if (string(biotype) !== 'protein_coding') return false;
    proteinCoding = biotype;
    return true;
  };
  const cluster = new Cluster();
  let bases = 0;
  for (let contig = 0; contig + 1 < transcriptFirst.length; contig += 1) {
    const last = transcriptFirst[contig + 1] ?? 0;
    // Transcripts of a contig stand by their start.
    for (let index = transcriptFirst[contig] ?? 0; index < last; index += 1) {
      if (!isCoding(index)) continue;
      if ((columns.start[index] ?? 0) >= cluster.end) bases += cluster.flush();
      cluster.end = Math.max(cluster.end, columns.end[index] ?? 0);
      addCodingParts(cluster, columns, index);
    }
    bases += cluster.flush();
  }
  return bases;
}

function addCodingParts(cluster: Cluster, columns: Columns, index: number): void {
  const { exonFirst, exonStart, exonEnd, cdsStart, cdsEnd } = columns;
  const last = exonFirst[index + 1] ?? 0;
  for (let exon = exonFirst[index] ?? 0; exon < last; exon += 1) {
    const start = Math.max(exonStart[exon] ?? 0, cdsStart[index] ?? 0);
    const end = Math.min(exonEnd[exon] ?? 0, cdsEnd[index] ?? 0);
    if (start < end) cluster.add(start, end);
  }
}
