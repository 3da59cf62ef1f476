/** The two ways in which a VCF carries its own annotation, and which of them a file has. */
import { AntigraphError } from '../../../schemas/errors.js';
import type { Consequence, Variant, VcfSource } from '../../../schemas/rows.js';
import { readAnnEntry } from './ann-entry.js';
import { annRows } from './ann-rows.js';
import { consequenceRows, type RowContext } from './consequence-row.js';
import { csqReader } from './csq-entry.js';
import { entriesOfAllele, type WrittenAllele } from './match-allele.js';

/** One entry that names its allele and can be made into rows. */
export interface AnnotationEntry {
  readonly allele: string;
  /** ALLELE_NUM; null: not given. */
  readonly alleleNumber: number | null;
  readonly isTranscript: boolean;
  rowsOf(variant: Variant, context: RowContext): readonly Consequence[];
}

export interface Dialect {
  /** Key of INFO. */
  readonly field: 'CSQ' | 'ANN';
  /** Values an entry has, in words. */
  readonly expected: string;
  /** Raw value of a variant's record; null: it has none. */
  valueOf(variant: Variant): string | null;
  /** Null where the entry is cut. */
  read(entry: string): AnnotationEntry | null;
  /** The entries of one allele among those of its record, in the order written. */
  entriesOf(
    entries: readonly AnnotationEntry[],
    record: readonly WrittenAllele[],
    index: number,
  ): readonly AnnotationEntry[];
}

/** CSQ where the header has it, else ANN: SnpEff's, or VEP's where it was told to write that key. @throws VCF_CSQ_MISSING */
export function dialectOf(source: VcfSource): Dialect {
  const known = dialects.get(source);
  if (known !== undefined) return known;
  const dialect = readDialect(source);
  dialects.set(source, dialect);
  return dialect;
}

/** One for a file: `antigraph annotate` asks line by line. */
const dialects = new WeakMap<VcfSource, Dialect>();

function readDialect({ csqFields, annFields }: VcfSource): Dialect {
  if (csqFields !== null) return vepDialect('CSQ', csqFields);
  if (annFields === null) throw missing();
  return annFields.includes('Consequence') ? vepDialect('ANN', annFields) : snpEffDialect;
}

function vepDialect(field: Dialect['field'], names: readonly string[]): Dialect {
  const reader = csqReader(names);
  return {
    field,
    expected: `${names.length} values as the header says`,
    valueOf: (variant) => (field === 'CSQ' ? variant.csq : variant.ann),
    read(text) {
      const entry = reader.read(text);
      if (entry === null) return null;
      const { allele, alleleNumber, isTranscript } = entry;
      const rowsOf = (variant: Variant, context: RowContext) => consequenceRows(variant, entry, context);
      return { allele, alleleNumber, isTranscript, rowsOf };
    },
    entriesOf: entriesOfAllele,
  };
}

const snpEffDialect: Dialect = {
  field: 'ANN',
  expected: 'at least 11 values, as the specification of ANN says',
  valueOf: (variant) => variant.ann,
  read(text) {
    const entry = readAnnEntry(text);
    if (entry === null) return null;
    const { allele, isTranscript } = entry;
    const rowsOf = (variant: Variant, { fromBundle }: RowContext) => annRows(variant, entry, fromBundle);
    return { allele, alleleNumber: null, isTranscript, rowsOf };
  },
  // ANN names the ALT as the VCF writes it ("Allele (or ALT)"), so nothing need be guessed.
  entriesOf: (entries, record, index) =>
    entries.filter(({ allele }) => allele.toUpperCase() === record[index]?.alt.toUpperCase()),
};

function missing(): AntigraphError {
  return new AntigraphError(
    'VCF_CSQ_MISSING',
    'expected the annotation of VEP or SnpEff (a CSQ or ANN line in the header), found none',
    {
      fix:
        'Either annotate the VCF with VEP (--vcf --symbol --hgvs --tsl --canonical --mane --plugin Wildtype --plugin Frameshift), ' +
        'or leave --use-csq out and give --reference: the consequences are then called from the reference bundle.',
    },
  );
}
