/**
 * Entries of VEP's CSQ field. VEP documentation, "VCF output": values are separated by '|', entries by ','; the order of the columns is
 * whatever the header says; '&' joins lists; ';', '=', ',' and blanks of a value are written in percent code or replaced.
 */
import { AntigraphError } from '../../../schemas/errors.js';

/** One entry with the columns consequence calling needs; '' = absent column or empty value. Text is percent-decoded. */
export interface CsqEntry {
  readonly allele: string;
  readonly alleleNumber: number | null;
  readonly terms: readonly string[];
  readonly gene: string;
  readonly geneId: string;
  readonly feature: string;
  readonly isTranscript: boolean;
  readonly biotype: string;
  readonly hgvsC: string;
  readonly hgvsP: string;
  readonly proteinPosition: string;
  readonly aminoAcids: string;
  readonly strand: string;
  readonly flags: readonly string[];
  readonly isCanonical: boolean;
  readonly isManeSelect: boolean;
  readonly isManePlusClinical: boolean;
  readonly tsl: string;
  readonly appris: string;
  readonly ensp: string;
  readonly wildtypeProtein: string;
  readonly frameshiftSequence: string;
  readonly downstreamProtein: string;
  readonly proteinLengthChange: string;
  /** Value of the NMD plugin; null: the column is not there. */
  readonly nmd: string | null;
}

/** Reads entries by column name. */
export interface CsqReader {
  /** Null: the entry's number of values is not the header's (a cut line). */
  read(entry: string): CsqEntry | null;
}

/**
 * Decodes %XX of ASCII characters, the only ones VCF 4.3 (section 1.2) and VEP encode; anything else stays as written.
 */
function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-7][0-9A-Fa-f])/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const indispensable = ['Allele', 'Consequence', 'Feature'] as const;

/**
 * A reader for the columns the header names.
 * @throws VCF_CSQ_MISSING where it lacks a column nothing can be done without
 */
export function csqReader(names: readonly string[]): CsqReader {
  const missing = indispensable.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new AntigraphError('VCF_CSQ_MISSING', `the CSQ header lacks the column ${missing.join(', ')}`, {
      fix: 'Annotate again with VEP --vcf keeping its default fields, or leave --use-csq out and give --reference.',
      details: { found: names },
    });
  }
  const columnOf = new Map(names.map((name, index) => [name, index] as const));
  return {
    read(entry) {
      const values = entry.split('|');
      if (values.length !== names.length) return null;
      const value = (name: string): string => values[columnOf.get(name) ?? -1] ?? '';
      return entryOf(value, columnOf);
    },
  };
}

function entryOf(value: (name: string) => string, columnOf: ReadonlyMap<string, number>): CsqEntry {
  const geneId = decodePercent(value('Gene'));
  const feature = decodePercent(value('Feature'));
  const alleleNumber = Number.parseInt(value('ALLELE_NUM'), 10);
  return {
    allele: value('Allele'),
    alleleNumber: Number.isNaN(alleleNumber) ? null : alleleNumber,
    terms: value('Consequence').split('&'),
    gene: decodePercent(value('SYMBOL')) || geneId,
    geneId,
    feature,
    // Without Feature_type, regulatory and motif features are told by their Ensembl prefixes.
    isTranscript: columnOf.has('Feature_type')
      ? value('Feature_type') === 'Transcript'
      : feature !== '' && !/^ENS[A-Z]*[RM]\d/.test(feature),
    biotype: decodePercent(value('BIOTYPE')),
    hgvsC: decodePercent(value('HGVSc')),
    hgvsP: decodePercent(value('HGVSp')),
    proteinPosition: value('Protein_position'),
    aminoAcids: decodePercent(value('Amino_acids')),
    strand: value('STRAND'),
    flags: value('FLAGS').split('&').filter(Boolean),
    isCanonical: value('CANONICAL') === 'YES',
    isManeSelect: value('MANE_SELECT') !== '' || /MANE_Select/i.test(value('MANE')),
    isManePlusClinical: value('MANE_PLUS_CLINICAL') !== '',
    tsl: value('TSL'),
    appris: value('APPRIS'),
    ensp: decodePercent(value('ENSP')),
    wildtypeProtein: value('WildtypeProtein'),
    frameshiftSequence: value('FrameshiftSequence'),
    downstreamProtein: value('DownstreamProtein'),
    proteinLengthChange: value('ProteinLengthChange'),
    nmd: columnOf.has('NMD') ? value('NMD') : null,
  };
}
