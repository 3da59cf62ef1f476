/** One row of a tool's output: a peptide on an allele; null where the tool gives no such number. */
export interface ToolRow {
  readonly peptide: string;
  /** Canonical, e.g. HLA-A*02:01. */
  readonly allele: string;
  readonly affinityNm: number | null;
  /** 0-100, lower is stronger. */
  readonly percentileRank: number | null;
  /** 0-1, higher is better presented. */
  readonly presentationScore: number | null;
  /** Class II: offset of the binding core. */
  readonly coreOffset: number | null;
  /** Half-life of the complex, where the tool predicts stability. */
  readonly halfLifeHours?: number;
}

/** What a tool's output says, in the order of its lines. */
export interface ToolOutput {
  /** As the output or the tool itself states it, e.g. '4.1b'; null if the format names no version. */
  readonly version: string | null;
  readonly rows: readonly ToolRow[];
}

/** One command line, to be run in a temporary folder that holds `files`. */
export interface ToolCommand {
  readonly arguments: readonly string[];
  /** Input files by name; the arguments name them so. */
  readonly files: Readonly<Record<string, string>>;
  /** Name of the file the tool writes there; null: it answers on stdout. */
  readonly outputFile: string | null;
}

/**
 * A predictor that a lab has installed. Pure: how to call it and how to read what it says; running and reading files is run-tool.ts.
 * A parser refuses (TOOL_OUTPUT_UNREADABLE) any header, column or version it does not know; it never guesses a column.
 */
export interface ExternalTool {
  /** Name for --predictor, e.g. 'netmhcpan'. */
  readonly name: string;
  readonly title: string;
  readonly mhcClass: 'I' | 'II';
  readonly minLength: number;
  readonly maxLength: number;
  /** True where the rows have half-lives. */
  readonly givesHalfLife?: true;
  /** Executables tried on PATH, in this order, unless ANTIGRAPH_<NAME>_PATH names one; a path that ends in .py is run by python3. */
  readonly executables: readonly string[];
  /** Versions whose output was seen and is read, e.g. ['4.0', '4.1', '4.2']; a longer version ('4.1b') belongs to its prefix. */
  readonly versions: readonly string[];
  /**
   * How to ask the installed tool for its version; null where only its output says it. The tool counts as installed only if this
   * exits with 0 and `readVersion` finds a version: an interpreter on PATH does not mean that the module is there.
   */
  readonly versionArguments: readonly string[] | null;
  readonly readVersion: (stdout: string) => string | null;
  /** The command that scores all peptides (all of one call) on all alleles; several where the tool takes one allele or one length a call. */
  commands(peptides: readonly string[], alleles: readonly string[]): readonly ToolCommand[];
  /** Reads one output (of a command, or saved by the user). `origin` is the file's name for messages. @throws TOOL_OUTPUT_UNREADABLE, TOOL_VERSION_UNKNOWN */
  parse(text: string, origin: string): ToolOutput;
  /** Whether a saved output looks like this tool's: for the error message of a wrong file. */
  recognises(text: string): boolean;
}
