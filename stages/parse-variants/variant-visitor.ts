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
import { annFieldsOf, annotatorOf, callerOf, csqFieldsOf } from './caller.js';
import { type AlleleAtHand, describeAllele, describeChange } from './describe-allele.js';
import type { ReadEvent } from './events/event-row.js';
import { type FilterPolicy, filterPolicy } from './filter.js';
import { AlleleLocator, checkBuild, type Located } from './locate.js';
import type { ParseVariantsParams } from './params.js';
import { type RecordSamples, type SamplesReader, samplesReader } from './record-samples.js';
import { findRoles, type SampleRoles } from './roles.js';
import { SeenAlleles } from './seen-alleles.js';
import { isStructural, locateJoint } from './structural-allele.js';
import type { ReadingTally } from './tally.js';

interface VisitorOptions {
  readonly file: string;
  readonly params: ParseVariantsParams;
  readonly reference: ReferenceBundle | null;
  readonly emit: (variant: Variant) => void;
  readonly omit: (omission: Omission) => void;
  /** 'change': only what tells the effect on proteins; depths, expression and the like stay null. Default 'all'. */
  readonly detail?: 'all' | 'change';
}

/** What the header settles for all records. */
interface HeaderFacts {
  readonly header: VcfHeader;
  readonly roles: SampleRoles;
  readonly build: string | null;
  readonly readSamples: SamplesReader;
  readonly locator: AlleleLocator;
}

/** Joints are remembered together: a pair's records lie on two contigs. */
const jointsSeen = 'joints';

/** Turns data lines into variants and omissions, one of either per allele, in file order. */
export class VariantVisitor implements VcfVisitor {
  readonly #options: VisitorOptions;
  readonly #isAccepted: FilterPolicy;
  readonly #seen = new SeenAlleles();
  #facts: HeaderFacts | null = null;
  #recordCount = 0;
  #alleleCount = 0;
  #keptCount = 0;
  #eventCount = 0;
  #readableCount = 0;
  #firstMalformed: MalformedLine | null = null;
  /** Ordinals are the alleles' count in a whole file; in a part of one they are set line by line. */
  #ordinalsBefore = 0;

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
    this.#omit(problem.input, problem.code ?? 'RECORD_MALFORMED', `${place}: ${problem.reason}`);
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
      const { line } = record;
      const column = record.columnOf('FORMAT');
      const input = record.inputOf(record.alt);
      this.#recordCount += 1;
      this.#firstMalformed ??= { line, column, field: 'FORMAT', reason: samples.reason, input };
      for (const alt of alternates) {
        this.#alleleCount += 1;
        const reason = `line ${line}, column ${column} (FORMAT): ${samples.reason}`;
        this.#omit(record.inputOf(alt), 'RECORD_MALFORMED', reason);
      }
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

