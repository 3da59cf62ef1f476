/** What is done with the lines of a piece: annotated and written, or searched for alleles that share molecules. */
import type { Omission } from '../../schemas/omissions.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Variant } from '../../schemas/rows.js';
import type { PhaseInput } from '../../stages/annotate-consequences/from-bundle/phase-index.js';
import type { ParseVariantsParams } from '../../stages/parse-variants/params.js';
import { VariantVisitor } from '../../stages/parse-variants/variant-visitor.js';
import { createExonOverlap } from '../../stages/shared/exon-overlap.js';
import type { MalformedLine, VcfHeader, VcfRecord } from '../../stages/shared/vcf/index.js';
import type { PartVisitor } from '../../stages/shared/vcf/part.js';
import type { AnnotateLine } from './annotation.js';
import type { RowWriter } from './row-writer.js';

export interface ReadingOptions {
  /** Name of the file in messages. */
  readonly file: string;
  readonly params: ParseVariantsParams;
  readonly reference: ReferenceBundle | null;
}

/** Either the variant, or the omission of an allele that could not be read as one. */
type ReadAllele = { readonly variant: Variant } | { readonly omission: Omission };

/** Reads the lines of a piece; ordinals are unique in the file and rise, whatever thread reads a line. */
export abstract class LineReader implements PartVisitor {
  readonly visitor: VariantVisitor;
  #textBefore = 0;
  #lineOrdinal = 0;

  constructor({ file, params, reference }: ReadingOptions) {
    this.visitor = new VariantVisitor({
      file,
      params,
      reference,
      detail: 'change',
      emit: (variant) => {
        // Alleles of one record share a line, and lines of different pieces must differ.
        variant.line = this.#lineOrdinal;
        this.take({ variant });
      },
      omit: (omission) => this.take({ omission }),
    });
  }

  protected abstract take(allele: ReadAllele): void;

  /** The lines that follow are of a part before which the file has so many bytes of text: a line has more bytes than alleles. */
  begin(textBefore: number): void {
    this.#textBefore = textBefore;
  }

  line(offset: number): void {
    this.#lineOrdinal = this.#textBefore + offset + 1;
    this.visitor.seek(this.#lineOrdinal);
  }

  record(record: VcfRecord): void {
    this.visitor.record(record);
  }

  malformed(problem: MalformedLine): void {
    this.visitor.malformed(problem);
  }
}

/** Annotates lines and writes their rows in order. */
export class LineAnnotator extends LineReader {
  readonly #annotate: () => AnnotateLine;
  readonly #writer: RowWriter;
  #alleles: ReadAllele[] = [];

  constructor(
    options: ReadingOptions & { readonly annotate: () => AnnotateLine; readonly writer: RowWriter },
  ) {
    super(options);
    this.#annotate = options.annotate;
    this.#writer = options.writer;
  }

  protected override take(allele: ReadAllele): void {
    this.#alleles.push(allele);
  }

  header(header: VcfHeader): void {
    this.visitor.header(header);
  }

  override record(record: VcfRecord): void {
    super.record(record);
    this.#write();
  }

  override malformed(problem: MalformedLine): void {
    super.malformed(problem);
    this.#write();
  }

  #write(): void {
    const alleles = this.#alleles;
    this.#alleles = [];
    const variants: Variant[] = [];
    for (const allele of alleles) if ('variant' in allele) variants.push(allele.variant);
    const annotated = variants.length === 0 ? [] : this.#annotate()(variants);
    let index = 0;
    for (const allele of alleles) {
      if ('omission' in allele) {
        this.#writer.omission(allele.omission, null);
        continue;
      }
      const { rows, omission } = annotated[index] ?? { rows: [], omission: null };
      index += 1;
      for (const row of rows) this.#writer.row(allele.variant, row);
      if (rows.length === 0 && omission !== null) this.#writer.omission(omission, allele.variant);
    }
  }
}

/** Collects the alleles of coding exons whose genotype may place them on one molecule with others. */
export class PhaseCollector extends LineReader {
  readonly #touchesExon: (record: VcfRecord) => boolean;
  readonly #overlaps: (variant: Variant) => boolean;
  #found: PhaseInput[] = [];

  constructor(options: ReadingOptions & { readonly reference: ReferenceBundle }) {
    super(options);
    const { reference } = options;
    const overlaps = createExonOverlap(reference);
    this.#overlaps = ({ chrom, position, ref }) => overlaps(chrom, position - 1, position + ref.length);
    let [name, contig] = ['', reference.resolveContig('')];
    this.#touchesExon = (record) => {
      if (record.chrom !== name) [name, contig] = [record.chrom, reference.resolveContig(record.chrom)];
      return contig !== null && overlaps(contig.name, record.position - 1, record.position);
    };
  }

  /** A substitution of one base stays where it is; of anything else the place is known only when it is left-aligned. */
  override record(record: VcfRecord): void {
    if (record.ref.length === 1 && record.alt.length === 1 && !this.#touchesExon(record)) return;
    super.record(record);
  }

  protected override take(allele: ReadAllele): void {
    if (!('variant' in allele) || allele.variant.genotype === null || !this.#overlaps(allele.variant)) return;
    const { id, alleleOrdinal, line, chrom, position, ref, alt, phase, genotype, event } = allele.variant;
    this.#found.push({ id, alleleOrdinal, line, chrom, position, ref, alt, phase, genotype, event });
  }

  /** What was found since the last take. */
  takeFound(): PhaseInput[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }
}
