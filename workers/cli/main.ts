#!/usr/bin/env node
/** The `antigraph` command. Only what --version and --help need is loaded here; each command loads its own code when called. */
import { Argument, Command, CommanderError, Option } from 'commander';
import { packageVersion } from '../../infra/package-version.js';
import { addServiceCommands } from './service-commands.js';

const collect = (value: string, previous: readonly string[]) => [...previous, value];

/** Options that every command which runs the graph takes. */
function withExecution(command: Command): Command {
  return command
    .option('--jobs <n>', 'tasks at work at once (default: processor cores, at most 4)')
    .option(
      '--store <dir>',
      'where intermediates are kept for resume and re-use: a folder or s3://bucket/prefix',
    )
    .option('--no-cache', 'run every task anew')
    .option('--json', 'events as NDJSON on stdout')
    .option('--debug', 'print stack traces');
}

const vcfOption = ['--vcf <file>', 'variant-call file: VCF (plain, gzip or bgzip), BCF or MAF'] as const;

const predictorOption = [
  '--predictor <names>',
  "NAME, or NAME=FILE with its saved output, comma-separated: antigraph-class1, antigraph-class2 (default: those of the classes scored) or a tool of 'antigraph doctor'",
] as const;

function consensusOption(): Option {
  return new Option('--consensus <method>', 'of several predictors (default: median)').choices([
    'median',
    'lowest',
    'best',
  ]);
}

const bundleOption = ['--reference <file>', "reference bundle made by 'antigraph reference build'"] as const;

function withVariants(command: Command, referenceOption: readonly [string, string] = bundleOption): Command {
  return command
    .option(...referenceOption)
    .option('--use-csq', "take consequences from the file's own annotation: VEP's CSQ or SnpEff's ANN")
    .option(
      '--germline-vcf <file>',
      "the patient's germline variants: background of every peptide, part of self",
    )
    .option('--tumor-sample <name>', 'sample column of the tumour')
    .option('--normal-sample <name>', 'sample column of the normal')
    .option('--set <stage.param=value>', 'set a parameter (repeatable)', collect, [])
    .option('--params <file>', 'JSON file with stage → parameter → value');
}

/** What is said of a patient, or of many by a sheet: the same here and to a service. */
function withPatient(command: Command, referenceOption?: readonly [string, string]): Command {
  return withVariants(
    command
      .option(...vcfOption)
      .option('--samplesheet <file>', 'many patients: CSV or TSV with sample, vcf, hla, …'),
    referenceOption,
  )
    .option('--hla <alleles>', 'comma-separated: HLA-A*02:01,HLA-B*07:02,DRB1*15:01,DPA1*01:03/DPB1*04:01,…')
    .option('--hla-file <file>', 'output of an HLA typing tool, or alleles one a line or comma-separated')
    .option('--expression <file>', 'expression table: gene_id/gene_name/transcript_id and tpm columns')
    .option('--fusions <file>', 'fusion table: Arriba, STAR-Fusion, FusionCatcher, EasyFuse')
    .option('--junctions <file>', 'splice junction table: regtools, splice2neo')
    .option('--antigens <file>', 'FASTA of viral or cancer-testis proteins, tpm in the header')
    .option('--rna-counts <file>', 'RNA reads at the variants: VCF, bam-readcount, mpileup, or a table')
    .option('--copy-number <file>', 'copy number segments: ASCAT, Sequenza, FACETS, PURPLE, CNVkit')
    .option('--hla-loss <file>', 'HLA alleles that the tumour lost: LOHHLA, DASH, SpecHLA')
    .option('--decisions <file>', "a reviewer's decisions: accept, reject or review, with reason and name")
    .option('--known-epitopes <file>', 'FASTA or list of known T-cell epitopes, for foreignness')
    .option('--drivers <file>', 'table of driver genes or hotspots')
    .option('--normal-expression <file>', 'expression of genes in normal tissues: GTEx, HPA, or a table')
    .option('--purity <x>', 'tumour purity, 0-1')
    .option('--policy <name>', `how candidates are ranked: ${policyNames}`)
    .addOption(
      new Option('--class <class>', 'MHC class (default: those that the genotype has alleles of)').choices([
        'I',
        'II',
        'both',
      ]),
    );
}

const policyNames = 'antigraph, pvacseq-7, vaxrank, mupexi, lens, tesla, or a JSON file with your own';

