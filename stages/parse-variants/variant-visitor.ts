import { AntigraphError, defect } from '../../schemas/errors.js';
import type { Omission, OmissionCode } from '../../schemas/omissions.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Variant, VcfSource } from '../../schemas/rows.js';
import {
  hasAllele,
  type MalformedLine,
  parseGenotype,
  type VcfHeader,
  type VcfRecord,
  type VcfVisitor,
} from '../shared/vcf/index.js';
import { classifyAlternate, splitAlternates } from './alternates.js';
import { detectBuild } from './build.js';
import { annotatorOf, callerOf, csqFieldsOf } from './caller.js';
import { type AlleleAtHand, describeAllele } from './describe-allele.js';
import { type FilterPolicy, filterPolicy } from './filter.js';
import { AlleleLocator, checkBuild, type Located } from './locate.js';
import type { ParseVariantsParams } from './params.js';
import { type RecordSamples, type SamplesReader, samplesReader } from './record-samples.js';
import { findRoles, type SampleRoles } from './roles.js';
import { SeenAlleles } from './seen-alleles.js';

interface VisitorOptions {
  readonly file: string;
  readonly params: ParseVariantsParams;
  readonly reference: ReferenceBundle | null;
  readonly emit: (variant: Variant) => void;
  readonly omit: (omission: Omission) => void;
}

/** What the header settles for all records. */
interface HeaderFacts {
  readonly header: VcfHeader;
  readonly roles: SampleRoles;
  readonly build: string | null;
  readonly readSamples: SamplesReader;
  readonly locator: AlleleLocator;
}

/** Turns data lines into variants and omissions, one of either per allele, in file order. */
export class VariantVisitor implements VcfVisitor {
  readonly #options: VisitorOptions;
  readonly #isAccepted: FilterPolicy;
  readonly #seen = new SeenAlleles();
  #facts: HeaderFacts | null = null;
  #recordCount = 0;
  #alleleCount = 0;
  #keptCount = 0;
  #readableCount = 0;
  #firstMalformed: MalformedLine | null = null;

  constructor(options: VisitorOptions) {
    this.#options = options;
    this.#isAccepted = filterPolicy(options.params.filters);
  }

