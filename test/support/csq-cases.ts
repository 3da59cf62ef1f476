/** The test tree of bcftools csq (../shared/data/annotation): small references, variants, and the consequences its authors expect. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../infra/package-root.js';

export const csqArchive = join(
  packageRoot(),
  '..',
  'shared',
  'data',
  'annotation',
  'bcftools-csq-cases.tar.gz',
);

export interface CsqRecord {
  readonly chrom: string;
  readonly position: number;
  readonly ref: string;
  readonly alt: string;
}

/** Alleles annotated in one go. */
export interface CsqCase {
  /** 'ENST00000218032/start-lost.vcf', with 'alone' behind it where each record stands by itself. */
  readonly name: string;
  readonly locus: string;
  readonly annotation: string;
  readonly records: readonly CsqRecord[];
  /** All on one haplotype; otherwise each alone. */
  readonly isHaplotype: boolean;
  /** Value of BCSQ by record; null: none given. */
  readonly expected: readonly (string | null)[];
}

/** Unpacks the archive. */
export function unpackCsqCases(folder: string): void {
  execFileSync('tar', ['-xzf', csqArchive, '-C', folder]);
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('##') && !line.startsWith('#CHROM'));
}

/**
 * Records with genotypes, by hand from the expected output beside them: which alleles (record, ALT) lie on one haplotype of a sample, and
 * what is expected of each.
 */
const haplotypesByHand: Readonly<
  Record<
    string,
    readonly {
      readonly alleles: readonly (readonly [number, number])[];
      readonly expected: readonly string[];
    }[]
  >
> = {
  'ENST00000000000/upstream-stop.vcf': [
    {
      alleles: [
        [0, 0],
        [1, 0],
        [2, 0],
      ],
      expected: [
        'stop_gained|WBGene00016561|C41D11.1e.1|protein_coding|+|49K>49*|',
        '@6723',
        '*missense|WBGene00016561|C41D11.1e.1|protein_coding|+|259D>259Y|',
      ],
    },
    { alleles: [[2, 0]], expected: ['missense|WBGene00016561|C41D11.1e.1|protein_coding|+|259D>259Y|'] },
  ],
  'ENST00000000001/test.vcf': [
    { alleles: [[0, 0]], expected: ['start_lost|gene00000000001|transcript00000000001|protein_coding|+'] },
  ],
  'ENST00000381157/haploid-diploid.vcf': [
    {
      alleles: [
        [0, 0],
        [1, 0],
      ],
      expected: [
        'missense|GYG2|ENST00000381157|protein_coding|+|76N>76Y|',
        'missense|GYG2|ENST00000381157|protein_coding|+|88A>88V|',
      ],
    },
    {
      alleles: [
        [1, 0],
        [2, 0],
      ],
      expected: ['missense|GYG2|ENST00000381157|protein_coding|+|88A>88V|', '@31177'],
    },
    { alleles: [[2, 0]], expected: ['synonymous|GYG2|ENST00000381157|protein_coding|+|88A|'] },
  ],
  'ENST00000420190/abort-in-csq-push.vcf': [
    {
      alleles: [
        [0, 0],
        [1, 0],
      ],
      expected: [
        'missense|SAMD11|ENST00000342066|protein_coding|+|56R>56C|',
        'synonymous|SAMD11|ENST00000455979|protein_coding|+|9G|,synonymous|SAMD11|ENST00000342066|protein_coding|+|159G|',
      ],
    },
  ],
  'ENST00000422159/multiallelic.vcf': [
    { alleles: [[0, 0]], expected: ['stop_lost&frameshift|GHRL|ENST00000422159|protein_coding|-|91L*>91K|'] },
    {
      alleles: [[0, 1]],
      expected: ['inframe_deletion&stop_retained|GHRL|ENST00000422159|protein_coding|-|90SL*>90*|'],
    },
  ],
  'ENSMUST00000121418/filter-problem.vcf': [
    {
      alleles: [[0, 0]],
      expected: [
        'synonymous&NMD_transcript|Rab3il1|ENSMUST00000144788|NMD|+|52E|,synonymous|Rab3il1|ENSMUST00000113161|protein_coding|+|52E|,5_prime_utr|Rab3il1|ENSMUST00000121418|protein_coding',
      ],
    },
  ],
  'ENSMUST00000133836/filter-problem.vcf': [
    { alleles: [[0, 0]], expected: ['synonymous|Ccdc86|ENSMUST00000025639|protein_coding|-|162P|'] },
  ],
  'ENST00000368801.2/alt-gencode.vcf': [
    { alleles: [[0, 0]], expected: ['start_lost|HRNR|ENST00000368801|protein_coding|-|1M>1L|'] },
  ],
};

