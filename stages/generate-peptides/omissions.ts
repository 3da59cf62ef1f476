/** What generate-peptides leaves out, in the ledger's words. */
import type { Omission, OmissionCode } from '../../schemas/omissions.js';
import type { Consequence } from '../../schemas/rows.js';
import { compareText } from '../shared/compare-text.js';
import type { Occurrence } from '../shared/proteome-index/index.js';

/** Peptides left out of one allele. */
export interface LeftOut {
  readonly unusable: ReadonlySet<string>;
  /** Peptide → where it occurs. */
  readonly self: ReadonlyMap<string, readonly Occurrence[]>;
}

export function byLengthThenAlphabet(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

/** A bundle's subject: the peptides if they are few, else the first ones. */
function named(items: readonly string[]): string {
  return items.length <= 3 ? items.join(' ') : `${items.slice(0, 3).join(' ')} …`;
}

function sortedNames(names: Iterable<string>): string {
  return named([...new Set(names)].sort(compareText));
}

/** The omissions of one allele: bundles of peptides by reason, then the allele itself if nothing of it is left. */
export function omissionsOf(
  first: Pick<Consequence, 'input' | 'alleleOrdinal' | 'hypothesis' | 'statusReason'>,
  { unusable, self }: LeftOut,
  keptCount: number,
): readonly Omission[] {
  const { input, alleleOrdinal } = first;
  const omissions: Omission[] = [];
  const add = (code: OmissionCode, peptides: readonly string[], reason: string): void => {
    const subject = named(peptides);
    omissions.push({ input, alleleOrdinal, scope: 'item', subject, code, reason, count: peptides.length });
  };
  if (unusable.size > 0) {
    add(
      'PEPTIDE_UNUSABLE',
      [...unusable].sort(byLengthThenAlphabet),
      'a letter outside the 20 standard residues (X unknown, U selenocysteine): no predictor takes it',
    );
  }
  for (const { peptides, reason } of selfBundles(self)) add('SELF_PEPTIDE', peptides, reason);
  if (keptCount === 0) {
    const [code, why] = wholeAllele(self.size, unusable.size);
    const reason =
      first.hypothesis === null ? why : `${first.statusReason}; assumed instead: ${first.hypothesis}; ${why}`;
    omissions.push({ input, alleleOrdinal, scope: 'allele', subject: '', code, reason, count: 1 });
  }
  return omissions;
}

/** Peptides of wild-type proteins, then those that only a germline variant of the patient makes self. */
function* selfBundles(
  self: LeftOut['self'],
): Generator<{ readonly peptides: readonly string[]; readonly reason: string }> {
  const common = new Map<string, readonly Occurrence[]>();
  const personal = new Map<string, readonly Occurrence[]>();
  for (const [peptide, occurrences] of self) {
    const ofReference = occurrences.filter(({ germlineVariantIds }) => germlineVariantIds.length === 0);
    if (ofReference.length > 0) common.set(peptide, ofReference);
    else personal.set(peptide, occurrences);
  }
  const genesOf = (bundle: ReadonlyMap<string, readonly Occurrence[]>): string =>
    sortedNames([...bundle.values()].flat().map(({ gene }) => gene));
  if (common.size > 0) {
    yield { peptides: [...common.keys()], reason: `occurs in a wild-type protein of ${genesOf(common)}` };
  }
  if (personal.size > 0) {
    const variants = [...personal.values()].flat().flatMap(({ germlineVariantIds }) => germlineVariantIds);
    const reason = `occurs in the patient's own protein of ${genesOf(personal)} by germline variant ${sortedNames(variants)}`;
    yield { peptides: [...personal.keys()], reason };
  }
}

function wholeAllele(selfCount: number, unusableCount: number): readonly [OmissionCode, string] {
  if (selfCount > 0 && selfCount >= unusableCount) {
    return ['SELF_PEPTIDE', 'every new peptide occurs in a wild-type protein'];
  }
  return unusableCount > 0
    ? ['PEPTIDE_UNUSABLE', 'every new peptide has a letter no predictor takes']
    : [
        'NO_NOVEL_PEPTIDE',
        'no window of the lengths asked for is new: all occur in the wild type (a truncation, a repeat), or the protein is shorter',
      ];
}
