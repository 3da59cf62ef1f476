/** The reader: a ReferenceBundle over random-access bytes, everything loaded when first asked for. */
import { AntigraphError } from '../../../schemas/errors.js';
import type { Contig, RandomAccessBytes, ReferenceBundle } from '../../../schemas/reference.js';
import { keepRecent } from '../keep-recent.js';
import { codingBases } from './coding-bases.js';
import { createContigResolver } from './contig-names.js';
import { findId } from './id-index.js';
import { findOverlaps, type IntervalRows } from './interval-tree.js';
import { formatVersion, none, type SectionName } from './layout.js';
import { type PackedSequence, unpackSequence } from './packed-sequence.js';
import { createProteinNamer, createTranscriptReader } from './read-transcript.js';
import { openVerifiedSections, type VerifiedSections } from './verified-sections.js';

/** Remembers what a function without arguments gave. */
export function lazily<T extends object>(load: () => T): () => T {
  let loaded: T | null = null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/** Reads strings by index, each decoded once. */
function createStringReader(sections: VerifiedSections): (index: number) => string {
  const table = lazily(() => {
    const first = sections.u32('strings.first');
    return { first, bytes: Buffer.from(sections.u8('strings.bytes', 0, first.at(-1) ?? 0)) };
  });
  const decoded: string[] = [];
  return (index) => {
    const known = decoded[index];
    if (known !== undefined) return known;
    const { first, bytes } = table();
    const text = bytes.toString('utf8', first[index] ?? 0, first[index + 1] ?? 0);
    decoded[index] = text;
    return text;
  };
}

function createSequenceReader(
  sections: VerifiedSections,
  contigs: readonly Contig[],
): (ordinal: number) => PackedSequence {
  const columns = lazily(() => ({
    spanFirst: sections.u32('contigs.spanFirst'),
    exceptionFirst: sections.u32('contigs.exceptionFirst'),
    spanStart: sections.u32('spans.start'),
    spanEnd: sections.u32('spans.end'),
    spanByte: sections.f64('spans.byte'),
    exceptionStart: sections.u32('exceptions.start'),
    exceptionEnd: sections.u32('exceptions.end'),
    exceptionLetter: sections.u8('exceptions.letter', 0, sections.u32('exceptions.start').length).slice(),
  }));
  const opened: PackedSequence[] = [];
  return (ordinal) => {
    const known = opened[ordinal];
    if (known !== undefined) return known;
    const all = columns();
    const spans = [all.spanFirst[ordinal], all.spanFirst[ordinal + 1]] as const;
    const runs = [all.exceptionFirst[ordinal], all.exceptionFirst[ordinal + 1]] as const;
    const packed: PackedSequence = {
      length: contigs[ordinal]?.length ?? 0,
      spanStart: all.spanStart.subarray(...spans),
      spanEnd: all.spanEnd.subarray(...spans),
      spanByte: all.spanByte.subarray(...spans),
      exceptionStart: all.exceptionStart.subarray(...runs),
      exceptionEnd: all.exceptionEnd.subarray(...runs),
      exceptionLetter: all.exceptionLetter.subarray(...runs),
      bytes: (offset, length) => sections.u8('sequence', offset, length),
    };
    opened[ordinal] = packed;
    return packed;
  };
}

/** An annotation holds some 250,000; what is asked for again lies near the place at hand. */
const keptTranscripts = 8192;

/**
 * Opens a bundle. Only header and table of contents are read here; other parts when first used, each
 * block checked against its digest. Throws REFERENCE_MALFORMED or REFERENCE_DIGEST_MISMATCH.
 * @param name for messages, as the user knows the file
 */
export function openReferenceBundle(source: RandomAccessBytes, name: string): ReferenceBundle {
  const sections = openVerifiedSections(source, name);
  const { contents } = sections;
  const string = createStringReader(sections);
  const column = (section: SectionName): (() => Uint32Array) => lazily(() => sections.u32(section));

  const contigs: readonly Contig[] = contents.contigs;
  const ordinals = new Map(contigs.map((contig, ordinal) => [contig.name, ordinal]));
  const resolve = createContigResolver(contigs, contents.build);
  const resolved = new Map<string, Contig | null>();
  const resolveContig = (contig: string): Contig | null => {
    let found = resolved.get(contig);
    if (found === undefined) {
      found = resolve(contig);
      resolved.set(contig, found);
    }
    return found;
  };
  const ordinalOf = (contig: string): number =>
    ordinals.get(contig) ?? ordinals.get(resolveContig(contig)?.name ?? '') ?? -1;

  const packedOf = createSequenceReader(sections, contigs);
  const transcriptFirst = column('contigs.transcriptFirst');
  const rows = lazily(
    (): IntervalRows => ({
      start: sections.u32('transcripts.start'),
      end: sections.u32('transcripts.end'),
      subtreeEnd: sections.u32('transcripts.subtreeEnd'),
    }),
  );
  const transcriptAt = keepRecent({
    capacity: keptTranscripts,
    keyOf: (index: number) => index,
    make: createTranscriptReader({ sections, string, contigs, transcriptFirst }),
  });

  const idSlots = column('ids.slots');
  const idColumn = column('transcripts.id');
  const proteinColumn = column('transcripts.protein');
  const proteinFirst = column('proteins.first');
  const proteinTranscript = column('proteins.transcript');
  const proteinAt = (protein: number): string => {
    const start = proteinFirst()[protein] ?? 0;
    const end = proteinFirst()[protein + 1] ?? start;
    return Buffer.from(sections.u8('proteins.residues', start, end - start)).toString('latin1');
  };

  return {
    digest: sections.digest,
    summary: {
      name: contents.name,
      build: contents.build,
      formatVersion,
      geneCount: contents.geneCount,
      transcriptCount: contents.transcriptCount,
      codingTranscriptCount: contents.codingTranscriptCount,
      sources: contents.sources,
    },
    contigs,
    resolveContig,
    sequence(contig, start, end) {
      const ordinal = ordinalOf(contig);
      if (ordinal < 0) throw unknownContig(name, contig);
      return unpackSequence(packedOf(ordinal), start, end, 'N');
    },
    transcriptsOverlapping(contig, start, end) {
      const ordinal = ordinalOf(contig);
      if (ordinal < 0) return [];
      // An empty interval touches what begins or ends at it: widened by one base each way it overlaps just that.
      const widening = start === end ? 1 : 0;
      const query = { rows: rows(), start: start - widening, end: end + widening };
      const first = transcriptFirst();
      return findOverlaps(query, first[ordinal] ?? 0, first[ordinal + 1] ?? 0).map(transcriptAt);
    },
    transcriptById(id) {
      const ids = idColumn();
      const index = findId(idSlots(), id, (row) => string(ids[row] ?? none));
      return index < 0 ? null : transcriptAt(index);
    },
    *transcripts() {
      for (let index = 0; index < contents.transcriptCount; index++) yield transcriptAt(index);
    },
    proteinOf(transcript) {
      const protein = proteinColumn()[transcript.index] ?? none;
      return protein === none ? '' : proteinAt(protein);
    },
    codingBases: () => codingBases(sections, string),
    *proteome() {
      const nameOf = createProteinNamer({ sections, string });
      for (const [protein, index] of proteinTranscript().entries()) {
        yield { ...nameOf(index), sequence: proteinAt(protein) };
      }
    },
  };
}

function unknownContig(name: string, contig: string): AntigraphError {
  return new AntigraphError('INVARIANT_BROKEN', `${name} has no contig ${contig}; resolveContig comes first`);
}
