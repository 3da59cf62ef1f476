/** Executables that stand in for the tools labs own: small shell scripts that answer in the documented format, also wrongly. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExternalTool } from '../../infra/predictors/external/tool.js';

/** A folder for scripts; `remove` when done. */
export function scriptFolder(): {
  readonly path: string;
  script(name: string, body: string): string;
  remove(): void;
} {
  const path = mkdtempSync(join(tmpdir(), 'fake-tools-'));
  return {
    path,
    script(name, body) {
      const file = join(path, name);
      writeFileSync(file, `#!/bin/sh\n${body}\n`);
      chmodSync(file, 0o755);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/**
 * What NetMHCpan 4.1 does, in shell: reads its peptides and alleles, prints the table of -BA. `each` is awk that may change a
 * row's cells ($2 allele, $3 peptide, $13 rank) or print it otherwise; score 0.5, rank 1 and 100 nM unless told.
 */
export function fakeNetmhcpan(
  options: {
    readonly version?: string;
    readonly each?: string;
    readonly affinityNm?: number;
    readonly rank?: number;
  } = {},
): string {
  const { version = '4.1b', each = 'print', affinityNm = 100, rank = 1 } = options;
  return `
while [ $# -gt 0 ]; do
  case "$1" in
    -p) file="$2"; shift;;
    -a) alleles="$2"; shift;;
  esac
  shift
done
echo "# NetMHCpan version ${version}"
rule=------------------------------
IFS=,
for allele in $alleles; do
  echo $rule
  echo " Pos MHC Peptide Core Of Gp Gl Ip Il Icore Identity Score_EL %Rank_EL Score_BA %Rank_BA Aff(nM) BindLevel"
  echo $rule
  awk -v a="$allele" '{ $0 = "1 " a " " $1 " " $1 " 0 0 0 0 0 " $1 " PEPLIST 0.5 ${rank} 0.4 2 ${affinityNm}"; ${each} }' "$file"
  echo $rule
done`;
}

/** A tool of three lines, so that a test is about the frame and not about a format: 'peptide allele nM rank score' a line, '# version X' first. */
export const plainTool: ExternalTool = {
  name: 'plain-tool',
  title: 'Plain tool',
  mhcClass: 'I',
  minLength: 8,
  maxLength: 11,
  executables: ['plain-tool'],
  versions: ['1.0'],
  versionArguments: ['--version'],
  readVersion: (stdout) => /^plain-tool (\S+)/.exec(stdout)?.[1] ?? null,
  commands: (peptides, alleles) => [
    {
      arguments: ['peptides.txt', 'out.txt', alleles.join(',')],
      files: { 'peptides.txt': `${peptides.join('\n')}\n` },
      outputFile: 'out.txt',
    },
  ],
  parse(text) {
    const rows = text
      .trim()
      .split('\n')
      .map((line) => {
        const [peptide = '', allele = '', nm, rank, score] = line.split(' ');
        const number = (cell: string | undefined) =>
          cell === undefined || cell === '-' ? null : Number(cell);
        return {
          peptide,
          allele,
          affinityNm: number(nm),
          percentileRank: number(rank),
          presentationScore: number(score),
          coreOffset: null,
        };
      });
    return { version: null, rows };
  },
  recognises: () => false,
};
