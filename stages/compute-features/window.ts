import type { Consequence, PeptideRow } from '../../schemas/rows.js';
import { peptideWindow } from '../shared/peptide-window.js';

/**
 * The window that carries the peptide: around the change; in a protein that is new as a whole around the middle of the peptide, because
 * the whole of it fits no construct.
 */
export function windowOf(consequence: Consequence, row: PeptideRow, flank: number): string {
  const { transcript, proteoform, source } = consequence;
  const place = row.occurrences.find(
    (occurrence) => occurrence.transcript === transcript && occurrence.proteoform === proteoform,
  );
  if (source !== 'fasta' || place === undefined) return peptideWindow(consequence, flank);
  const middle = place.offset + Math.floor(row.peptide.length / 2);
  return peptideWindow({ ...consequence, mutantStretch: { start: middle, end: middle + 1 } }, flank);
}
