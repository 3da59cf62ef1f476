import { startOfPosition } from '../../schemas/coordinates.js';
import { AntigraphError } from '../../schemas/errors.js';
import type { OmissionCode } from '../../schemas/omissions.js';
import type { Contig, ReferenceBundle } from '../../schemas/reference.js';
import { normaliseVariant, type SmallVariant, trimVariant } from '../shared/normalise/index.js';
import { buildNamed } from './build.js';
import type { FirstMismatch, PlaceTally } from './tally.js';

/** An allele at its place, or why it has none. */
export type Located =
  | { readonly kind: 'located'; readonly chrom: string; readonly variant: SmallVariant }
  | { readonly kind: 'omitted'; readonly code: OmissionCode; readonly reason: string };

/** Below this many mismatches a file is not called wrong: single ones come from callers' own quirks. */
const fewestMismatches = 3;
/** After so many checked alleles with more than half wrong, the rest of a large file is not read to say the same. */
const earlyCheckCount = 200;

/**
 * Places alleles on the reference: contig by name or alias, REF against the sequence (letter case ignored; N matches anything), then
 * normalised. Counts what disagrees, because a file whose alleles mostly disagree is of another build.
 */
export class AlleleLocator {
  readonly #reference: ReferenceBundle | null;
  readonly #file: string;
  readonly #build: string | null;
  readonly #wrongBuildFraction: number;
  readonly #contigs = new Map<string, Contig | null>();
  #checkedCount = 0;
  #mismatchCount = 0;
  #knownContigCount = 0;
  #unknownContig: { readonly line: number; readonly name: string } | null = null;
  #firstMismatch: FirstMismatch | null = null;

  constructor(options: {
    readonly reference: ReferenceBundle | null;
    readonly file: string;
    /** As the header says. */
    readonly build: string | null;
    readonly wrongBuildFraction: number;
  }) {
    this.#reference = options.reference;
    this.#file = options.file;
    this.#build = options.build;
    this.#wrongBuildFraction = options.wrongBuildFraction;
  }

