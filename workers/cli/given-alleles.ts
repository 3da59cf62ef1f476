import { AntigraphError } from '../../schemas/errors.js';
import { type MhcClass, parseClassIAllele, parseClassIIAllele } from '../../schemas/hla.js';

/** The alleles of --alleles, canonical and distinct, in the order given. @throws HLA_MALFORMED, HLA_EMPTY */
export function givenAlleles(text: string, mhcClass: MhcClass): readonly string[] {
  const parse = mhcClass === 'I' ? parseClassIAllele : parseClassIIAllele;
  const names = text.split(/[\s,;]+/).filter((name) => name !== '');
  const alleles = [...new Set(names.map(parse))];
  if (alleles.length > 0) return alleles;
  throw new AntigraphError('HLA_EMPTY', '--alleles names no allele', {
    fix:
      mhcClass === 'I'
        ? 'For example --alleles HLA-A*02:01,HLA-B*07:02.'
        : 'For example --alleles HLA-DRB1*11:01.',
  });
}
