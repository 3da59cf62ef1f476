import { AntigraphError } from '../../../schemas/errors.js';
import { type BuildReport, leftOutReasons } from '../../../stages/build-reference/build-report.js';
import { buildReferenceFile } from '../../reference/build-reference.js';
import { openReferenceFile } from '../../reference/open-reference.js';
import { checkFile } from '../options.js';

interface BuildCommandOptions {
  readonly gtf?: string;
  readonly gff?: string;
  readonly fasta: string;
  readonly name: string;
  readonly build: string;
  readonly out: string;
}

/** `antigraph reference build`. */
export async function build(options: BuildCommandOptions): Promise<void> {
  const annotation = options.gtf ?? options.gff;
  if (annotation === undefined || (options.gtf !== undefined && options.gff !== undefined)) {
    throw new AntigraphError('USAGE', 'give the annotation with --gtf FILE or --gff FILE, one of the two', {
      fix: 'For example --gtf gencode.v44.annotation.gtf.gz.',
    });
  }
  checkFile(annotation, options.gtf === undefined ? '--gff' : '--gtf');
  checkFile(options.fasta, '--fasta');
  const isTerminal = process.stderr.isTTY === true;
  const result = await buildReferenceFile({
    annotations: [annotation],
    fastas: [options.fasta],
    name: options.name,
    build: options.build,
    out: options.out,
    ...(isTerminal
      ? {
          onProgress: ({ file, readBytes, sizeBytes }) => {
            const part = sizeBytes === 0 ? '' : ` ${Math.floor((100 * readBytes) / sizeBytes)} %`;
            process.stderr.write(`\r\u001b[2K${file}${part}`);
          },
        }
      : {}),
  });
  if (isTerminal) process.stderr.write('\r\u001b[2K');
  for (const warning of warningsOf(result.report)) process.stderr.write(`warning: ${warning}\n`);
  process.stderr.write(
    `${options.out}: ${result.summary.geneCount} genes, ${result.summary.transcriptCount} transcripts (${result.summary.codingTranscriptCount} coding), digest ${result.digest.slice(0, 12)}\n`,
  );
}

/** What the build left out or could not read, in lines for people. */
function warningsOf(report: BuildReport): readonly string[] {
  const { malformedLines, lineWarnings, leftOut, untranslatable } = report;
  const unread = malformedLines - lineWarnings.length;
  return [
    ...lineWarnings.map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...(unread > 0 ? [`${unread} more malformed lines`] : []),
    ...leftOut.map(
      ({ reason, count, examples }) =>
        `${count} transcripts left out: ${leftOutReasons[reason]} (${examples.join(', ')})`,
    ),
    ...(untranslatable.count > 0
      ? [
          `${untranslatable.count} coding transcripts without a protein (${untranslatable.examples.join(', ')})`,
        ]
      : []),
  ];
}

/** `antigraph reference info`. */
export async function info(path: string, options: { readonly json?: boolean }): Promise<void> {
  const bundle = openReferenceFile(path);
  const { summary, digest, contigs } = bundle;
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ schema: 'antigraph.reference/1', digest, ...summary, contigs })}\n`,
    );
    return;
  }
  const lines = [
    `name          ${summary.name}`,
    `build         ${summary.build}`,
    `format        ${summary.formatVersion}`,
    `digest        ${digest}`,
    `genes         ${summary.geneCount}`,
    `transcripts   ${summary.transcriptCount} (${summary.codingTranscriptCount} coding)`,
    `contigs       ${contigs.length} (${contigs.reduce((sum, contig) => sum + contig.length, 0)} bases)`,
    ...summary.sources.map((source) => `${source.role.padEnd(13)} ${source.file}  sha256 ${source.sha256}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `antigraph reference subset`. */
export async function subset(
  path: string,
  options: { readonly genes: string; readonly out: string },
): Promise<void> {
  const { subsetReferenceFile } = await import('../../reference/subset-reference.js');
  const genes = options.genes.split(/[\s,;]+/).filter((gene) => gene !== '');
  if (genes.length === 0)
    throw new AntigraphError('USAGE', '--genes names no gene', {
      fix: 'For example --genes KRAS,TP53.',
    });
  const result = await subsetReferenceFile(path, genes, options.out);
  process.stderr.write(
    `${options.out}: ${result.summary.geneCount} genes, ${result.summary.transcriptCount} transcripts\n`,
  );
}