function buildProgram(): Command {
  const program = new Command('antigraph')
    .description(
      'From a tumour VCF and an HLA genotype to a ranked, explained shortlist of vaccine antigens. Research use only.',
    )
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('  fix:   run the command with --help to see what it takes')
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'error USAGE: ')),
    })
    .exitOverride();

  withExecution(
    program
      .command('demo')
      .description('run the bundled example patient, offline')
      .option('--out <dir>', 'output folder', 'antigraph-demo'),
  ).action(async (options) => (await import('./commands/demo.js')).demo(options));

  withExecution(
    withPatient(program.command('run').description('VCF + HLA genotype → ranked, explained shortlist'))
      .requiredOption('--out <dir>', 'output folder')
      .option(...predictorOption)
      .addOption(consensusOption())
      .option('--dry-run', 'show what would run and why, and every parameter with its source'),
  ).action(async (options) => (await import('./commands/run.js')).run(options));

  withVariants(
    program
      .command('annotate')
      .description('consequences as TSV on stdout, one row per variant × transcript')
      .requiredOption(...vcfOption),
  )
    .option('--no-proteins', 'leave the two protein columns out')
    .option('--jobs <n>', 'threads at work at once (default: processor cores, at most 4)')
    .option('--debug', 'print stack traces')
    .action(async (options) => (await import('./commands/annotate.js')).annotate(options));

  withVariants(
    program
      .command('peptides')
      .description('mutant peptides as TSV on stdout')
      .requiredOption(...vcfOption),
  )
    .option(
      '--lengths <range>',
      'peptide lengths, as 8-11, 9 or 8,9,10: 8 to 14 of class I (usual 8-11), 12 to 25 of class II (all)',
    )
    .addOption(new Option('--class <class>', 'MHC class').choices(['I', 'II', 'both']).default('I'))
    .option('--debug', 'print stack traces')
    .action(async (options) => (await import('./commands/peptides.js')).peptides(options));

  program
    .command('predict')
    .description('peptide-MHC predictions as TSV on stdout')
    .requiredOption('--alleles <alleles>', 'comma-separated: HLA-A*02:01,HLA-B*07:02')
    .requiredOption('--peptides <file>', 'text (one a line), FASTA or CSV/TSV with a peptide column')
    .addOption(new Option('--class <class>', 'MHC class').choices(['I', 'II']).default('I'))
    .option(...predictorOption)
    .addOption(consensusOption())
    .option('--cores', 'add the binding core of class II as the last column')
    .option('--jobs <n>', 'threads at work at once (default: processor cores, at most 4)')
    .option('--debug', 'print stack traces')
    .action(async (options) => (await import('./commands/predict.js')).predict(options));

  program
    .command('construct')
    .description('peptides of a file as mRNA constructs and synthetic long peptides')
    .requiredOption('--peptides <file>', 'windows: FASTA, text (one a line) or CSV/TSV with a peptide column')
    .requiredOption(
      '--hla <alleles>',
      'alleles of class I and II whose binders no seam may make, comma-separated',
    )
    .requiredOption('--out <dir>', 'output folder')
    .option('--reference <file>', 'reference bundle whose proteins no seam may repeat')
    .option('--set <param=value>', 'set a parameter of design-construct (repeatable)', collect, [])
    .option('--debug', 'print stack traces')
    .action(async (options) => (await import('./commands/construct.js')).construct(options));

  program
    .command('rank')
    .description("another tool's epitope table ranked again by a policy, as TSV on stdout")
    .requiredOption(
      '--from <file>',
      'all_epitopes.tsv of pVACseq, report of LENS, output of Topiary, or our candidates.tsv',
    )
    .addOption(
      new Option('--format <name>', 'whose table it is (default: told by its columns)').choices([
        'pvacseq',
        'lens',
        'topiary',
        'antigraph',
      ]),
    )
    .requiredOption('--policy <name>', policyNames)
    .option('--purity <x>', 'tumour purity, 0-1')
    .option('--debug', 'print stack traces')
    .action(async (options) => (await import('./commands/rank.js')).rank(options));

  const reference = program.command('reference').description('build and look into reference bundles');
  reference
    .command('build')
    .description('GTF or GFF3 + FASTA → one reference bundle')
    .option('--gtf <file>', 'annotation in GTF (plain or gzip)')
    .option('--gff <file>', 'annotation in GFF3 (plain or gzip)')
    .requiredOption('--fasta <file>', 'genome sequence (plain, gzip or bgzip)')
    .requiredOption('--name <name>', 'name of the reference, e.g. ensembl-110')
    .requiredOption('--build <build>', 'genome build, e.g. GRCh38: never guessed')
    .requiredOption('--out <file>', 'bundle to write')
    .option('--debug', 'print stack traces')
    .action(async (options) => (await import('./commands/reference.js')).build(options));
  reference
    .command('info')
    .description('what a bundle holds')
    .argument('<bundle>')
    .option('--json', 'as JSON')
    .option('--debug', 'print stack traces')
    .action(async (bundle, options) => (await import('./commands/reference.js')).info(bundle, options));
  reference
    .command('subset')
    .description('a bundle of some genes')
    .argument('<bundle>')
    .requiredOption('--genes <names>', 'gene names or ids, comma-separated')
    .requiredOption('--out <file>', 'bundle to write')
    .option('--debug', 'print stack traces')
    .action(async (bundle, options) => (await import('./commands/reference.js')).subset(bundle, options));

  const runs = program.command('runs').description('runs kept in the store');
  runs
    .command('list')
    .description('every run')
    .option('--store <dir>', 'the store: a folder or s3://bucket/prefix')
    .option('--json', 'as NDJSON')
    .option('--debug', 'print stack traces')
    .action(async (options) => (await import('./commands/runs.js')).list(options));
  runs
    .command('show')
    .description('one run: inputs, tasks, and the event log of every attempt with its timings')
    .argument('<run>', 'run id')
    .option('--store <dir>', 'the store: a folder or s3://bucket/prefix')
    .option('--json', 'as JSON')
    .option('--debug', 'print stack traces')
    .action(async (run, options) => (await import('./commands/runs.js')).show(run, options));
  runs
    .command('delete')
    .description('remove a run and everything no other run needs')
    .argument('<run>', 'run id')
    .option('--store <dir>', 'the store: a folder or s3://bucket/prefix')
    .option('--debug', 'print stack traces')
    .action(async (run, options) => (await import('./commands/runs.js')).remove(run, options));
  runs
    .command('reconcile')
    .description("put a service's unfinished runs back in its queue, from the store alone")
    .option('--store <dir>', "the service's store: a folder or s3://bucket/prefix")
    .option('--json', 'as NDJSON')
    .option('--debug', 'print stack traces')
    .action(async (options) => (await import('./commands/runs-reconcile.js')).reconcile(options));

  program
    .command('explain')
    .description('why a candidate stands where it stands')
    .argument('<dir>', 'output folder of a run')
    .argument('<candidate>', 'rank, variant (chrom:pos:ref:alt), gene or peptide')
    .option('--debug', 'print stack traces')
    .action(async (folder, candidate) => (await import('./commands/explain.js')).explain(folder, candidate));

  program
    .command('validate')
    .description('what an input file is and whether it can be used, without running')
    .argument('<files...>')
    .option('--strict', 'warnings make a file unusable as well')
    .option('--json', 'as NDJSON')
    .option('--debug', 'print stack traces')
    .action(async (files, options) => (await import('./commands/validate.js')).validate(files, options));

  program
    .command('diff')
    .description('what differs between two runs: parameters, versions, shortlist, ledger')
    .argument('<dir1>', 'output folder of the earlier run')
    .argument('<dir2>', 'output folder of the later run')
    .option('--json', 'as JSON')
    .option('--debug', 'print stack traces')
    .action(async (before, after, options) =>
      (await import('./commands/diff.js')).diff(before, after, options),
    );

  const submit = program.command('submit').description('hand a patient, or many, in to a service');
  addServiceCommands(
    program,
    withPatient(submit, [
      '--reference <name>',
      'one that the service has, by name or digest, or its bundle here',
    ]),
  );

  program
    .command('completion')
    .description('shell completion: source <(antigraph completion bash)')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(async (shell) => (await import('./commands/completion.js')).completion(program, shell));

  program
    .command('doctor')
    .description('what this installation has and can do')
    .option('--json', 'as JSON')
    .option('--store <dir>', 'the store: a folder or s3://bucket/prefix')
    .option('--debug', 'print stack traces')
    .action(async (options) => (await import('./commands/doctor.js')).doctor(options));
  return program;
}

/** Help and version that were asked for end well; help in place of a missing command, an unknown option, a missing one do not. */
function usageExitCode(error: CommanderError): number {
  return error.exitCode === 0 ? 0 : 2;
}

// A reader that closes early (`| head`) is not an error of ours. It ends a command whose result is what it prints; a run goes on,
// because its result is in --out and only its events have lost their reader.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  if (!['run', 'demo', 'submit', 'serve', 'work'].includes(process.argv[2] ?? '')) process.exit(0);
});

try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = usageExitCode(error);
  } else {
    const { report } = await import('./report-error.js');
    process.exitCode = report(error, process.argv.includes('--debug'));
  }
}
