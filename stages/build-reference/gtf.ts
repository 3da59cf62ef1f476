/** GTF of Ensembl, GENCODE and RefSeq: every line names its transcript. */
import type { FeatureLine } from './annotation-lines.js';
import { attributeValue, parseAttributes } from './attributes.js';
import type { StyleCollector } from './style-collector.js';
import {
  geneIdWithoutVersion,
  newDraft,
  parseSupportLevel,
  type TranscriptDraft,
  withVersion,
} from './transcript-draft.js';
import { applyCdsAttributes } from './translation-exceptions.js';

const transcriptTypes = new Set(['transcript', 'mRNA']);
const partTypes = new Set(['exon', 'CDS', 'start_codon', 'stop_codon', 'Selenocysteine']);

/**
 * Ensembl's GTF up to release 75 (the last of GRCh37) keeps the transcript's biotype in the source column.
 * Vocabulary: Ensembl gene and transcript biotypes.
 */
const biotypeInSource =
  /^(protein_coding|processed_transcript|nonsense_mediated_decay|non_stop_decay|retained_intron|antisense|sense_(intronic|overlapping)|ambiguous_orf|disrupted_domain|\w*pseudogene|\w*RNA|\w*ncrna|(IG|TR)_[CDJVM]\w*_gene|TEC|LRG_gene)$/;

function firstOf(values: ReadonlyMap<string, string>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = values.get(key);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function describe(draft: TranscriptDraft, line: FeatureLine): void {
  const { values, tags } = parseAttributes('gtf', line.bytes, line.attributes);
  const source = line.bytes.toString('latin1', line.sourceStart, line.sourceEnd);
  const geneId = values.get('gene_id') ?? '';
  draft.id = withVersion(draft.key, values.get('transcript_version'));
  draft.geneId = geneIdWithoutVersion(geneId);
  draft.geneName = firstOf(values, ['gene_name', 'gene']) ?? draft.geneId;
  draft.biotype =
    firstOf(values, ['transcript_biotype', 'transcript_type']) ??
    (biotypeInSource.test(source) ? source : undefined) ??
    firstOf(values, ['gene_biotype', 'gene_type']) ??
    null;
  // RefSeq calls protein-coding transcripts mRNA; one word for one thing.
  if (draft.biotype === 'mRNA') draft.biotype = 'protein_coding';
  draft.tags = tags;
  draft.supportLevel = parseSupportLevel(values.get('transcript_support_level'));
  const proteinId = values.get('protein_id');
  if (proteinId !== undefined) draft.proteinId = withVersion(proteinId, values.get('protein_version'));
}

export class GtfCollector implements StyleCollector {
  readonly #drafts = new Map<string, TranscriptDraft>();
  #last: TranscriptDraft | null = null;

  constructor(readonly file: string) {}

  feature(line: FeatureLine): string {
    const isTranscript = transcriptTypes.has(line.type);
    if (!isTranscript && !partTypes.has(line.type)) return '';
    const key = attributeValue('gtf', line.bytes, line.attributes, 'transcript_id');
    if (key === '') return `expected the attribute transcript_id, found none`;
    const draft = this.#draftOf(key, line, isTranscript);
    if (isTranscript) draft.extent = { start: line.start, end: line.end };
    else if (line.type === 'exon') draft.exons.push(line.start, line.end);
    else if (line.type === 'CDS') this.#cds(draft, line);
    else if (line.type === 'start_codon') draft.hasStartCodon = true;
    else if (line.type === 'stop_codon') draft.stopParts.push(line.start, line.end);
    else draft.selenocysteines.push(line.start, line.end);
    return '';
  }

  malformed(line: FeatureLine): void {
    const isTranscript = transcriptTypes.has(line.type);
    if (!isTranscript && !partTypes.has(line.type)) return;
    const key = attributeValue('gtf', line.bytes, line.attributes, 'transcript_id');
    if (key !== '') this.#draftOf(key, line, isTranscript).isMalformed = true;
  }

  drafts(): Iterable<TranscriptDraft> {
    return this.#drafts.values();
  }

  #draftOf(key: string, line: FeatureLine, isTranscript: boolean): TranscriptDraft {
    const last = this.#last;
    if (last !== null && last.key === key && last.contig === line.contig && !isTranscript) return last;
    // One id on two contigs (the pseudo-autosomal regions in some files) is two transcripts.
    const slot = `${key}\t${line.contig}`;
    let draft = this.#drafts.get(slot);
    if (draft === undefined) {
      draft = newDraft(key, this.file, line);
      this.#drafts.set(slot, draft);
      describe(draft, line);
    } else if (isTranscript) describe(draft, line);
    this.#last = draft;
    return draft;
  }

  #cds(draft: TranscriptDraft, line: FeatureLine): void {
    const isFirst = draft.cdsParts.length === 0;
    draft.cdsParts.push(line.start, line.end, line.phase);
    if (!isFirst) return;
    const attributes = parseAttributes('gtf', line.bytes, line.attributes);
    const proteinId = attributes.values.get('protein_id');
    if (proteinId !== undefined) {
      draft.proteinId = withVersion(proteinId, attributes.values.get('protein_version'));
    }
    applyCdsAttributes(draft, attributes);
  }
}
