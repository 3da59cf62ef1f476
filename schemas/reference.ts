/** The reference port: what stages need of a reference bundle. Coordinates: start/end 0-based half-open. */

export type Strand = '+' | '-';

export interface Contig {
  /** Name as in the FASTA. */
  readonly name: string;
  readonly length: number;
}

export interface Exon {
  readonly start: number;
  readonly end: number;
}

/** A transcript in genomic coordinates; exons ascending whatever the strand. */
export interface Transcript {
  readonly index: number;
  /** Id with version where the annotation gives one: ENST00000311936.8 */
  readonly id: string;
  readonly geneId: string;
  readonly geneName: string;
  readonly contig: string;
  readonly strand: Strand;
  readonly start: number;
  readonly end: number;
  readonly biotype: string;
  readonly exons: readonly Exon[];
  /** Genomic extent of the CDS including the stop codon where annotated; null: non-coding. */
  readonly cds: {
    readonly start: number;
    readonly end: number;
    /** Bases to skip at the 5' end of the CDS before the first full codon (GFF phase of the first CDS part). */
    readonly phase: 0 | 1 | 2;
    readonly isStartComplete: boolean;
    readonly isEndComplete: boolean;
  } | null;
  readonly proteinId: string | null;
  /** NCBI genetic code: 1 standard, 2 vertebrate mitochondrial. */
  readonly geneticCode: 1 | 2;
  /** 0-based protein offsets read as U (selenocysteine) by annotation or translation exception. */
  readonly selenocysteines: readonly number[];
  readonly isManeSelect: boolean;
  readonly isManePlusClinical: boolean;
  readonly isCanonical: boolean;
  /** 1-5, null: not given. */
  readonly supportLevel: number | null;
  /** e.g. principal1, alternative2; null: not given. */
  readonly appris: string | null;
  /** e.g. cds_start_NF, mRNA_end_NF, readthrough … as in the annotation. */
  readonly tags: readonly string[];
}

export interface ReferenceSummary {
  readonly name: string;
  readonly build: string;
  readonly formatVersion: number;
  readonly geneCount: number;
  readonly transcriptCount: number;
  readonly codingTranscriptCount: number;
  readonly sources: readonly {
    readonly file: string;
    readonly sha256: string;
    readonly role: 'annotation' | 'sequence';
  }[];
}

export interface ReferenceBundle {
  /** SHA-256 that pins the whole content: part of task keys. */
  readonly digest: string;
  readonly summary: ReferenceSummary;
  readonly contigs: readonly Contig[];
  /** The bundle's contig for a file's name: exact, else by alias (chr prefix, M/MT, RefSeq NC_ accession); null: unknown. */
  resolveContig(name: string): Contig | null;
  /** Upper-case bases ACGTN of [start, end), clipped to the contig. */
  sequence(contig: string, start: number, end: number): string;
  /** Transcripts whose [start, end) overlaps; an empty interval (start = end) overlaps where start is inside or at an edge. Ordered by index. */
  transcriptsOverlapping(contig: string, start: number, end: number): readonly Transcript[];
  /** By id with or without version. */
  transcriptById(id: string): Transcript | null;
  /** Every transcript, by index. */
  transcripts(): Iterable<Transcript>;
  /** Wild-type protein of a coding transcript without the stop; '' if it cannot be translated. */
  proteinOf(transcript: Transcript): string;
  /** Distinct genomic bases in the coding sequence, start to stop codon, of any transcript whose biotype is protein_coding. */
  codingBases(): number;
  /** All distinct wild-type proteins (concatenated source of self-match checks). */
  proteome(): Iterable<{ readonly id: string; readonly geneName: string; readonly sequence: string }>;
}

/** Synchronous random access to an immutable file: what the bundle reader reads through. */
export interface RandomAccessBytes {
  readonly sizeBytes: number;
  /** Exactly `length` bytes from `offset`, fewer only past the end; the caller must not write into them. */
  read(offset: number, length: number): Uint8Array;
}
