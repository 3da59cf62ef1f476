import { startOfPosition } from '../../schemas/coordinates.js';
import { AntigraphError, defect } from '../../schemas/errors.js';
import { nearest } from '../../schemas/nearest.js';
import type { Contig, ReferenceBundle } from '../../schemas/reference.js';
import type { GermlineVariant, VcfSource } from '../../schemas/rows.js';
import { createExonOverlap, type ExonOverlap } from '../shared/exon-overlap.js';
import {
  hasAllele,
  parseGenotype,
  phaseOf,
  type SampleValues,
  sampleValues,
  type VcfHeader,
  type VcfRecord,
  type VcfVisitor,
} from '../shared/vcf/index.js';
import { classifyAlternate, splitAlternates } from './alternates.js';
import { detectBuild } from './build.js';
import { AlleleLocator, checkBuild } from './locate.js';
import type { ParseVariantsParams } from './params.js';
import { listed } from './roles.js';
import { SeenAlleles } from './seen-alleles.js';

interface GermlineVisitorOptions {
  readonly file: string;
  readonly reference: ReferenceBundle;
  readonly params: ParseVariantsParams;
  /** Of the variants' file. */
  readonly normalSample: string | null;
  readonly emit: (variant: GermlineVariant) => void;
}

/**
 * How far from an exon an indel is written may still be normalised into it: callers left-align, and repeats of an exon's edge are short.
 * Further alleles are passed over before their REF is read, which makes a whole genome a matter of its parsing.
 */
const reachOfIndels = 200;

/** Turns the germline file's lines into background alleles. */
export class GermlineVisitor implements VcfVisitor {
  readonly #options: GermlineVisitorOptions;
  readonly #touchesExon: ExonOverlap;
  readonly #contigs = new Map<string, Contig | null>();
  readonly #seen = new SeenAlleles();
  #locator: AlleleLocator | null = null;
  /** Column of the patient's sample behind FORMAT; 0: the file has none. */
  #sampleColumn = 0;
  #alleleCount = 0;
  #keptCount = 0;
  #malformedCount = 0;
  #mismatchCount = 0;

  constructor(options: GermlineVisitorOptions) {
    this.#options = options;
    this.#touchesExon = createExonOverlap(options.reference);
  }

  header(header: VcfHeader): void {
    const { file, reference, params } = this.#options;
    const build = detectBuild(header);
    checkBuild(build, reference, file);
    const { wrongBuildFraction } = params;
    this.#locator = new AlleleLocator({ reference, file, build, wrongBuildFraction });
    this.#sampleColumn = header.samples.indexOf(sampleOf(header, this.#options) ?? '') + 1;
  }

  malformed(): void {
    this.#malformedCount += 1;
  }

  record(record: VcfRecord): void {
    const alternates = splitAlternates(record.alt);
    this.#alleleCount += alternates.length;
    if (record.filter !== 'PASS' && record.filter !== '.') return;
    if (!this.#isNearExon(record)) return;
    const sample = this.#sampleOf(record);
    if (sample === undefined) {
      this.#malformedCount += 1;
      return;
    }
    for (const [offset, alt] of alternates.entries()) this.#visitAllele(record, sample, alt, offset + 1);
  }

