import type { OmissionCode } from '../../schemas/omissions.js';

export { splitAlternates } from '../shared/vcf/index.js';

/** What one ALT is: a sequence to carry on with, or the reason to leave it out. */
export type Alternate =
  | { readonly kind: 'sequence' }
  | { readonly kind: 'omitted'; readonly code: OmissionCode; readonly reason: string };

const sequence: Alternate = { kind: 'sequence' };
const bases = /^[ACGT]+$/i;
const iupac = /^[ACGTNRYSWKMBDHV]+$/i;

/** Sorts one REF/ALT pair by the forms ALT may have (VCF 4.3 §1.6.1, §5). `ref` is a sequence of IUPAC letters. */
export function classifyAlternate(ref: string, alt: string): Alternate {
  if (bases.test(alt)) {
    if (!bases.test(ref))
      return omitted('ALLELE_IUPAC', `REF '${clip(ref)}' holds a letter beyond A, C, G, T`);
    if (ref.toUpperCase() === alt.toUpperCase()) return omitted('ALLELE_EQUALS_REF', 'ALT equals REF');
    return sequence;
  }
  if (alt === '' || alt === '.') return omitted('ALLELE_MISSING', 'the record has no ALT here');
  if (alt === '*') return omitted('ALLELE_SPANNING_DELETION', "'*': the base is deleted by another record");
  if (/[[\]]/.test(alt) || /^\.[A-Z]+$|^[A-Z]+\.$/i.test(alt)) {
    return omitted('ALLELE_BREAKEND', `'${clip(alt)}' is a breakend`);
  }
  if (/^<[^<>\s]+>$/.test(alt))
    return omitted('ALLELE_SYMBOLIC', `'${clip(alt)}' is symbolic: no sequence given`);
  if (iupac.test(alt)) return omitted('ALLELE_IUPAC', `ALT '${clip(alt)}' holds a letter beyond A, C, G, T`);
  return omitted('RECORD_MALFORMED', `'${clip(alt)}' is none of the forms ALT may have`);
}

function omitted(code: OmissionCode, reason: string): Alternate {
  return { kind: 'omitted', code, reason };
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
