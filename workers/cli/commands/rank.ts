import { AntigraphError } from '../../../schemas/errors.js';
import { tsvLine } from '../../../stages/shared/tsv.js';
import { readingError, sourceOf } from '../input-kind.js';
import { checkFile, labelOf } from '../options.js';
import { printable } from '../printable.js';
import { policyOf } from '../rank/policy-option.js';
import { rankColumns, rankLine, rankTable } from '../rank/rank-table.js';
import { type FormatName, readEpitopes } from '../rank/read-epitopes.js';
import { stdoutWriter } from '../stdout.js';

/** `antigraph rank`: one row per variant of another tool's epitope table, in the order of a policy. */
export async function rank(options: {
  readonly from: string;
  readonly format?: FormatName;
  readonly policy: string;
  readonly purity?: string;
}): Promise<void> {
  checkFile(options.from, '--from');
  const policy = policyOf(options.policy);
  const purity = purityOf(options.purity);
  const { format, facts } = await readTable(options.from, options.format ?? null);
  const { context, ranked } = rankTable(facts, { policy, purity });
  const name = typeof policy === 'string' ? policy : policy.name;
  process.stderr.write(
    printable(
      `${labelOf(options.from)}: ${format} table, ${facts.length} candidates of ${ranked.length} variants, ranked by ${name}`,
    ).concat('\n'),
  );
  const write = stdoutWriter();
  write(tsvLine(rankColumns));
  for (const [index, group] of ranked.entries()) write(rankLine(group, index + 1, context));
  await write.end();
}

async function readTable(path: string, format: FormatName | null) {
  try {
    return await readEpitopes(sourceOf(path), format);
  } catch (error) {
    throw readingError(error, path);
  }
}

function purityOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const purity = Number(text);
  if (purity > 0 && purity <= 1) return purity;
  throw new AntigraphError('USAGE', `--purity: '${text}' is not a fraction above 0 and at most 1`, {
    fix: 'For example --purity 0.7.',
  });
}
