/** GFF3 of Ensembl, GENCODE and RefSeq: parts point at transcripts, transcripts at genes, in any order. */
import type { FeatureLine } from './annotation-lines.js';
import { type Attributes, attributeValue, parseAttributes } from './attributes.js';
import type { StyleCollector } from './style-collector.js';
import {
  geneIdWithoutVersion,
  newDraft,
  parseSupportLevel,
  type TranscriptDraft,
  withVersion,
} from './transcript-draft.js';
import { applyCdsAttributes } from './translation-exceptions.js';

/** The second is GENCODE's name for the first's GTF counterpart. */
const selenocysteineTypes = new Set(['Selenocysteine', 'stop_codon_redefined_as_selenocysteine']);
const partTypes = new Set(['exon', 'CDS', 'start_codon', 'stop_codon', ...selenocysteineTypes]);
/** Features beneath a transcript that say nothing more than exons and CDS do. */
const ignoredTypes = new Set([
  'five_prime_UTR',
  'three_prime_UTR',
  'five_prime_utr',
  'three_prime_utr',
  'UTR',
  'intron',
  'biological_region',
  'chromosome',
  'region',
  'scaffold',
  'supercontig',
  'cDNA_match',
  'match',
]);

interface Gene {
  readonly contig: string;
  readonly strand: string;
  readonly id: string;
  readonly name: string;
  readonly biotype: string | null;
}

/** `transcript:ENST…`, `rna-NM_…`, `gene:ENSG…`, `gene-TP53`, `cds-NP_…` → the id itself. */
function bareId(id: string): string {
  return id.replace(/^(transcript:|gene:|CDS:|rna-|gene-|cds-)/, '');
}

function firstOf(attributes: Attributes, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes.values.get(key);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The tags, with CCDS also where only its id is given. */
function tagsOf(attributes: Attributes): readonly string[] {
  const hasCcds = firstOf(attributes, ['ccdsid', 'ccds_id', 'ccdsId']) !== undefined;
  return hasCcds && !attributes.tags.includes('CCDS') ? [...attributes.tags, 'CCDS'] : attributes.tags;
}

export class Gff3Collector implements StyleCollector {
  readonly #drafts = new Map<string, TranscriptDraft>();
  readonly #genes = new Map<string, Gene>();
  /** Transcript ID → gene ID. */
  readonly #geneOf = new Map<string, string>();

  constructor(readonly file: string) {}

  feature(line: FeatureLine): string {
    if (partTypes.has(line.type)) return this.#part(line);
    if (ignoredTypes.has(line.type)) return '';
    const parent = attributeValue('gff3', line.bytes, line.attributes, 'Parent');
    const isGene = parent === '' && /gene$/i.test(line.type);
    if (isGene) this.#gene(line);
    else if (parent !== '' || line.type === 'mRNA' || line.type === 'transcript') this.#transcript(line);
    return '';
  }

  malformed(line: FeatureLine): void {
    if (ignoredTypes.has(line.type)) return;
    if (!partTypes.has(line.type)) {
      const id = attributeValue('gff3', line.bytes, line.attributes, 'ID');
      if (id !== '') this.#draftOf(id, line).isMalformed = true;
      return;
    }
    for (const parent of this.#parents(line)) this.#draftOf(parent, line).isMalformed = true;
  }

  *drafts(): Iterable<TranscriptDraft> {
    for (const draft of this.#drafts.values()) {
      const gene = this.#genes.get(this.#geneOf.get(draft.key) ?? draft.key);
      if (gene !== undefined) completeFromGene(draft, gene);
      yield draft;
    }
  }

  #gene(line: FeatureLine): void {
    const attributes = parseAttributes('gff3', line.bytes, line.attributes);
    const key = attributes.values.get('ID') ?? '';
    const id = geneIdWithoutVersion(attributes.values.get('gene_id') ?? bareId(key));
    this.#genes.set(key, {
      contig: line.contig,
      strand: line.strand,
      id,
      name: firstOf(attributes, ['gene_name', 'Name', 'gene']) ?? id,
      biotype: firstOf(attributes, ['biotype', 'gene_biotype', 'gene_type']) ?? null,
    });
  }

  #transcript(line: FeatureLine): void {
    const attributes = parseAttributes('gff3', line.bytes, line.attributes);
    const key = attributes.values.get('ID');
    if (key === undefined) return;
    const draft = this.#draftOf(key, line);
    const parent = attributes.values.get('Parent') ?? '';
    if (parent !== '') this.#geneOf.set(key, parent);
    draft.extent = { start: line.start, end: line.end };
    draft.contig = line.contig;
    draft.strand = line.strand;
    draft.id = withVersion(
      attributes.values.get('transcript_id') ?? bareId(key),
      firstOf(attributes, ['transcript_version', 'version']),
    );
    draft.geneId = geneIdWithoutVersion(attributes.values.get('gene_id') ?? bareId(parent));
    draft.geneName = firstOf(attributes, ['gene_name', 'gene']) ?? '';
    draft.biotype =
      firstOf(attributes, ['biotype', 'transcript_biotype', 'transcript_type']) ??
      (line.type === 'mRNA' ? 'protein_coding' : null) ??
      firstOf(attributes, ['gene_biotype', 'gene_type']) ??
      (line.type === 'transcript' ? null : line.type);
    draft.tags = tagsOf(attributes);
    draft.supportLevel = parseSupportLevel(attributes.values.get('transcript_support_level'));
  }

  #part(line: FeatureLine): string {
    const parents = this.#parents(line);
    if (parents.length === 0) return `expected the attribute Parent, found none`;
    for (const parent of parents) {
      const draft = this.#draftOf(parent, line);
      if (line.type === 'exon') draft.exons.push(line.start, line.end);
      else if (line.type === 'CDS') this.#cds(draft, line);
      else if (line.type === 'start_codon') draft.hasStartCodon = true;
      else if (line.type === 'stop_codon') draft.stopParts.push(line.start, line.end);
      else draft.selenocysteines.push(line.start, line.end);
    }
    return '';
  }

  #cds(draft: TranscriptDraft, line: FeatureLine): void {
    const isFirst = draft.cdsParts.length === 0;
    draft.cdsParts.push(line.start, line.end, line.phase);
    if (!isFirst) return;
    const attributes = parseAttributes('gff3', line.bytes, line.attributes);
    const id = attributes.values.get('protein_id');
    if (id !== undefined) draft.proteinId = withVersion(id, attributes.values.get('protein_version'));
    applyCdsAttributes(draft, attributes);
  }

  #parents(line: FeatureLine): readonly string[] {
    const parents = attributeValue('gff3', line.bytes, line.attributes, 'Parent');
    return parents === '' ? [] : parents.split(',');
  }

  #draftOf(key: string, line: FeatureLine): TranscriptDraft {
    let draft = this.#drafts.get(key);
    if (draft === undefined) {
      draft = newDraft(key, this.file, line);
      draft.id = bareId(key);
      this.#drafts.set(key, draft);
    }
    return draft;
  }
}

/** Gives a draft what only its gene's line says; a gene with exons of its own (RefSeq's mitochondrion) is one. */
function completeFromGene(draft: TranscriptDraft, gene: Gene): void {
  if (draft.geneId === '' || gene.id !== draft.geneId) draft.geneId = gene.id;
  if (draft.geneName === '') draft.geneName = gene.name;
  draft.biotype ??= gene.biotype;
}
