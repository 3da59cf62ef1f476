/** What annotation needs of one transcript, computed once and kept for the next variant. */
import type { ReferenceBundle, Transcript } from '../../../schemas/reference.js';
import { keepRecent } from '../../shared/keep-recent.js';
import { buildCodingModel, type CodingExtent, type CodingModel, codingExtentOf } from './coding-model.js';
import { buildExonMap, type ExonMap } from './exon-map.js';
import { so } from './sequence-ontology.js';

export interface TranscriptView {
  readonly transcript: Transcript;
  readonly map: ExonMap;
  readonly extent: CodingExtent | null;
  readonly flags: string[];
  /** Term that the transcript's biotype adds to those of any change, 0: none. */
  readonly biotypeTerm: number;
  /** What HGVS descriptions of the transcript begin with. */
  readonly nucleotidePrefix: string;
  /** Starts of intronic numbers, filled by hgvs-nucleotide. */
  readonly intronAnchors: (string | undefined)[];
  /** What HGVS descriptions of its protein begin with. */
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
    biotypeTerm: transcript.biotype === 'nonsense_mediated_decay' ? so.nmdTranscript : 0,
    nucleotidePrefix: flattened(`${transcript.id}:${extent === null ? 'n' : 'c'}.`),
    intronAnchors: new Array<string | undefined>(4 * (map.exons.length - 1)).fill(undefined),
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
  return keepRecent({
    capacity,
    keyOf: ({ index }: Transcript) => index,
    make: (transcript) => buildView(reference, transcript),
  });
}