  header(header: VcfHeader): void {
    const { params, reference, file } = this.#options;
    const build = detectBuild(header);
    checkBuild(build, reference, file);
    const roles = findRoles(header, params, file);
    const { wrongBuildFraction } = params;
    this.#facts = {
      header,
      roles,
      build,
      readSamples: samplesReader(header, roles),
      locator: new AlleleLocator({ reference, file, build, wrongBuildFraction }),
    };
  }

  malformed(problem: MalformedLine): void {
    this.#recordCount += 1;
    this.#alleleCount += 1;
    this.#firstMalformed ??= problem;
    const place = `line ${problem.line}, column ${problem.column} (${problem.field})`;
    this.#omit(problem.input, 'RECORD_MALFORMED', `${place}: ${problem.reason}`);
  }

  record(record: VcfRecord): void {
    const alternates = splitAlternates(record.alt);
    if (!this.#isAccepted(record.filter)) {
      this.#recordCount += 1;
      this.#readableCount += 1;
      for (const alt of alternates) {
        this.#alleleCount += 1;
        this.#omit(record.inputOf(alt), 'FILTERED', `FILTER is ${record.filter}`);
      }
      return;
    }
    const samples = this.#getFacts().readSamples(record);
    if ('reason' in samples) {
      const [line, column] = [record.line, record.columnOf('FORMAT')];
      this.malformed({
        line,
        column,
        field: 'FORMAT',
        reason: samples.reason,
        input: record.inputOf(record.alt),
      });
      return;
    }
    this.#recordCount += 1;
    this.#readableCount += 1;
    const info = record.info();
    const alternateCount = alternates.length;
    alternates.forEach((alt, offset) => {
      this.#alleleCount += 1;
      this.#visitAllele({ record, samples, info, alt, index: offset + 1, alternateCount });
    });
  }

  /** What the whole file was; `notes` are the reader's own warnings. @throws VCF_RECORD_MALFORMED where no line could be read; see AlleleLocator.finish */
  finish(notes: readonly string[]): VcfSource {
    const { header, roles, build, locator } = this.#getFacts();
    const first = this.#firstMalformed;
    if (first !== null && this.#readableCount === 0) throw this.#allMalformed(first);
    locator.finish();
    return {
      fileFormat: header.fileFormat,
      samples: [...header.samples],
      tumorSample: roles.tumor,
      normalSample: roles.normal,
      rolesFrom: roles.from,
      caller: callerOf(header),
      csqFields: csqFieldsOf(header),
      annotator: annotatorOf(header),
      build,
      recordCount: this.#recordCount,
      alleleCount: this.#alleleCount,
      keptCount: this.#keptCount,
      warnings: [...header.warnings, ...notes, ...this.#warnings()],
    };
  }

  #visitAllele(allele: AlleleAtHand): void {
    const input = allele.record.inputOf(allele.alt);
    const located = this.#locate(allele, input);
    if (located.kind === 'omitted') {
      this.#omit(input, located.code, located.reason);
      return;
    }
    this.#keptCount += 1;
    const { chrom, variant } = located;
    const place = { id: idOf(located), input, alleleOrdinal: this.#alleleCount, chrom, variant };
    this.#options.emit(describeAllele(allele, place, this.#options.params));
  }

  #locate(allele: AlleleAtHand, input: string): Located {
    const { record, samples, alt, index } = allele;
    const { params } = this.#options;
    const form = classifyAlternate(record.ref, alt);
    if (form.kind === 'omitted') return form;
    if (params.omitNotInTumor && isAbsent(samples, index)) {
      return omitted('NOT_IN_TUMOR', `the tumour's genotype is ${samples.tumor?.get('GT')}`);
    }
    const written = { position: record.position, ref: record.ref.toUpperCase(), alt: alt.toUpperCase() };
    const located = this.#getFacts().locator.locate(record.chrom, written, { line: record.line, input });
    if (located.kind === 'omitted' || params.duplicates === 'keep') return located;
    const id = idOf(located);
    if (this.#seen.add(located.chrom, id)) return located;
    return omitted('DUPLICATE_ALLELE', `an earlier line gave ${id} as well`);
  }

  #omit(input: string, code: OmissionCode, reason: string): void {
    this.#options.omit({
      scope: 'allele',
      input,
      alleleOrdinal: this.#alleleCount,
      subject: '',
      code,
      reason,
      count: 1,
    });
  }

  #warnings(): string[] {
    const warnings: string[] = [];
    if (this.#recordCount === 0) warnings.push('the file has a header and no records');
    if (this.#options.reference === null) {
      warnings.push('no reference: REF is not checked and indels are trimmed but not left-aligned');
    }
    if (this.#seen.hasForgotten)
      warnings.push('the file is not sorted by contig: duplicates far apart may remain');
    return warnings;
  }

  #allMalformed(first: MalformedLine): AntigraphError {
    const { line, column, field, reason } = first;
    const message = `none of the ${this.#recordCount} records can be read; the first: ${reason}`;
    return new AntigraphError('VCF_RECORD_MALFORMED', message, {
      at: { file: this.#options.file, line, column, field },
      fix: 'Check that the file is tab-separated and was not changed by an editor or spreadsheet; bcftools view names the same line.',
      details: { records: this.#recordCount },
    });
  }

  #getFacts(): HeaderFacts {
    if (this.#facts === null) throw defect('a record came before the header');
    return this.#facts;
  }
}

/**
 * Whether the tumour's genotype is wholly called and does not contain the allele (pVACseq leaves such alleles out as well). A missing
 * genotype, './.' or a half-called one is unknown, and what is unknown is kept.
 */
function isAbsent({ tumor }: RecordSamples, alleleIndex: number): boolean {
  const genotype = parseGenotype(tumor?.get('GT') ?? '.');
  return genotype !== null && hasAllele(genotype, alleleIndex) === false;
}

function idOf({ chrom, variant }: Extract<Located, { kind: 'located' }>): string {
  return `${chrom}:${variant.position}:${variant.ref}:${variant.alt}`;
}

function omitted(code: OmissionCode, reason: string): Located {
  return { kind: 'omitted', code, reason };
}