  /**
   * `variant` in upper case, letters ACGT. Without a reference it is only trimmed, and every contig and position is taken as it is.
   * @throws VCF_WRONG_BUILD as soon as more than half of the first alleles disagree
   */
  locate(
    chrom: string,
    variant: SmallVariant,
    at: { readonly line: number; readonly input: string },
  ): Located {
    if (variant.position === 0) return outOfRange('position 0 is before the first base');
    if (this.#reference === null) return { kind: 'located', chrom, variant: trimVariant(variant) };
    const contig = this.#resolve(this.#reference, chrom);
    if (contig === null) {
      this.#unknownContig ??= { line: at.line, name: chrom };
      return omitted(
        'CONTIG_UNKNOWN',
        `the reference ${this.#reference.summary.name} has no contig '${chrom}'`,
      );
    }
    this.#knownContigCount += 1;
    return this.#locateOn(this.#reference, contig, variant, at);
  }

  /** @throws VCF_CONTIGS_UNKNOWN where no allele's contig is known; VCF_WRONG_BUILD where too many alleles disagree */
  finish(): void {
    if (this.#reference !== null && this.#knownContigCount === 0 && this.#unknownContig !== null) {
      throw this.#contigsUnknown(this.#reference, this.#unknownContig);
    }
    const isTooMuch = this.#mismatchCount > this.#checkedCount * this.#wrongBuildFraction;
    if (this.#mismatchCount >= fewestMismatches && isTooMuch) throw this.#wrongBuild();
  }

  /** What was counted since the last take; counting begins anew. */
  takeTally(): PlaceTally {
    const tally = {
      checkedCount: this.#checkedCount,
      mismatchCount: this.#mismatchCount,
      knownContigCount: this.#knownContigCount,
      unknownContig: this.#unknownContig,
      firstMismatch: this.#firstMismatch,
    };
    this.#checkedCount = 0;
    this.#mismatchCount = 0;
    this.#knownContigCount = 0;
    this.#unknownContig = null;
    this.#firstMismatch = null;
    return tally;
  }

  /** Adds what was counted of the next part of the file. @throws VCF_WRONG_BUILD as `locate` does */
  include(tally: PlaceTally): void {
    this.#checkedCount += tally.checkedCount;
    this.#mismatchCount += tally.mismatchCount;
    this.#knownContigCount += tally.knownContigCount;
    this.#unknownContig ??= tally.unknownContig;
    this.#firstMismatch ??= tally.firstMismatch;
    this.#throwIfHopeless();
  }

  #throwIfHopeless(): void {
    const isHopeless = this.#checkedCount >= earlyCheckCount && this.#mismatchCount > this.#checkedCount / 2;
    if (isHopeless && this.#wrongBuildFraction < 0.5) throw this.#wrongBuild();
  }

  #resolve(reference: ReferenceBundle, name: string): Contig | null {
    let contig = this.#contigs.get(name);
    if (contig === undefined) {
      contig = reference.resolveContig(name);
      // Names of contigs that exist are few; a file of invented ones must not fill the memory.
      if (this.#contigs.size < 100_000) this.#contigs.set(name, contig);
    }
    return contig;
  }

  #locateOn(
    reference: ReferenceBundle,
    contig: Contig,
    variant: SmallVariant,
    at: { readonly line: number; readonly input: string },
  ): Located {
    const start = startOfPosition(variant.position);
    if (start + variant.ref.length > contig.length) {
      return outOfRange(
        `REF ends at ${start + variant.ref.length}, ${contig.name} has ${contig.length} bases`,
      );
    }
    const expected = reference.sequence(contig.name, start, start + variant.ref.length).toUpperCase();
    this.#checkedCount += 1;
    if (!agrees(variant.ref, expected)) {
      this.#mismatchCount += 1;
      this.#firstMismatch ??= { line: at.line, input: at.input, found: expected };
      this.#throwIfHopeless();
      return omitted('REF_MISMATCH', `REF is ${clip(variant.ref)}, the reference has ${clip(expected)}`);
    }
    const normalised = normaliseVariant(variant, (from, to) => reference.sequence(contig.name, from, to));
    return { kind: 'located', chrom: contig.name, variant: normalised };
  }

  #wrongBuild(): AntigraphError {
    const summary = this.#reference?.summary;
    const first = this.#firstMismatch;
    const counts = `${this.#mismatchCount} of ${this.#checkedCount} alleles have another REF than the reference`;
    const example =
      first === null ? '' : `; the first is ${first.input}, where the reference has ${clip(first.found)}`;
    const seems = this.#build ?? 'of a build its header does not name';
    return new AntigraphError(
      'VCF_WRONG_BUILD',
      `${counts} ${summary?.name} (${summary?.build})${example}. The file seems to be ${seems}.`,
      {
        at: { file: this.#file, ...(first === null ? {} : { line: first.line }), field: 'REF' },
        fix: 'Run with the reference of the build the calls were made on, or lift the calls over (e.g. bcftools +liftover, GATK LiftoverVcf).',
        details: {
          mismatches: this.#mismatchCount,
          checked: this.#checkedCount,
          fileBuild: this.#build,
          referenceBuild: summary?.build,
        },
      },
    );
  }

  #contigsUnknown(
    reference: ReferenceBundle,
    first: { readonly line: number; readonly name: string },
  ): AntigraphError {
    const known = reference.contigs.slice(0, 5).map(({ name }) => name);
    return new AntigraphError(
      'VCF_CONTIGS_UNKNOWN',
      `no contig of the file is in the reference ${reference.summary.name}: the first is '${first.name}', the reference has ${known.join(', ')}${reference.contigs.length > 5 ? ' …' : ''}`,
      {
        at: { file: this.#file, line: first.line, column: 1, field: 'CHROM' },
        fix: 'Run with the reference the calls were made on, or rename the contigs (bcftools annotate --rename-chrs).',
        details: { found: first.name, known },
      },
    );
  }
}

/** @throws VCF_WRONG_BUILD where header and reference each name a known build, and not the same */
export function checkBuild(build: string | null, reference: ReferenceBundle | null, file: string): void {
  const expected = reference === null ? null : buildNamed(reference.summary.build);
  if (build === null || expected === null || build === expected) return;
  throw new AntigraphError(
    'VCF_WRONG_BUILD',
    `the header's contigs are of ${build}, the reference ${reference?.summary.name} is ${expected}`,
    {
      at: { file, field: '##contig' },
      fix: `Run with a reference of ${build}, or lift the calls over to ${expected}.`,
      details: { fileBuild: build, referenceBuild: expected },
    },
  );
}

function agrees(ref: string, expected: string): boolean {
  if (ref === expected) return true;
  if (ref.length !== expected.length) return false;
  for (let index = 0; index < ref.length; index += 1) {
    if (ref[index] !== expected[index] && expected[index] !== 'N') return false;
  }
  return true;
}

function omitted(code: OmissionCode, reason: string): Located {
  return { kind: 'omitted', code, reason };
}

function outOfRange(reason: string): Located {
  return omitted('POSITION_OUT_OF_RANGE', reason);
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
