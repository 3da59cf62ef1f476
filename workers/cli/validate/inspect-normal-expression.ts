import type { ByteSource } from '../../../schemas/stage.js';
import { organOf } from '../../../stages/summarise-biomarkers/normal-expression/organs.js';
import { readNormalTissues } from '../../../stages/summarise-biomarkers/normal-expression/read-table.js';
import type { Inspection } from './finding.js';

/** A table of normal tissues as summarise-biomarkers reads it. @throws NORMAL_EXPRESSION_MALFORMED */
export async function inspectNormalExpression(source: ByteSource): Promise<Inspection> {
  const nothingWanted = { ids: new Set<string>(), names: new Set<string>() };
  const { tool, unit, rowCount, tissues } = await readNormalTissues(source, nothingWanted);
  const essential = new Set(tissues.flatMap((tissue) => organOf(tissue) ?? []));
  return {
    facts: {
      source: tool,
      unit,
      rows: rowCount,
      tissues: tissues.length,
      essential: essential.size === 0 ? 'none' : [...essential].join(', '),
    },
    warnings:
      essential.size === 0 ? ['no tissue of an essential organ is named: see docs/biomarkers.md'] : [],
  };
}
