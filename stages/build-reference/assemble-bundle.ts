/** Finished transcripts and packed contigs → the bundle's columns and bytes. */
import type { ReferenceSummary, Transcript } from '../../schemas/reference.js';
import { buildIdSlots } from '../shared/reference-bundle/id-index.js';
import { buildSubtreeEnds } from '../shared/reference-bundle/interval-tree.js';
import { flag, none, phaseShift, supportLevelShift } from '../shared/reference-bundle/layout.js';
import { columnBytes, type SectionChunks, serialiseBundle } from '../shared/reference-bundle/write-bundle.js';
import type { PackedContig } from './pack-contig.js';

export interface BundleTranscript extends Omit<Transcript, 'index'> {
  /** Wild-type protein; '' if there is none. */
  readonly protein: string;
}

export interface BundleContent {
  readonly name: string;
  readonly build: string;
  readonly sources: ReferenceSummary['sources'];
  readonly contigs: readonly PackedContig[];
  /** In any order. */
  readonly transcripts: readonly BundleTranscript[];
}

/** Distinct strings in order of first use. */
class StringTable {
  readonly #indexes = new Map<string, number>();

  index(text: string | null): number {
    if (text === null) return none;
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.#indexes.size;
    this.#indexes.set(text, index);
    return index;
  }

