import type { ByteSource } from '../../../schemas/stage.js';
import { readDecisions } from '../../../stages/select-shortlist/index.js';
import type { Inspection } from './finding.js';

/** A reviewer's table as select-shortlist reads it; whether its variants are those of a run, only a run can tell. @throws DECISIONS_MALFORMED */
export async function inspectDecisions(source: ByteSource): Promise<Inspection> {
  const { kind, decisions } = await readDecisions(source);
  const counted = (word: string) => decisions.filter(({ decision }) => decision === word).length;
  return {
    facts: {
      'table of': kind === 'pvacview' ? 'pVACview' : 'decisions',
      accept: counted('accept'),
      reject: counted('reject'),
      review: counted('review'),
    },
    warnings: decisions.length === 0 ? ['no row decides anything'] : [],
  };
}
