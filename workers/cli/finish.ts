import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalOutcome } from '../../pipeline/run-local.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { PatientRun } from './patient-run.js';

/** Share of the file's alleles that may be lost to faults in the data (not to biology or filters) before the run ends with exit code 6. */
const omissionLimit = 0.5;

/** Codes that say the data could not be used, as against: was used and gave nothing. */
const faultCodes = new Set([
  'RECORD_MALFORMED',
  'REF_MISMATCH',
  'CONTIG_UNKNOWN',
  'POSITION_OUT_OF_RANGE',
  'ALLELE_IUPAC',
  'NO_ANNOTATION',
  'TRANSCRIPT_REFERENCE_MISMATCH',
  'TRANSCRIPT_UNKNOWN',
  'PROTEIN_UNKNOWN',
  'CDS_INVALID',
  'NOT_PREDICTED',
]);

/** Tells what came out, where it lies, and ends with exit code 6 if too much was lost to faults. */
export async function finish(run: PatientRun, outcome: LocalOutcome): Promise<void> {
  const ledger = await ledgerCounts(join(run.out, 'ledger.tsv'));
  if (!run.isJson) {
    const done =
      outcome.tasksRun === 0
        ? 'nothing had changed, every result came from the store'
        : `${outcome.tasksRun} tasks run, ${outcome.tasksCached} from the store`;
    const candidates = outcome.nodes.find((node) => node.stage === 'rank-candidates')?.outputs['ranked'];
    const ranked = candidates?.parts.reduce((sum, part) => sum + (part.rowCount ?? 0), 0) ?? 0;
    const listed = outcome.nodes.find((node) => node.stage === 'select-shortlist')?.outputs['shortlist'];
    const picks = listed?.parts.reduce((sum, part) => sum + (part.rowCount ?? 0), 0) ?? 0;
    process.stderr.write(
      `${ledger.alleles} alleles in, ${ranked} ranked, ${picks} on the shortlist (${done})\n`,
    );
    if (picks === 0)
      process.stderr.write(
        `no antigen on the shortlist: ${join(run.out, 'ledger.tsv')} tells why for every allele\n`,
      );
    process.stderr.write(`report: ${join(run.out, 'report.html')}\n`);
  }
  if (ledger.alleles > 0 && ledger.faults / ledger.alleles > omissionLimit) {
    throw new AntigraphError(
      'OMISSIONS_PAST_LIMIT',
      `${ledger.faults} of ${ledger.alleles} alleles could not be used`,
      {
        fix: `The outputs are written, but rest on a minority of the file. ${join(run.out, 'ledger.tsv')} names the cause of each; usual: wrong reference, or an annotation without the needed columns.`,
      },
    );
  }
}

async function ledgerCounts(path: string): Promise<{ readonly alleles: number; readonly faults: number }> {
  const [header = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const column = header.split('\t').indexOf('code');
  return {
    alleles: lines.length,
    faults: lines.filter((line) => faultCodes.has(line.split('\t')[column] ?? '')).length,
  };
}
