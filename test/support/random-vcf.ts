/** Arbitrary VCF files over a reference: plausible calls, every odd kind of allele, and lines that are none. */
import fc from 'fast-check';
import type { ReferenceBundle } from '../../schemas/reference.js';

export interface RandomVcf {
  readonly text: string;
  /** chrom:pos:ref:alt of every allele in file order; null for a line that cannot be read. */
  readonly inputs: readonly (string | null)[];
}

interface Line {
  readonly text: string;
  readonly inputs: readonly (string | null)[];
}

const columns = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNORMAL\tTUMOR';
const bases = ['A', 'C', 'G', 'T'];

/** Files of up to `maxLines` lines; places lie mostly in coding exons, where alleles have the longest way to go. */
export function randomVcf(reference: ReferenceBundle, maxLines: number): fc.Arbitrary<RandomVcf> {
  return fc
    .array(line(reference), { maxLength: maxLines })
    .chain((lines) =>
      fc
        .array(fc.nat(Math.max(0, lines.length - 1)), { maxLength: 2 })
        .map((repeats) => [...lines, ...repeats.flatMap((index) => lines[index] ?? [])]),
    )
    .map((lines) => ({
      text: `##fileformat=VCFv4.2\n${columns}\n${lines.map(({ text }) => `${text}\n`).join('')}`,
      inputs: lines.flatMap(({ inputs }) => inputs),
    }));
}

function line(reference: ReferenceBundle): fc.Arbitrary<Line> {
  return fc.oneof({ weight: 12, arbitrary: record(reference) }, { weight: 1, arbitrary: malformed });
}

/** Lines that no reader can take for a record. */
const malformed: fc.Arbitrary<Line> = fc
  .constantFrom(
    '',
    'chr7',
    'chr7\tx\t.\tA\tC\t.\tPASS\t.\tGT\t0/0\t0/1',
    'chr7 8818 . C T',
    'chr7\t8818\t.\t\tT\t.\tPASS\t.',
    '\t\t\t\t\t\t\t\t\t\t',
  )
  .filter((text) => text !== '')
  .map((text) => ({ text, inputs: [null] }));

function place(reference: ReferenceBundle): fc.Arbitrary<{ readonly chrom: string; readonly start: number }> {
  const exons = [...reference.transcripts()].flatMap(({ contig, exons: own }) =>
    own.map((exon) => ({ contig, ...exon })),
  );
  const inExon = fc
    .constantFrom(...exons)
    .chain(({ contig, start, end }) =>
      fc.integer({ min: start, max: end - 1 }).map((at) => ({ chrom: contig, start: at })),
    );
  const anywhere = fc
    .constantFrom(...reference.contigs)
    .chain(({ name, length }) => fc.nat(length + 5).map((start) => ({ chrom: name, start })));
  const nowhere = fc.constant({ chrom: 'chrUn_1', start: 5 });
  return fc.oneof(
    { weight: 16, arbitrary: inExon },
    { weight: 3, arbitrary: anywhere },
    { weight: 1, arbitrary: nowhere },
  );
}

const sequence = (minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...bases), { minLength, maxLength }).map((letters) => letters.join(''));

function alternate(ref: string): fc.Arbitrary<string> {
  const first = ref.slice(0, 1);
  return fc.oneof(
    { weight: 8, arbitrary: sequence(1, 1) },
    { weight: 4, arbitrary: fc.constant(first) },
    { weight: 4, arbitrary: sequence(1, 7).map((inserted) => first + inserted) },
    { weight: 3, arbitrary: sequence(1, 5) },
    { weight: 2, arbitrary: fc.constantFrom('<DEL>', '*', '.', 'N', 'R', 'a', ']chr7:9]A', 'A.', 'x!', ref) },
  );
}

function record(reference: ReferenceBundle): fc.Arbitrary<Line> {
  return fc
    .record({
      at: place(reference),
      refLength: fc.oneof(
        { weight: 6, arbitrary: fc.constant(1) },
        { weight: 2, arbitrary: fc.integer({ min: 2, max: 9 }) },
      ),
      isWrongRef: fc.nat(12).map((roll) => roll === 0),
      filter: fc.constantFrom('PASS', 'PASS', 'PASS', '.', 'weak', 'weak;lowq'),
      genotype: fc.constantFrom('0/1', '0/1', '0|1', '1|0', '1/1', '0/0', './.', '.'),
      phaseSet: fc.constantFrom('.', '7'),
      reads: fc.tuple(fc.nat(60), fc.nat(60)),
    })
    .chain(({ at, refLength, isWrongRef, ...rest }) => {
      const found =
        reference.resolveContig(at.chrom) === null
          ? ''
          : reference.sequence(at.chrom, at.start, at.start + refLength);
      const ref =
        found === ''
          ? 'A'
          : isWrongRef
            ? found.replace(/^./, (base) => bases[(bases.indexOf(base) + 1) % 4] ?? 'A')
            : found;
      return fc
        .array(alternate(ref), { minLength: 1, maxLength: 2 })
        .map((alternates) => ({ at, ref, alternates, ...rest }));
    })
    .map(({ at, ref, alternates, filter, genotype, phaseSet, reads }) => {
      const position = at.start + 1;
      const [refReads, altReads] = reads;
      const depths = [refReads, ...alternates.map(() => altReads)].join(',');
      const text = [
        ...[at.chrom, position, '.', ref, alternates.join(','), '.', filter, '.', 'GT:AD:PS'],
        `0/0:30,${alternates.map(() => 0).join(',')}:.`,
        `${genotype}:${depths}:${phaseSet}`,
      ].join('\t');
      return { text, inputs: alternates.map((alt) => [at.chrom, position, ref, alt].join(':')) };
    });
}
