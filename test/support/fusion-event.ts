import type { Breakpoint, FusionEvent } from '../../schemas/variant-event.js';

/** '1:18:left' as a breakpoint without gene or transcript. */
export function breakpoint(text: string, named: Partial<Breakpoint> = {}): Breakpoint {
  const [chrom = '', position = '', keeps = ''] = text.split(':');
  return {
    gene: null,
    transcript: null,
    chrom,
    position: Number(position),
    keeps: keeps === 'left' ? 'left' : 'right',
    ...named,
  };
}

/** A joint of RNA of which nothing is stated but its two ends and what the fields say. */
export function fusionEvent(left: string, right: string, fields: Partial<FusionEvent> = {}): FusionEvent {
  return {
    kind: 'fusion',
    tool: 'test',
    level: 'rna',
    left: breakpoint(left),
    right: breakpoint(right),
    insertedBases: '',
    statedFrame: null,
    statedPeptide: null,
    junctionReads: null,
    spanningReads: null,
    confidence: null,
    ...fields,
  };
}
