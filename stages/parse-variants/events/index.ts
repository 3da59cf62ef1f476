/** Fusion, junction and protein files → events, in that order and each file's own. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { ByteSource } from '../../../schemas/stage.js';
import type { ReadEvent } from './event-row.js';
import { readFusions } from './fusions/index.js';
import { readJunctions } from './junctions/index.js';
import { readProteins } from './proteins/index.js';

export interface EventFiles {
  readonly fusions: ByteSource | null;
  readonly junctions: ByteSource | null;
  readonly antigens: ByteSource | null;
}

/** Every row of the given files, each an event or an omission. */
export async function* readEvents(
  files: EventFiles,
  reference: ReferenceBundle | null,
  { minJunctionReads }: { readonly minJunctionReads: number },
): AsyncGenerator<ReadEvent> {
  if (files.fusions !== null) yield* readFusions(files.fusions, reference);
  if (files.junctions !== null) yield* readJunctions(files.junctions, { reference, minJunctionReads });
  if (files.antigens !== null) yield* readProteins(files.antigens, reference);
}
