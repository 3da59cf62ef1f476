import type { Consequence } from '../../../schemas/rows.js';
import { withoutVersion } from '../../shared/without-version.js';
import { proteinChangeOf } from './protein-change.js';
import type { DriverGene, Drivers } from './read-drivers.js';

/**
 * Why the table lists one of the variant's changes: the change itself, else its residue, else its gene; null: it does not. Other transcripts
 * of the gene count too, because tables number residues by a transcript of their choice.
 */
export function driverNote(
  rows: readonly Pick<Consequence, 'gene' | 'geneId' | 'hgvsP'>[],
  gene: string,
  drivers: Drivers,
): string | null {
  const own = rows.filter((row) => row.gene === gene);
  const entry = own
    .map((row) => drivers.get(withoutVersion(row.geneId)) ?? drivers.get(row.gene.toUpperCase()))
    .find((found) => found !== undefined);
  if (entry === undefined) return null;
  const changes = own.flatMap(({ hgvsP }) => (hgvsP === null ? [] : (proteinChangeOf(hgvsP) ?? [])));
  const hotspot = changes.find(({ residue, change }) => listed(entry, residue).has(change));
  if (hotspot !== undefined) return `hotspot p.${hotspot.change}`;
  const near = changes.find(({ residue }) => entry.hotspots.has(residue));
  if (near !== undefined) return `hotspot residue ${near.residue} (${listedChanges(entry, near.residue)})`;
  if (!entry.isListed) return null;
  return entry.roles.size === 0 ? 'driver gene' : `driver gene (${[...entry.roles].join(', ')})`;
}

function listed(entry: DriverGene, residue: string): ReadonlySet<string> {
  return entry.hotspots.get(residue) ?? new Set();
}

/** 'p.E17K listed', or that every change of the residue is. */
function listedChanges(entry: DriverGene, residue: string): string {
  const changes = [...listed(entry, residue)];
  return changes.includes(residue)
    ? 'any change listed'
    : `${changes.map((change) => `p.${change}`).join(', ')} listed`;
}
