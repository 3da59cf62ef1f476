/**
 * Which CSQ entries speak of which allele. VEP writes in 'Allele' what its parser made of the record (ensembl-vep,
 * Bio::EnsEMBL::VEP::Parser::VCF): if some ALT differs in length from REF and REF and all ALTs share their first base, that base is cut
 * off everywhere and nothing left becomes '-'; else the alleles stay as written. So the rule needs the record's other ALTs as well.
 * With --minimal each allele is trimmed at both ends on its own and only ALLELE_NUM tells equal strings apart.
 */
import { defect } from '../../../schemas/errors.js';
import type { CsqEntry } from './csq-entry.js';

export interface WrittenAllele {
  readonly ref: string;
  readonly alt: string;
}

/** REF and ALT of a `chrom:pos:ref:alt` as the file wrote it; contig names may contain colons (HLA contigs do). */
export function writtenAllele(input: string): WrittenAllele {
  const parts = input.split(':');
  const alt = parts.at(-1);
  const ref = parts.at(-2);
  if (alt === undefined || ref === undefined) throw defect(`'${input}' is not chrom:pos:ref:alt`);
  return { ref, alt };
}

function withoutFirstBase(alt: string): string {
  return alt.slice(1) || '-';
}

function sharesFirstBase({ ref, alt }: WrittenAllele): boolean {
  return ref.charAt(0) === alt.charAt(0);
}

function minimised({ ref, alt }: WrittenAllele): string {
  let start = 0;
  while (start < Math.min(ref.length, alt.length) && ref.charAt(start) === alt.charAt(start)) start += 1;
  let end = 0;
  while (
    end < Math.min(ref.length, alt.length) - start &&
    ref.charAt(ref.length - 1 - end) === alt.charAt(alt.length - 1 - end)
  ) {
    end += 1;
  }
  return alt.slice(start, alt.length - end) || '-';
}

/** Spellings under which VEP may name the allele, the likeliest first. */
function spellings(allele: WrittenAllele, record: readonly WrittenAllele[]): readonly string[] {
  const isCut =
    record.some(({ ref, alt }) => ref.length !== alt.length) &&
    record.every((sibling) => sharesFirstBase(sibling));
  const cut = withoutFirstBase(allele.alt);
  const first = isCut ? [cut, allele.alt] : [allele.alt];
  // The record's other ALTs may have been dropped before this stage, so the second rule is tried as well.
  const second = !isCut && sharesFirstBase(allele) ? [cut] : [];
  const legacy = allele.alt.length < allele.ref.length ? ['deletion'] : [];
  return [...new Set([...first, ...second, minimised(allele), ...legacy])];
}

/**
 * The entries of one allele, in the order written; empty: the annotation does not speak of it.
 * `record` holds the record's alleles that are still in the run, in ALT order, the allele itself among them at `index`.
 */
export function entriesOfAllele<Entry extends Pick<CsqEntry, 'allele' | 'alleleNumber'>>(
  entries: readonly Entry[],
  record: readonly WrittenAllele[],
  index: number,
): readonly Entry[] {
  const allele = record[index];
  if (allele === undefined) return [];
  const numbers = entries.map((entry) => entry.alleleNumber ?? 0);
  // ALLELE_NUM counts the ALTs of the record as annotated: usable only while every one of them is still here.
  if (numbers.length > 0 && Math.min(...numbers) >= 1 && Math.max(...numbers) === record.length) {
    const numbered = entries.filter((entry) => entry.alleleNumber === index + 1);
    if (numbered.some((entry) => spellings(allele, record).includes(entry.allele))) return numbered;
  }
  for (const spelling of spellings(allele, record)) {
    const matching = entries.filter((entry) => entry.allele.toUpperCase() === spelling.toUpperCase());
    if (matching.length > 0) return matching;
  }
  return [];
}
