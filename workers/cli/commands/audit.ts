import { readFileSync } from 'node:fs';
import { AntigraphError } from '../../../schemas/errors.js';
import { type AuditHead, auditHeadSchema } from '../../service/audit-record.js';
import { auditEntries, verifyAuditLog } from '../../service/audit-verify.js';
import { serviceStoreFor } from '../open-service-store.js';
import { checkFile } from '../options.js';
import { printable } from '../printable.js';

interface AuditOptions {
  readonly store?: string;
  readonly json?: boolean;
}

/** `antigraph audit verify`: tells whether the log is as it was written. @throws AUDIT_LOG_BROKEN */
export async function verify(options: AuditOptions & { readonly heads?: string }): Promise<void> {
  const { documents } = await serviceStoreFor(options);
  const noted = options.heads === undefined ? [] : readHeads(options.heads);
  const { blocks, entries, heads, problems } = await verifyAuditLog(documents, noted);
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ blocks, entries, heads, problems })}\n`);
  const [first] = problems;
  if (first !== undefined) {
    if (options.json !== true)
      for (const { where, problem } of problems) process.stdout.write(`${where}\t${problem}\n`);
    throw new AntigraphError('AUDIT_LOG_BROKEN', `${first.where} ${first.problem}`, {
      fix: `${problems.length} problems in all. Keep the store as it is for whoever looks into it.`,
      details: { problems: problems.length },
    });
  }
  process.stderr.write(
    `${entries} entries in ${blocks} blocks of ${heads.length} writers: none was edited, removed or moved${noted.length === 0 ? '' : `, and all ${noted.length} noted heads are there`}\n`,
  );
}

/** `antigraph audit heads`: where every chain stands, as NDJSON to keep where nobody who can write to the store can change it. */
export async function heads(options: AuditOptions): Promise<void> {
  const report = await verifyAuditLog((await serviceStoreFor(options)).documents);
  for (const head of report.heads) process.stdout.write(`${JSON.stringify(head)}\n`);
}

/** `antigraph audit list`: the entries of all writers in order of time. */
export async function list(
  options: AuditOptions & { readonly run?: string; readonly tenant?: string },
): Promise<void> {
  const { documents } = await serviceStoreFor(options);
  const found = await auditEntries(
    documents,
    ({ run, tenant }) =>
      (options.run === undefined || run === options.run) &&
      (options.tenant === undefined || tenant === options.tenant),
  );
  for (const entry of found) {
    const { atMs, actor, tenant, action, run, subject } = entry;
    const cells = [new Date(atMs).toISOString(), actor, tenant ?? '-', action, run ?? '-', subject ?? '-'];
    process.stdout.write(
      `${options.json === true ? JSON.stringify(entry) : cells.map(printable).join('\t')}\n`,
    );
  }
}

/** @throws INPUT_NOT_FOUND, INPUT_NOT_READABLE, PARAMETER_INVALID */
function readHeads(path: string): readonly AuditHead[] {
  checkFile(path, '--heads');
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [auditHeadSchema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new AntigraphError('PARAMETER_INVALID', '--heads: this is not a head', {
        at: { file: path, line: index + 1 },
        fix: "Give what 'antigraph audit heads' printed.",
        cause,
      });
    }
  });
}
