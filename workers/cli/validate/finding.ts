import { type AntigraphError, formatLocation } from '../../../schemas/errors.js';
import { type InputKind, inputKinds } from '../input-kind.js';
import { printable } from '../printable.js';

/** What a reader of one kind of file found; it throws where the file cannot be used. */
export interface Inspection {
  /** Name → value, in the order they are shown. */
  readonly facts: Readonly<Record<string, string | number | null>>;
  /** What deviates, and what a run would say or leave out for a fault of the file. */
  readonly warnings: readonly string[];
}

/** A file and what became of reading it. */
export interface Finding extends Inspection {
  readonly file: string;
  readonly kind: InputKind;
  readonly error: AntigraphError | null;
}

/** Whether a run or command would take the file; under strict also without a warning. */
export function isUsable(finding: Finding, isStrict: boolean): boolean {
  return finding.error === null && !(isStrict && finding.warnings.length > 0);
}

/** One block of lines for people. */
export function describeFinding(finding: Finding, isStrict: boolean): string {
  const { file, kind, facts, warnings, error } = finding;
  const verdict = isUsable(finding, isStrict)
    ? 'usable'
    : error === null
      ? 'not usable (--strict)'
      : 'not usable';
  const lines = [
    `${file}: ${inputKinds[kind]}, ${verdict}`,
    ...Object.entries(facts).map(([name, value]) => `  ${name.padEnd(14)} ${value ?? 'unknown'}`),
    ...warnings.map((warning) => `  warning: ${warning}`),
    ...(error === null ? [] : errorLines(error)),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function errorLines(error: AntigraphError): readonly string[] {
  const where = formatLocation(error.at);
  return [
    `  error ${error.code}: ${error.message}`,
    ...(where === '' ? [] : [`    where: ${where}`]),
    ...(error.fix === null ? [] : [`    fix:   ${error.fix}`]),
  ];
}

/** One line of NDJSON. */
export function findingJson(finding: Finding, isStrict: boolean): string {
  const { file, kind, facts, warnings, error } = finding;
  const content = {
    schema: 'antigraph.validate/1',
    file,
    kind,
    isUsable: isUsable(finding, isStrict),
    facts,
    warnings,
    error:
      error === null ? null : { code: error.code, message: error.message, where: error.at, fix: error.fix },
  };
  return `${JSON.stringify(content)}\n`;
}
