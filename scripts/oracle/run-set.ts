/** One reference and one seed: makes the variants, asks every annotator, compares. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReferenceBundle, Transcript } from '../../schemas/reference.js';
import { buildReferenceInMemory } from '../../stages/build-reference/in-memory.js';
import { type Agreement, type Comparison, compareRow, type Summary } from './compare.js';
import { createRandom } from './random.js';
import { type RandomVariant, randomVariants } from './random-variants.js';
import { readCsq, readPlain, readSnpEff, readVarcode } from './read-answers.js';
import { readOurs } from './read-ours.js';
import type { ReferenceSet } from './reference-sets.js';
import { cacheFolder, run, say, type Tools } from './tools.js';

export interface SetRun {
  readonly set: ReferenceSet;
  readonly seed: number;
  readonly variants: number;
  /** How many of them varcode is asked: it answers a few hundred a second. */
  readonly varcodeVariants: number;
  /** dist/workers/cli/main.js. */
  readonly command: string;
  readonly tools: Tools;
  readonly processes: number;
}

export interface SetCounts {
  readonly variants: number;
  readonly varcodeVariants: number;
  /** Variants with a row, and those of them whose normalised form is that of `bcftools norm`. */
  readonly normalForms: Agreement;
  /** Rows on transcripts that reach into sequence the FASTA does not have. */
  readonly skippedRows: number;
}

/** Runs everything and adds each of our rows to the summary. */
export async function runSet(task: SetRun, summary: Summary): Promise<SetCounts> {
  const { set, seed, tools } = task;
  const folder = join(cacheFolder(), `${set.name}-${seed}-${task.variants}`);
  mkdirSync(folder, { recursive: true });
  await tools.python('prepare', folder, set.fasta, set.annotation);
  const file = (name: string): string => join(folder, name);
  const reference = buildReferenceInMemory({
    annotation: readFileSync(file('annotation.gff3')),
    fasta: readFileSync(file('reference.fa')),
    name: set.name,
  });
  const variants = makeVariants(reference, task);
  writeFileSync(file('variants.vcf'), vcfOf(reference, variants));
  say(`${set.name}, seed ${seed}: ${variants.length} variants`);
  await annotateWithOurs(task, folder);
  say('  antigraph done');
  await tools.python('csq', folder);
  await tools.python('plain', folder);
  say('  bcftools norm, csq and edit-and-translate done');
  const subset = await annotateWithVarcode(task, folder, variants);
  say(`  varcode done on ${subset} variants`);
  if (tools.snpEff !== null) await annotateWithSnpEff(set.name, folder);
  const counts = await compareAll(task, folder, reference, variants, subset, summary);
  // Only varcode's answers are worth their space: the others take less time than they take gigabytes.
  for (const name of ['ours.tsv', 'plain.tsv', 'csq.vcf', 'snpeff.vcf', 'unsorted.vcf', 'snpeff']) {
    rmSync(file(name), { recursive: true, force: true });
  }
  return counts;
}

function makeVariants(reference: ReferenceBundle, { set, seed, variants: count }: SetRun): RandomVariant[] {
  const whole = reference.contigs.map(({ name, length }) => ({ chrom: name, start: 0, end: length }));
  const made = randomVariants(reference, set.regions ?? whole, createRandom(seed), count);
  const order = new Map(reference.contigs.map(({ name }, index) => [name, index]));
  const orderOf = ({ chrom }: RandomVariant): number => order.get(chrom) ?? 0;
  return made.sort((a, b) => orderOf(a) - orderOf(b) || a.position - b.position);
}

function nameOf(index: number): string {
  return `v${index + 1}`;
}

function vcfOf(reference: ReferenceBundle, variants: readonly RandomVariant[]): string {
  const contigs = reference.contigs.map(({ name, length }) => `##contig=<ID=${name},length=${length}>\n`);
  const lines = variants.map(
    ({ chrom, position, ref, alt }, index) =>
      `${chrom}\t${position}\t${nameOf(index)}\t${ref}\t${alt}\t.\t.\t.\n`,
  );
  const columns = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n';
  return `##fileformat=VCFv4.3\n${contigs.join('')}${columns}${lines.join('')}`;
}

async function annotateWithOurs({ command, set }: SetRun, folder: string): Promise<void> {
  const bundle = join(folder, 'bundle');
  rmSync(bundle, { recursive: true, force: true });
  const inputs = ['--gff', join(folder, 'annotation.gff3'), '--fasta', join(folder, 'reference.fa')];
  const names = ['--name', set.name, '--build', 'oracle', '--out', bundle];
  await run(process.execPath, [command, 'reference', 'build', ...inputs, ...names]);
  const asked = ['annotate', '--vcf', join(folder, 'variants.vcf'), '--reference', bundle];
  await run(process.execPath, [command, ...asked], join(folder, 'ours.tsv'));
}

