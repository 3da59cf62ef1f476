import { AntigraphError, formatLocation } from '../../schemas/errors.js';
import { printable } from './printable.js';

/** Prints an error for people on stderr and gives the exit code. No stack trace without --debug. */
export function report(error: unknown, isDebug: boolean): number {
  if (error instanceof AntigraphError) {
    // A field alone is in the message already.
    const at = error.at?.file === undefined ? '' : formatLocation(error.at);
    const lines = [
      `error ${error.code}: ${error.message}`,
      ...(at === '' ? [] : [`  where: ${at}`]),
      ...(error.fix === null ? [] : [`  fix:   ${error.fix}`]),
    ];
    process.stderr.write(`${lines.map(printable).join('\n')}\n`);
    if (isDebug)
      process.stderr.write(
        `${error.stack ?? ''}\n${error.cause instanceof Error ? `caused by ${error.cause.stack ?? error.cause.message}\n` : ''}`,
      );
    else if (error.kind === 'DefectError')
      process.stderr.write(
        '  This is a defect of antigraph, not of your input. Run again with --debug and report what it prints.\n',
      );
    return error.exitCode;
  }
  process.stderr.write(`error INVARIANT_BROKEN: ${error instanceof Error ? error.message : String(error)}\n`);
  if (isDebug && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  else
    process.stderr.write(
      '  This is a defect of antigraph, not of your input. Run again with --debug and report what it prints.\n',
    );
  return 1;
}