  /** A row of an event file, after the last record; it has the next ordinal. */
  event(read: ReadEvent): void {
    this.#alleleCount += 1;
    this.#eventCount += 1;
    if (read.kind === 'omitted') {
      this.#omit(read.input, read.code, read.reason);
      return;
    }
    this.#keptCount += 1;
    this.#options.emit({
      ...read.row,
      alleleOrdinal: this.#alleleCount,
      tumor: null,
      normal: null,
      transcriptExpression: null,
      phase: null,
      genotype: null,
      csq: null,
      ann: null,
      spliceScores: null,
      isSomaticFlagged: null,
    });
  }

  /** The next allele has the ordinal `alleleOrdinal`: where the file is read in parts, whose alleles before are not counted yet. */
  seek(alleleOrdinal: number): void {
    this.#ordinalsBefore = alleleOrdinal - this.#alleleCount - 1;
  }

  /** What was counted since the last take; counting begins anew. */
  takeTally(): ReadingTally {
    const tally = {
      recordCount: this.#recordCount,
      alleleCount: this.#alleleCount,
      keptCount: this.#keptCount,
      readableCount: this.#readableCount,
      firstMalformed: this.#firstMalformed,
      places: this.#getFacts().locator.takeTally(),
    };
    this.#recordCount = 0;
    this.#alleleCount = 0;
    this.#keptCount = 0;
    this.#readableCount = 0;
    this.#firstMalformed = null;
    return tally;
  }

  /** Adds what another visitor counted of the next part of the file, its lines those of the file. @throws VCF_WRONG_BUILD */
  include(tally: ReadingTally): void {
    this.#recordCount += tally.recordCount;
    this.#alleleCount += tally.alleleCount;
    this.#keptCount += tally.keptCount;
    this.#readableCount += tally.readableCount;
    this.#firstMalformed ??= tally.firstMalformed;
    this.#getFacts().locator.include(tally.places);
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
      annFields: annFieldsOf(header),
      annotator: annotatorOf(header),
      build,
      recordCount: this.#recordCount,
      alleleCount: this.#alleleCount,
      keptCount: this.#keptCount,
      eventCount: this.#eventCount,
      germline: null,
      warnings: [...header.warnings, ...notes, ...this.#warnings()],
    };
  }

  #visitAllele(allele: AlleleAtHand): void {
    const input = allele.record.inputOf(allele.alt);
    if (this.#options.reference !== null && isStructural(allele.alt)) {
      this.#visitJoint(allele, input, this.#options.reference);
      return;
    }
    const located = this.#locate(allele, input);
    if (located.kind === 'omitted') {
      this.#omit(input, located.code, located.reason);
      return;
    }
    this.#keptCount += 1;
    const { chrom, variant } = located;
    const place = { id: idOf(located), input, alleleOrdinal: this.#ordinal(), chrom, variant };
    const describe = this.#options.detail === 'change' ? describeChange : describeAllele;
    this.#options.emit(describe(allele, place, this.#options.params));
  }

  /** A breakend or a symbolic allele: an event in the place of the allele. */
  #visitJoint(allele: AlleleAtHand, input: string, reference: ReferenceBundle): void {
    const { params } = this.#options;
    const isLeftOut = params.omitNotInTumor && isAbsent(allele.samples, allele.index);
    const located = isLeftOut ? notInTumor(allele.samples) : locateJoint(allele, reference);
    if (located.kind === 'omitted') {
      this.#omit(input, located.code, located.reason);
      return;
    }
    const id = idOf(located);
    if (params.duplicates !== 'keep' && !this.#seen.add(jointsSeen, located.key)) {
      this.#omit(
        input,
        'DUPLICATE_ALLELE',
        `an earlier line gave the same joint as ${id}, its mate or the same again`,
      );
      return;
    }
    this.#keptCount += 1;
    const place = { ...located, id, input, alleleOrdinal: this.#ordinal() };
    const describe = this.#options.detail === 'change' ? describeChange : describeAllele;
    this.#options.emit({ ...describe(allele, place, params), event: located.event });
  }

  #locate(allele: AlleleAtHand, input: string): Located {
    const { record, samples, alt, index } = allele;
    const { params } = this.#options;
    const form = classifyAlternate(record.ref, alt);
    if (form.kind === 'omitted') return form;
    if (params.omitNotInTumor && isAbsent(samples, index)) {
      return notInTumor(samples);
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
      alleleOrdinal: this.#ordinal(),
      subject: '',
      code,
      reason,
      count: 1,
    });
  }

  #ordinal(): number {
    return this.#ordinalsBefore + this.#alleleCount;
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

function notInTumor({ tumor }: RecordSamples): Extract<Located, { kind: 'omitted' }> {
  return { kind: 'omitted', code: 'NOT_IN_TUMOR', reason: `the tumour's genotype is ${tumor?.get('GT')}` };
}

function idOf({ chrom, variant }: Pick<Extract<Located, { kind: 'located' }>, 'chrom' | 'variant'>): string {
  return `${chrom}:${variant.position}:${variant.ref}:${variant.alt}`;
}

function omitted(code: OmissionCode, reason: string): Located {
  return { kind: 'omitted', code, reason };
}