/** Every case of an unpacked archive that states an expectation, and the names of VCFs that state none. */
export function readCsqCases(folder: string): { readonly cases: CsqCase[]; readonly silent: string[] } {
  const cases: CsqCase[] = [];
  const silent: string[] = [];
  const root = join(folder, 'csq');
  for (const locus of readdirSync(root)) {
    for (const file of readdirSync(join(root, locus))) {
      if (!file.endsWith('.vcf')) continue;
      const found = casesOf(root, locus, file);
      cases.push(...found);
      if (found.length === 0) silent.push(`${locus}/${file}`);
    }
  }
  return { cases, silent };
}

function casesOf(root: string, locus: string, file: string): CsqCase[] {
  const stem = join(root, locus, file.replace(/\.vcf$/, ''));
  const name = `${locus}/${file}`;
  const lines = linesOf(join(root, locus, file)).map((line) => line.split('\t'));
  const annotation = [`${stem}.gff`, join(root, locus, `${locus}.gff`)].find(existsSync) ?? '';
  const common = { locus, annotation };
  const byHand = haplotypesByHand[name];
  if (byHand !== undefined) {
    return byHand.map(({ alleles, expected }, index) => ({
      ...common,
      name: `${name} haplotype ${index + 1}`,
      records: alleles.map(([record, alt]) => recordOf(lines[record] ?? [], alt)),
      isHaplotype: true,
      expected,
    }));
  }
  const records = lines.map((columns) => recordOf(columns, 0));
  const together =
    infoOf(lines, 'EXP') ?? outputOf(`${stem}.txt`, records) ?? commandOutputOf(join(root, locus), records);
  const alone = infoOf(lines, 'EXPL') ?? outputOf(`${stem}.txt-l`, records);
  return [
    ...(together === null ? [] : [{ ...common, name, records, isHaplotype: true, expected: together }]),
    ...(alone === null
      ? []
      : [{ ...common, name: `${name} alone`, records, isHaplotype: false, expected: alone }]),
  ];
}

function recordOf(columns: readonly string[], alternate: number): CsqRecord {
  const [chrom = '', position = '', , ref = '', alt = ''] = columns;
  return { chrom, position: Number(position), ref, alt: alt.split(',')[alternate] ?? '' };
}

/** The expectation within the VCF. */
function infoOf(lines: readonly (readonly string[])[], key: string): (string | null)[] | null {
  const values = lines.map(
    ([, , , , , , , info = '']) =>
      info
        .split(';')
        .find((part) => part.startsWith(`${key}=`))
        ?.slice(key.length + 1) ?? null,
  );
  return values.every((value) => value === null) ? null : values;
}

/** The expectation beside the VCF: two lines a record, the second of them what the program says. */
function outputOf(path: string, records: readonly CsqRecord[]): (string | null)[] | null {
  if (!existsSync(path)) return null;
  const lines = linesOf(path);
  return records.map((_, index) => lines[2 * index + 1]?.split('\t')[3] ?? null);
}

/** The expectation in the output of a command on several VCFs: the block with this one's records. */
function commandOutputOf(folder: string, records: readonly CsqRecord[]): (string | null)[] | null {
  const output = readdirSync(folder).find((file) => file === 'compound.cmd.out' || file === 'test.cmd.out');
  if (output === undefined) return null;
  for (const block of readFileSync(join(folder, output), 'utf8').split('\n\n')) {
    const lines = block
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    const isThis =
      lines.length === records.length &&
      records.every(({ position, ref, alt }, index) => {
        const [at, from, to] = lines[index] ?? [];
        return at === String(position) && from === ref && to === alt;
      });
    if (isThis) return lines.map((columns) => columns[3] ?? null);
  }
  return null;
}
