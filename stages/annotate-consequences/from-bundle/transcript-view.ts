/** What annotation needs of one transcript, computed once and kept for the next variant. */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { buildCodingModel, type CodingExtent, type CodingModel, codingExtentOf } from './coding-model.js';
import { buildExonMap, type ExonMap } from './exon-map.js';

export interface TranscriptView {
  readonly transcript: Transcript;
  readonly map: ExonMap;
  readonly extent: CodingExtent | null;
  readonly flags: string[];
  /** What HGVS descriptions of the transcript and of its protein begin with. */
  readonly nucleotidePrefix: string;
  readonly proteinPrefix: string;
  /** The coding model, built when first asked for; null for a non-coding transcript. */
  coding(): CodingModel | null;
}

/** Joined text that is read into many others: flat, it is not walked piece by piece each time one of them is written. */
function flattened(text: string): string {
  return Buffer.from(text).toString();
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
    nucleotidePrefix: flattened(`${transcript.id}:${extent === null ? 'n' : 'c'}.`),
    proteinPrefix: flattened(`${transcript.proteinId ?? transcript.id}:`),
    coding() {
      if (extent === null) return null;
      model ??= buildCodingModel(reference, transcript, extent);
      return model;
    },
  };
}

/**
 * Views by transcript, the least recently used dropped beyond `capacity`. A coding model holds about 8 kB on average, 12 kB once
 * its three frames were asked for, so the default stays below 50 MB.
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
