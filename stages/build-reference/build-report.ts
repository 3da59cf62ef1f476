/** What a build has to say beside its bundle: lines it could not read, transcripts it left out. */

/** Why a transcript of the annotation is not in the bundle. */
export const leftOutReasons = {
  'contig-missing': 'its contig is not in the FASTA file',
  'outside-contig': 'it lies outside its contig',
  'line-malformed': 'one of its lines is malformed',
  'exons-overlap': 'its exons overlap each other',
  'cds-outside-exons': 'its CDS lies outside its exons',
  'strand-unknown': 'its strand is neither + nor -',
} as const;
export type LeftOutReason = keyof typeof leftOutReasons;

export interface LineWarning {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface BuildReport {
  /** Malformed lines in all; `lineWarnings` holds the first ones. */
  readonly malformedLines: number;
  readonly lineWarnings: readonly LineWarning[];
  readonly leftOut: readonly {
    readonly reason: LeftOutReason;
    readonly count: number;
    readonly examples: readonly string[];
  }[];
  /** Coding transcripts without a protein: a stop inside the CDS, or no sequence but N. */
  readonly untranslatable: { readonly count: number; readonly examples: readonly string[] };
  /** Transcripts cut at an end of their contig, as in annotation of a larger genome. */
  readonly clipped: { readonly count: number; readonly examples: readonly string[] };
  /** The same in words, one line each, for people. */
  readonly warnings: readonly string[];
}

const keptWarnings = 50;
const keptExamples = 5;

interface Tally {
  count: number;
  readonly examples: string[];
}

function tally(entry: Tally, example: string): void {
  entry.count++;
  if (entry.examples.length < keptExamples) entry.examples.push(example);
}

/** Collects a build's report. */
export class BuildReporter {
  readonly #warnings: LineWarning[] = [];
  readonly #leftOut = new Map<LeftOutReason, Tally>();
  readonly #untranslatable: Tally = { count: 0, examples: [] };
  readonly #clipped: Tally = { count: 0, examples: [] };
  #malformedLines = 0;

  malformedLine(warning: LineWarning): void {
    this.#malformedLines++;
    if (this.#warnings.length < keptWarnings) this.#warnings.push(warning);
  }

  leaveOut(reason: LeftOutReason, transcript: string): void {
    const entry = this.#leftOut.get(reason) ?? { count: 0, examples: [] };
    this.#leftOut.set(reason, entry);
    tally(entry, transcript);
  }

  untranslatable(transcript: string): void {
    tally(this.#untranslatable, transcript);
  }

  clipped(transcript: string): void {
    tally(this.#clipped, transcript);
  }

  report(): BuildReport {
    const report = {
      malformedLines: this.#malformedLines,
      lineWarnings: this.#warnings,
      leftOut: [...this.#leftOut].map(([reason, entry]) => ({ reason, ...entry })),
      untranslatable: this.#untranslatable,
      clipped: this.#clipped,
    };
    return { ...report, warnings: describe(report) };
  }
}

function inWords(
  tallied: { readonly count: number; readonly examples: readonly string[] },
  what: string,
): string {
  const more = tallied.count > tallied.examples.length ? ' …' : '';
  return `${tallied.count} ${what}: ${tallied.examples.join(', ')}${more}`;
}

function describe(report: Omit<BuildReport, 'warnings'>): readonly string[] {
  const { malformedLines, lineWarnings, leftOut, untranslatable, clipped } = report;
  const shown = lineWarnings.slice(0, keptExamples);
  const lines = shown.map(({ file, line, message }) => `${file}:${line}: line skipped: ${message}`);
  if (malformedLines > shown.length) lines.push(`${malformedLines} malformed lines skipped in all`);
  for (const entry of leftOut) {
    lines.push(inWords(entry, `transcripts left out, each because ${leftOutReasons[entry.reason]}`));
  }
  if (clipped.count > 0)
    lines.push(inWords(clipped, 'transcripts reach past an end of their contig and were cut there'));
  if (untranslatable.count > 0) {
    lines.push(
      inWords(untranslatable, 'coding transcripts have no protein (a stop inside the CDS, or sequence N)'),
    );
  }
  return lines;
}