  sections(): Pick<SectionChunks, 'strings.first' | 'strings.bytes'> {
    const encoded = [...this.#indexes.keys()].map((text) => Buffer.from(text, 'utf8'));
    return {
      'strings.first': u32(cumulative(encoded.map((bytes) => bytes.length))),
      'strings.bytes': [Buffer.concat(encoded)],
    };
  }
}

function u32(values: ArrayLike<number>): readonly Uint8Array[] {
  return [columnBytes(Uint32Array.from(values))];
}

/** n lengths → n + 1 first offsets. */
function cumulative(lengths: readonly number[]): number[] {
  let total = 0;
  return [0, ...lengths.map((length) => (total += length))];
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function flagsOf(transcript: BundleTranscript): number {
  const { cds } = transcript;
  return (
    (transcript.strand === '-' ? flag.reverse : 0) |
    (cds === null ? 0 : flag.coding | (cds.phase << phaseShift)) |
    (cds?.isStartComplete === true ? flag.startComplete : 0) |
    (cds?.isEndComplete === true ? flag.endComplete : 0) |
    (transcript.geneticCode === 2 ? flag.mitochondrial : 0) |
    (transcript.isManeSelect ? flag.maneSelect : 0) |
    (transcript.isManePlusClinical ? flag.manePlusClinical : 0) |
    (transcript.isCanonical ? flag.canonical : 0) |
    ((transcript.supportLevel ?? 0) << supportLevelShift)
  );
}

function contigSections(contigs: readonly PackedContig[]) {
  const spanBytes: number[] = [];
  let before = 0;
  for (const contig of contigs) {
    for (let span = 0; span < contig.spanByte.length; span++)
      spanBytes.push(before + (contig.spanByte[span] ?? 0));
    before += contig.packed.length;
  }
  const all = (list: (contig: PackedContig) => ArrayLike<number>): number[] =>
    contigs.flatMap((contig) => Array.from(list(contig)));
  return {
    'contigs.spanFirst': u32(cumulative(contigs.map((contig) => contig.spanStart.length))),
    'contigs.exceptionFirst': u32(cumulative(contigs.map((contig) => contig.exceptionStart.length))),
    'spans.start': u32(all((contig) => contig.spanStart)),
    'spans.end': u32(all((contig) => contig.spanEnd)),
    'spans.byte': [columnBytes(Float64Array.from(spanBytes))],
    'exceptions.start': u32(all((contig) => contig.exceptionStart)),
    'exceptions.end': u32(all((contig) => contig.exceptionEnd)),
    'exceptions.letter': [Uint8Array.from(all((contig) => contig.exceptionLetter))],
    sequence: contigs.map((contig) => contig.packed),
  };
}

function geneSections(transcripts: readonly BundleTranscript[], strings: StringTable) {
  const genes = new Map<string, number>();
  const ids: number[] = [];
  const names: number[] = [];
  const rows = transcripts.map((transcript) => {
    const key = `${transcript.geneId}\t${transcript.geneName}`;
    const known = genes.get(key);
    if (known !== undefined) return known;
    const row = genes.size;
    genes.set(key, row);
    ids.push(strings.index(transcript.geneId));
    names.push(strings.index(transcript.geneName));
    return row;
  });
  return { 'genes.id': u32(ids), 'genes.name': u32(names), 'transcripts.gene': u32(rows) };
}

function tagSections(transcripts: readonly BundleTranscript[], strings: StringTable) {
  const sets = new Map<string, number>();
  const lengths: number[] = [];
  const tags: number[] = [];
  const rows = transcripts.map((transcript) => {
    const key = transcript.tags.join('\t');
    const known = sets.get(key);
    if (known !== undefined) return known;
    const row = sets.size;
    sets.set(key, row);
    lengths.push(transcript.tags.length);
    for (const tag of transcript.tags) tags.push(strings.index(tag));
    return row;
  });
  return {
    'transcripts.tagSet': u32(rows),
    'tagSets.first': u32(cumulative(lengths)),
    'tagSets.tag': u32(tags),
  };
}

function proteinSections(transcripts: readonly BundleTranscript[]) {
  const proteins = new Map<string, number>();
  const owners: number[] = [];
  const rows = transcripts.map(({ protein }, index) => {
    if (protein === '') return none;
    const known = proteins.get(protein);
    if (known !== undefined) return known;
    const row = proteins.size;
    proteins.set(protein, row);
    owners.push(index);
    return row;
  });
  const sequences = [...proteins.keys()];
  return {
    'transcripts.protein': u32(rows),
    'proteins.first': u32(cumulative(sequences.map((sequence) => sequence.length))),
    'proteins.transcript': u32(owners),
    'proteins.residues': sequences.map((sequence) => Buffer.from(sequence, 'latin1')),
  };
}

function selenocysteineSections(transcripts: readonly BundleTranscript[]) {
  const rows: number[] = [];
  const offsets: number[] = [];
  for (const [index, transcript] of transcripts.entries()) {
    for (const offset of transcript.selenocysteines) {
      rows.push(index);
      offsets.push(offset);
    }
  }
  return { 'selenocysteines.transcript': u32(rows), 'selenocysteines.offset': u32(offsets) };
}

/** Rows by contig as in the FASTA, start, end, id: one order whatever the annotation's. */
function sortTranscripts(
  transcripts: readonly BundleTranscript[],
  ordinals: ReadonlyMap<string, number>,
): readonly BundleTranscript[] {
  const ordinal = (transcript: BundleTranscript): number => ordinals.get(transcript.contig) ?? -1;
  return [...transcripts].sort(
    (left, right) =>
      ordinal(left) - ordinal(right) ||
      left.start - right.start ||
      left.end - right.end ||
      compareText(left.id, right.id),
  );
}

function intervalSections(
  transcripts: readonly BundleTranscript[],
  counts: readonly number[],
): Pick<
  SectionChunks,
  'transcripts.start' | 'transcripts.end' | 'transcripts.subtreeEnd' | 'contigs.transcriptFirst'
> {
  const ends = Uint32Array.from(transcripts, (transcript) => transcript.end);
  const subtreeEnds = new Uint32Array(ends.length);
  const first = cumulative(counts);
  for (let contig = 0; contig < counts.length; contig++) {
    buildSubtreeEnds(ends, subtreeEnds, first[contig] ?? 0, first[contig + 1] ?? 0);
  }
  return {
    'transcripts.start': u32(transcripts.map((transcript) => transcript.start)),
    'transcripts.end': [columnBytes(ends)],
    'transcripts.subtreeEnd': [columnBytes(subtreeEnds)],
    'contigs.transcriptFirst': u32(first),
  };
}

/** The bundle's bytes as chunks, and its summary. Same content, same bytes. */
export function assembleBundle(content: BundleContent): {
  readonly summary: Omit<ReferenceSummary, 'formatVersion'>;
  readonly chunks: Iterable<Uint8Array>;
} {
  const ordinals = new Map(content.contigs.map((contig, ordinal) => [contig.name, ordinal]));
  const transcripts = sortTranscripts(content.transcripts, ordinals);
  const counts = content.contigs.map(() => 0);
  for (const transcript of transcripts) {
    const ordinal = ordinals.get(transcript.contig) ?? 0;
    counts[ordinal] = (counts[ordinal] ?? 0) + 1;
  }
  const strings = new StringTable();
  const exons = transcripts.flatMap((transcript) => transcript.exons);
  const sections = {
    ...contigSections(content.contigs),
    ...geneSections(transcripts, strings),
    ...intervalSections(transcripts, counts),
    'transcripts.id': u32(transcripts.map((transcript) => strings.index(transcript.id))),
    'transcripts.flags': u32(transcripts.map(flagsOf)),
    'transcripts.biotype': u32(transcripts.map((transcript) => strings.index(transcript.biotype))),
    'transcripts.cdsStart': u32(transcripts.map((transcript) => transcript.cds?.start ?? none)),
    'transcripts.cdsEnd': u32(transcripts.map((transcript) => transcript.cds?.end ?? none)),
    'transcripts.proteinId': u32(transcripts.map((transcript) => strings.index(transcript.proteinId))),
    'transcripts.appris': u32(transcripts.map((transcript) => strings.index(transcript.appris))),
    'transcripts.exonFirst': u32(cumulative(transcripts.map((transcript) => transcript.exons.length))),
    'exons.start': u32(exons.map((exon) => exon.start)),
    'exons.end': u32(exons.map((exon) => exon.end)),
    ...tagSections(transcripts, strings),
    ...selenocysteineSections(transcripts),
    'ids.slots': [columnBytes(buildIdSlots(transcripts.map((transcript) => transcript.id)))],
    ...proteinSections(transcripts),
  };
  const summary = {
    name: content.name,
    build: content.build,
    geneCount: new Set(transcripts.map((transcript) => transcript.geneId)).size,
    transcriptCount: transcripts.length,
    codingTranscriptCount: transcripts.filter((transcript) => transcript.cds !== null).length,
    sources: content.sources,
  };
  return {
    summary,
    chunks: serialiseBundle({ ...summary, contigs: content.contigs }, { ...sections, ...strings.sections() }),
  };
}