  /** The counts and what was odd. @throws see AlleleLocator.finish */
  finish(): { readonly germline: VcfSource['germline']; readonly warnings: readonly string[] } {
    this.#locator?.finish();
    const warnings: string[] = [];
    if (this.#malformedCount > 0) {
      warnings.push(`germline file: ${this.#malformedCount} lines cannot be read and are left out`);
    }
    if (this.#mismatchCount > 0) {
      warnings.push(`germline file: ${this.#mismatchCount} alleles have another REF than the reference`);
    }
    if (this.#sampleColumn === 0 && this.#alleleCount > 0) {
      warnings.push('germline file: no genotypes, so of no allele it is known on which molecule it lies');
    }
    return { germline: { alleleCount: this.#alleleCount, keptCount: this.#keptCount }, warnings };
  }

  /** An unknown contig counts as near: the locator says what is wrong with it. */
  #isNearExon({ chrom, position, ref, alt }: VcfRecord): boolean {
    const { reference } = this.#options;
    let contig = this.#contigs.get(chrom);
    if (contig === undefined) {
      contig = reference.resolveContig(chrom);
      this.#contigs.set(chrom, contig);
    }
    if (contig === null || position === 0) return true;
    const start = startOfPosition(position);
    const reach = ref.length === 1 && alt.length === 1 ? 0 : reachOfIndels;
    return this.#touchesExon(contig.name, start - reach, start + ref.length + reach);
  }

  /** null: the file has no samples; undefined: the line lacks the column or its genotype is none. */
  #sampleOf(record: VcfRecord): SampleValues | null | undefined {
    if (this.#sampleColumn === 0) return null;
    const columns = record.samples();
    const column = columns[this.#sampleColumn];
    if (column === undefined) return undefined;
    const sample = sampleValues(columns[0] ?? '', column);
    const genotype = sample.get('GT');
    return genotype !== null && parseGenotype(genotype) === null ? undefined : sample;
  }

  #visitAllele(record: VcfRecord, sample: SampleValues | null, alt: string, index: number): void {
    if (this.#locator === null) throw defect('a germline record came before the header');
    if (classifyAlternate(record.ref, alt).kind !== 'sequence') return;
    const genotype = parseGenotype(sample?.get('GT') ?? '');
    // '.' and './.' are no call: nothing says that the patient has the allele.
    if (sample?.get('GT') === null || (genotype !== null && hasAllele(genotype, index) !== true)) return;
    const written = { position: record.position, ref: record.ref.toUpperCase(), alt: alt.toUpperCase() };
    const at = { line: record.line, input: record.inputOf(alt) };
    const located = this.#locator.locate(record.chrom, written, at);
    if (located.kind === 'omitted') {
      if (located.code === 'REF_MISMATCH') this.#mismatchCount += 1;
      return;
    }
    const { chrom, variant } = located;
    const start = startOfPosition(variant.position);
    if (!this.#touchesExon(chrom, start, start + variant.ref.length)) return;
    const id = `${chrom}:${variant.position}:${variant.ref}:${variant.alt}`;
    if (!this.#seen.add(chrom, id)) return;
    this.#keptCount += 1;
    this.#options.emit({
      id,
      chrom,
      position: variant.position,
      ref: variant.ref,
      alt: variant.alt,
      line: record.line,
      phase: sample && phaseOf(sample, index, chrom),
      // A haploid call is on the one molecule there is.
      isHomozygous: genotype === null ? null : genotype.every((called) => called.index === index),
    });
  }
}

/**
 * The patient's column: the parameter, the only one, or the one named as the variants' normal sample.
 * @throws VCF_SAMPLE_UNKNOWN, VCF_SAMPLE_AMBIGUOUS
 */
function sampleOf(header: VcfHeader, options: GermlineVisitorOptions): string | null {
  const { file, params, normalSample } = options;
  const { samples } = header;
  const named = params.germlineSample;
  const at = { file, line: header.columnsLine, field: 'sample' };
  if (named !== null) {
    if (samples.includes(named)) return named;
    const [first] = nearest(named, samples, 1);
    throw new AntigraphError(
      'VCF_SAMPLE_UNKNOWN',
      `parse-variants.germlineSample names '${named}'; the germline file has ${samples.join(', ') || 'no sample at all'}`,
      {
        at,
        fix:
          first === undefined
            ? 'Leave it out.'
            : `Give one of them, e.g. --set parse-variants.germlineSample=${first}.`,
        details: { found: named, samples },
      },
    );
  }
  if (samples.length <= 1) return samples[0] ?? null;
  if (normalSample !== null && samples.includes(normalSample)) return normalSample;
  throw new AntigraphError(
    'VCF_SAMPLE_AMBIGUOUS',
    `which of the samples ${listed(samples)} of the germline file is the patient cannot be told`,
    {
      at,
      fix: `Say it: --set parse-variants.germlineSample=${samples[0]}.`,
      details: { samples },
    },
  );
}
