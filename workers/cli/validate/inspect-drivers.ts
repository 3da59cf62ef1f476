import type { ByteSource } from '../../../schemas/stage.js';
import { readDrivers } from '../../../stages/compute-features/drivers/read-drivers.js';
import type { Inspection } from './finding.js';

/** A table of drivers as a run reads it. @throws DRIVERS_MALFORMED */
export async function inspectDrivers(source: ByteSource): Promise<Inspection> {
  // A gene stands under its symbol and under its id.
  const genes = [...new Set((await readDrivers(source)).values())];
  return {
    facts: {
      genes: genes.length,
      'listed as a whole': genes.filter(({ isListed }) => isListed).length,
      hotspots: genes.reduce((sum, { hotspots }) => sum + hotspots.size, 0),
    },
    warnings: [],
  };
}
