/** Small patients that differ and share: the example with a variant or some alleles left out. Run once undisturbed, as the command line does, for comparison. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { filesystemStore } from '../../../infra/stores/filesystem-store.js';
import type { ArtifactStore } from '../../../pipeline/ports.js';
import { type RunRecord, runIdSchema } from '../../../schemas/tasks.js';
import { makeSandbox, type Sandbox } from '../cli.js';
import { buildReference, example, exampleRecords, vcfWith } from '../example-patient.js';

export interface Patient {
  readonly name: string;
  readonly files: { readonly vcf: string; readonly expression: string };
  readonly alleles: readonly string[];
  /** As the command line kept it, with its tasks. */
  readonly record: RunRecord;
}

/** What undisturbed runs left. */
export interface Undisturbed {
  readonly sandbox: Sandbox;
  /** Folder of the one bundle. */
  readonly references: string;
  readonly store: ArtifactStore;
  readonly patients: readonly Patient[];
}

export const referenceName = 'antigraph-example';

/** Patients with the same tumour share what does not depend on the genotype. */
const tumourCount = 4;
const allelesEach = 3;

/** Has so many patients run by one `antigraph run --samplesheet`. */
export async function undisturbedPatients(count: number): Promise<Undisturbed> {
  const sandbox = makeSandbox();
  mkdirSync(sandbox.path('references'));
  const bundle = await buildReference(sandbox, 'references/example.reference');
  const wanted = Array.from({ length: count }, (_, index) => patientFiles(sandbox, index));
  const sheet = sandbox.write(
    'patients.tsv',
    [
      'sample\tvcf\thla\texpression',
      ...wanted.map(({ name, files, alleles }) =>
        [name, files.vcf, alleles.join(';'), files.expression].join('\t'),
      ),
      '',
    ].join('\n'),
  );
  const out = sandbox.path('out');
  const run = await sandbox.cli(['run', '--samplesheet', sheet, '--reference', bundle, '--out', out]);
  if (run.exitCode !== 0) throw new Error(run.stderr);
  const store = filesystemStore(sandbox.store);
  const patients: Patient[] = [];
  for (const patient of wanted) {
    const told: { readonly run: string } = JSON.parse(
      readFileSync(sandbox.path('out', patient.name, 'run.json'), 'utf8'),
    );
    const record = await store.getRun(runIdSchema.parse(told.run));
    if (record === null) throw new Error(`no record of ${patient.name}`);
    patients.push({ ...patient, record });
  }
  return { sandbox, references: sandbox.path('references'), store, patients };
}

function patientFiles(sandbox: Sandbox, index: number): Omit<Patient, 'record'> {
  const tumour = index % tumourCount;
  const vcf = sandbox.path(`tumour-${tumour}.vcf`);
  if (index < tumourCount)
    writeFileSync(vcf, vcfWith(exampleRecords().filter((_, line) => line !== tumour * 5)));
  const alleles = example.alleles.split(',');
  const turn = Math.floor(index / tumourCount);
  // The genotype decides: past the six turns of three alleles come those of four, five and so on.
  const size = allelesEach + Math.floor(turn / alleles.length);
  return {
    name: `P${index}`,
    files: { vcf, expression: example.expression },
    alleles: Array.from({ length: size }, (_, nth) => alleles[(turn + nth) % alleles.length] ?? '').sort(),
  };
}
