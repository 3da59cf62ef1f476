/** A bundle of some genes, in the coordinates of the whole: sequence elsewhere is N, which costs nothing. */
import { AntigraphError } from '../../schemas/errors.js';
import type { Contig, ReferenceBundle, Transcript } from '../../schemas/reference.js';
import { assembleBundle, type BundleTranscript } from './assemble-bundle.js';
import { ContigPacker, longRun, type PackedContig } from './pack-contig.js';
import { geneIdWithoutVersion } from './transcript-draft.js';

/** Bases kept beside a gene, so that variants at its edges can be checked and left-aligned. */
const flankBases = 1000;
const sliceBases = 1 << 20;

interface Range {
  start: number;
  end: number;
}

function mergeRanges(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((left, right) => left.start - right.start)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

function packRanges(reference: ReferenceBundle, contig: Contig, ranges: readonly Range[]): PackedContig {
  const packer = new ContigPacker(contig.name);
  for (const range of ranges) {
    packer.addUnknown(Math.max(0, range.start) - packer.length);
    const end = Math.min(contig.length, range.end);
    for (let start = packer.length; start < end; start += sliceBases) {
      packer.reserve((sliceBases + longRun) / 4 + 8);
      packer.addText(reference.sequence(contig.name, start, Math.min(end, start + sliceBases)));
    }
  }
  packer.addUnknown(contig.length - packer.length);
  return packer.finish();
}

function chooseTranscripts(reference: ReferenceBundle, genes: readonly string[]): readonly Transcript[] {
  const wanted = new Set(genes.map(geneIdWithoutVersion));
  const found = new Set<string>();
  const known = new Map<string, string>();
  const chosen: Transcript[] = [];
  for (const transcript of reference.transcripts()) {
    known.set(transcript.geneName.toUpperCase(), transcript.geneName);
    const matches = [transcript.geneName, transcript.geneId].filter((key) => wanted.has(key));
    if (matches.length === 0) continue;
    for (const key of matches) found.add(key);
    chosen.push(transcript);
  }
  const unknown = [...wanted].filter((gene) => !found.has(gene));
  if (unknown.length > 0 || wanted.size === 0) throw genesUnknown(reference, unknown, known);
  return chosen;
}

function genesUnknown(
  reference: ReferenceBundle,
  unknown: readonly string[],
  known: ReadonlyMap<string, string>,
): AntigraphError {
  const meant = unknown.flatMap((gene) => known.get(gene.toUpperCase()) ?? []);
  const message =
    unknown.length === 0
      ? 'expected at least one gene, found none'
      : `the reference ${reference.summary.name} has no gene ${unknown.join(', ')}`;
  return new AntigraphError('GENES_UNKNOWN', message, {
    fix:
      meant.length > 0
        ? `Did you mean ${meant.join(', ')}? Gene names are case-sensitive.`
        : 'Give gene names or gene ids as the annotation of this reference has them.',
    details: { unknown },
  });
}

/**
 * The bytes of a bundle with these genes' transcripts (names or ids), their sequence from end to end with
 * 1,000 bases beside, and their proteins: self-matches are then found among these genes only.
 * Throws GENES_UNKNOWN.
 */
export function subsetReference(reference: ReferenceBundle, genes: readonly string[]): Iterable<Uint8Array> {
  const chosen = chooseTranscripts(reference, genes);
  const contigs = reference.contigs.map((contig) => {
    const ranges = chosen
      .filter((transcript) => transcript.contig === contig.name)
      .map(({ start, end }) => ({ start: start - flankBases, end: end + flankBases }));
    return packRanges(reference, contig, mergeRanges(ranges));
  });
  const transcripts: BundleTranscript[] = chosen.map((transcript) => ({
    ...transcript,
    protein: reference.proteinOf(transcript),
  }));
  const { name, build, sources } = reference.summary;
  return assembleBundle({ name: `${name}-subset`, build, sources, contigs, transcripts }).chunks;
}
