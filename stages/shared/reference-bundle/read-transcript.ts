/** Materialises a transcript from the bundle's columns. */
import type { Contig, Exon, Transcript } from '../../../schemas/reference.js';
import { flag, none, phaseShift, type SectionName, supportLevelShift } from './layout.js';
import type { VerifiedSections } from './verified-sections.js';

interface TranscriptSources {
  readonly sections: VerifiedSections;
  readonly string: (index: number) => string;
  readonly contigs: readonly Contig[];
  readonly transcriptFirst: () => Uint32Array;
}

/** The last row whose first entry is at or before `index`: which contig a transcript lies on. */
function ownerOf(first: Uint32Array, index: number): number {
  let low = 0;
  let high = first.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((first[middle] ?? 0) <= index) low = middle;
    else high = middle;
  }
  return low;
}

function phaseOf(flags: number): 0 | 1 | 2 {
  const phase = (flags >> phaseShift) & 3;
  if (phase === 1) return 1;
  return phase === 2 ? 2 : 0;
}

function loadColumns({ u32 }: VerifiedSections) {
  const row = (section: SectionName): ((index: number) => number) => {
    const column = u32(section);
    return (index) => column[index] ?? none;
  };
  return {
    id: row('transcripts.id'),
    gene: row('transcripts.gene'),
    start: row('transcripts.start'),
    end: row('transcripts.end'),
    flags: row('transcripts.flags'),
    biotype: row('transcripts.biotype'),
    cdsStart: row('transcripts.cdsStart'),
    cdsEnd: row('transcripts.cdsEnd'),
    proteinId: row('transcripts.proteinId'),
    appris: row('transcripts.appris'),
    tagSet: row('transcripts.tagSet'),
    exonFirst: row('transcripts.exonFirst'),
    exonStart: row('exons.start'),
    exonEnd: row('exons.end'),
    tagFirst: row('tagSets.first'),
    tag: row('tagSets.tag'),
    geneId: row('genes.id'),
    geneName: row('genes.name'),
  };
}

function groupSelenocysteines(sections: VerifiedSections): Map<number, number[]> {
  const offsets = sections.u32('selenocysteines.offset');
  const byTranscript = new Map<number, number[]>();
  for (const [row, transcript] of sections.u32('selenocysteines.transcript').entries()) {
    const list = byTranscript.get(transcript) ?? [];
    list.push(offsets[row] ?? 0);
    byTranscript.set(transcript, list);
  }
  return byTranscript;
}

/** A function from transcript index to transcript; the columns are loaded at its first call. */
export function createTranscriptReader(from: TranscriptSources): (index: number) => Transcript {
  const { sections, string, contigs } = from;
  const tagSets = new Map<number, readonly string[]>();
  let columns: ReturnType<typeof loadColumns> | null = null;
  let selenocysteines: Map<number, number[]> | null = null;

  const optionalString = (index: number): string | null => (index === none ? null : string(index));
  const tagsOf = (set: number, table: ReturnType<typeof loadColumns>): readonly string[] => {
    let tags = tagSets.get(set);
    if (tags === undefined) {
      const list: string[] = [];
      for (let row = table.tagFirst(set); row < table.tagFirst(set + 1); row++)
        list.push(string(table.tag(row)));
      tags = list;
      tagSets.set(set, tags);
    }
    return tags;
  };

  return (index) => {
    columns ??= loadColumns(sections);
    selenocysteines ??= groupSelenocysteines(sections);
    const table = columns;
    const flags = table.flags(index);
    const exons: Exon[] = [];
    for (let row = table.exonFirst(index); row < table.exonFirst(index + 1); row++) {
      exons.push({ start: table.exonStart(row), end: table.exonEnd(row) });
    }
    const supportLevel = (flags >> supportLevelShift) & 7;
    const gene = table.gene(index);
    return {
      index,
      id: string(table.id(index)),
      geneId: string(table.geneId(gene)),
      geneName: string(table.geneName(gene)),
      contig: contigs[ownerOf(from.transcriptFirst(), index)]?.name ?? '',
      strand: (flags & flag.reverse) === 0 ? '+' : '-',
      start: table.start(index),
      end: table.end(index),
      biotype: string(table.biotype(index)),
      exons,
      cds:
        (flags & flag.coding) === 0
          ? null
          : {
              start: table.cdsStart(index),
              end: table.cdsEnd(index),
              phase: phaseOf(flags),
              isStartComplete: (flags & flag.startComplete) !== 0,
              isEndComplete: (flags & flag.endComplete) !== 0,
            },
      proteinId: optionalString(table.proteinId(index)),
      geneticCode: (flags & flag.mitochondrial) === 0 ? 1 : 2,
      selenocysteines: selenocysteines.get(index) ?? [],
      isManeSelect: (flags & flag.maneSelect) !== 0,
      isManePlusClinical: (flags & flag.manePlusClinical) !== 0,
      isCanonical: (flags & flag.canonical) !== 0,
      supportLevel: supportLevel === 0 ? null : supportLevel,
      appris: optionalString(table.appris(index)),
      tags: tagsOf(table.tagSet(index), table),
    };
  };
}

/** What the proteome names a protein by, without making the transcript: a whole annotation's take half a second. */
export function createProteinNamer({ sections, string }: Pick<TranscriptSources, 'sections' | 'string'>): (
  transcript: number,
) => {
  readonly id: string;
  readonly geneName: string;
} {
  const columns = {
    id: sections.u32('transcripts.id'),
    proteinId: sections.u32('transcripts.proteinId'),
    gene: sections.u32('transcripts.gene'),
    geneName: sections.u32('genes.name'),
  };
  return (index) => {
    const proteinId = columns.proteinId[index] ?? none;
    const gene = columns.gene[index] ?? none;
    return {
      id: string(proteinId === none ? (columns.id[index] ?? none) : proteinId),
      geneName: string(columns.geneName[gene] ?? none),
    };
  };
}
