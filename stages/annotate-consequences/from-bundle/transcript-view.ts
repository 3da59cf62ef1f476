/** What annotation needs of one transcript, computed once and kept for the next variant. */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { buildCodingModel, type CodingExtent, type CodingModel, codingExtentOf } from './coding-model.js';
import { buildExonMap, type ExonMap } from './exon-map.js';

export interface TranscriptView {
  readonly transcript: Transcript;
  readonly map: ExonMap;
  readonly extent: CodingExtent | null;
  readonly flags: string[];
  /** The coding model, built when first asked for; null for a non-coding transcript. */
  coding(): CodingModel | null;
}

function buildView(reference: ReferenceBundle, transcript: Transcript): TranscriptView {
  const map = buildExonMap(transcript);
  const extent = codingExtentOf(transcript, map);
  let model: CodingModel | null = null;
  return {
    transcript,
    map,
    extent,
    flags: [...transcript.tags],
    coding() {
      if (extent === null) return null;
      model ??= buildCodingModel(reference, transcript, extent);
      return model;
    },
  };
}

/**
 * Views by transcript, the least recently used dropped beyond `capacity`. A coding model holds about 4 kB of text on average, so the
 * default stays below 20 MB.
 */
export function createViewCache(
  reference: ReferenceBundle,
  capacity = 4096,
): (transcript: Transcript) => TranscriptView {
  let recent = new Map<number, TranscriptView>();
  let older = new Map<number, TranscriptView>();
  return (transcript) => {
    const known = recent.get(transcript.index);
    if (known !== undefined) return known;
    const view = older.get(transcript.index) ?? buildView(reference, transcript);
    // Two generations give least-recently-used within a factor of two without touching the map on each hit.
    if (recent.size >= capacity / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(transcript.index, view);
    return view;
  };
}