/** Every n-th variant; answers of the same question are kept. */
async function annotateWithVarcode(
  { tools, processes, varcodeVariants }: SetRun,
  folder: string,
  variants: readonly RandomVariant[],
): Promise<number> {
  const step = Math.max(1, Math.floor(variants.length / varcodeVariants));
  const lines = variants.flatMap(({ chrom, position, ref, alt }, index) =>
    index % step === 0 ? [`${nameOf(index)}\t${chrom}\t${position}\t${ref}\t${alt}\n`] : [],
  );
  const question = lines.join('');
  const key = createHash('sha256').update(question).update(JSON.stringify(tools.versions));
  key.update(readFileSync(join(folder, 'annotation.gtf'))).update(String(processes));
  const digest = key.digest('hex');
  const done = join(folder, 'varcode.done');
  if (existsSync(done) && readFileSync(done, 'utf8') === digest) return lines.length;
  writeFileSync(join(folder, 'subset.tsv'), question);
  rmSync(join(folder, 'pyensembl'), { recursive: true, force: true });
  await tools.python('index', folder);
  const shards = Array.from({ length: processes }, (_, shard) =>
    tools.python('varcode', folder, String(shard), String(processes)),
  );
  await Promise.all(shards);
  writeFileSync(done, digest);
  return lines.length;
}

async function annotateWithSnpEff(name: string, folder: string): Promise<void> {
  const database = join(folder, 'snpeff', name);
  mkdirSync(database, { recursive: true });
  const config = join(folder, 'snpeff.config');
  writeFileSync(config, `${name}.genome : ${name}\n`);
  writeFileSync(join(database, 'genes.gtf'), readFileSync(join(folder, 'annotation.gtf')));
  writeFileSync(join(database, 'sequences.fa'), readFileSync(join(folder, 'reference.fa')));
  const where = ['-c', config, '-dataDir', join(folder, 'snpeff'), '-noLog'];
  await run('snpEff', ['-Xmx3g', 'build', ...where, '-gtf22', '-noCheckCds', '-noCheckProtein', name]);
  const asked = ['-noStats', '-ud', '0', name, join(folder, 'normalised.vcf')];
  await run('snpEff', ['-Xmx3g', 'ann', ...where, ...asked], join(folder, 'snpeff.vcf'));
  say('  snpEff done');
}

async function compareAll(
  { tools, processes }: SetRun,
  folder: string,
  reference: ReferenceBundle,
  variants: readonly RandomVariant[],
  varcodeVariants: number,
  summary: Summary,
): Promise<SetCounts> {
  const wildtypes = new Map<string, string>();
  const plainId = (transcript: string): string => transcript.replace(/\.\d+$/, '');
  for await (const { transcript, wildtype } of readOurs(join(folder, 'ours.tsv'))) {
    if (wildtype !== '') wildtypes.set(plainId(transcript), wildtype);
  }
  const wildtypeOf = (transcript: string): string => wildtypes.get(plainId(transcript)) ?? '';
  const snpEff = tools.snpEff === null ? [] : [{ name: 'snpEff', answers: readSnpEff(folder) }];
  const comparison: Comparison = {
    reference,
    variantNames: namesByInput(variants),
    oracles: [
      { name: 'csq', answers: readCsq(folder, wildtypeOf) },
      { name: 'varcode', answers: readVarcode(folder, processes) },
      ...snpEff,
    ],
    plain: readPlain(folder),
    wildtypeOf,
  };
  const expectedForms = readNormalForms(folder);
  const isKnown = createSequenceCheck(reference);
  let skippedRows = 0;
  const same = new Set<string>();
  const others = new Set<string>();
  for await (const row of readOurs(join(folder, 'ours.tsv'))) {
    const { chrom, position, ref, alt } = row.variant;
    const name = comparison.variantNames.get(row.input) ?? '';
    if (expectedForms.get(name) === `${chrom} ${position} ${ref} ${alt}`) same.add(name);
    else others.add(row.input);
    const transcript = reference.transcriptById(row.transcript);
    if (transcript !== null && isKnown(transcript)) compareRow(comparison, row, summary);
    else skippedRows += 1;
  }
  for (const input of others) summary.otherNormalForms.add(input);
  const normalForms = { compared: same.size + others.size, same: same.size };
  return { variants: variants.length, varcodeVariants, normalForms, skippedRows };
}

function namesByInput(variants: readonly RandomVariant[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const [index, { chrom, position, ref, alt }] of variants.entries()) {
    names.set(`${chrom}:${position}:${ref}:${alt}`, nameOf(index));
  }
  return names;
}

function readNormalForms(folder: string): Map<string, string> {
  const forms = new Map<string, string>();
  for (const line of readFileSync(join(folder, 'normalised.vcf'), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [chrom = '', position = '', name = '', ref = '', alt = ''] = line.split('\t');
    forms.set(name, `${chrom} ${position} ${ref} ${alt}`);
  }
  return forms;
}

/** Whether every base of a transcript's exons is known; remembers what it found. */
function createSequenceCheck(reference: ReferenceBundle): (transcript: Transcript) => boolean {
  const known = new Map<number, boolean>();
  return ({ index, contig, exons }) => {
    const found = known.get(index);
    if (found !== undefined) return found;
    const isKnown = exons.every(({ start, end }) => !reference.sequence(contig, start, end).includes('N'));
    known.set(index, isKnown);
    return isKnown;
  };
}
