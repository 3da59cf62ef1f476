import { compareLedgers } from '../diff/compare-ledgers.js';
import { compareRequests } from '../diff/compare-requests.js';
import { compareShortlists } from '../diff/compare-shortlists.js';
import { describeDifference, type RunDifference } from '../diff/describe.js';
import { readRunFolder } from '../diff/run-folder.js';

/** `antigraph diff`: what differs between two runs' outputs; exit code 0 whether or not anything does. */
export async function diff(
  folderBefore: string,
  folderAfter: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const [before, after] = [readRunFolder(folderBefore), readRunFolder(folderAfter)];
  const difference: RunDifference = {
    runs: { before: before.run.run, after: after.run.run },
    asked: compareRequests(before.run, after.run),
    shortlist: compareShortlists(before, after),
    ledger: compareLedgers(before.ledger, after.ledger),
    outputs: differingOutputs(before.run.outputs, after.run.outputs),
  };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ schema: 'antigraph.diff/1', ...difference })}\n`
      : describeDifference(difference),
  );
}

/** Names of the output files whose bytes differ, or that only one of the runs has. */
function differingOutputs(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .sort();
}
