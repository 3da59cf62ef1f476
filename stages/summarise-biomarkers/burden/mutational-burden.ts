/** How many variants there are, of what kind, and per megabase of coding sequence. */
import type { Biomarkers, MutationalBurden } from '../../../schemas/biomarkers.js';
import type { Consequence, Variant } from '../../../schemas/rows.js';
import { compareText } from '../../shared/compare-text.js';
import { speakingRow } from '../../shared/speaking-row.js';
import { substitutionClass, substitutionClasses } from './substitution-class.js';

/**
 * Terms of a change of the protein, as exome-wide burden counts them: base substitutions and short indels that are not synonymous
 * (Merino 2020, doi:10.1136/jitc-2019-000147). Splice sites are counted apart: whether the protein changes is not stated by the term.
 */
const nonsynonymousTerms: ReadonlySet<string> = new Set([
  'missense_variant',
  'stop_gained',
  'stop_lost',
  'start_lost',
  'frameshift_variant',
  'inframe_insertion',
  'inframe_deletion',
  'protein_altering_variant',
]);
const synonymousTerms: ReadonlySet<string> = new Set([
  'synonymous_variant',
  'stop_retained_variant',
  'start_retained_variant',
]);

const definition =
  'accepted variants (substitutions and short indels) with a missense, stop, start, frameshift or in-frame indel consequence in a protein-coding transcript; splice sites, fusions and junctions do not count';

export interface Denominator {
  readonly callableMb: number | null;
  /** Where it is from. */
  readonly words: string;
}

export interface BurdenCounter {
  /** Takes up one variant with its consequences. */
  count(variant: Variant, rows: readonly Consequence[]): void;
  result(
    denominator: Denominator,
  ): Pick<Biomarkers, 'mutationalBurden' | 'consequenceKinds' | 'substitutionClasses'>;
}

/** Counts variants as they stream by; nothing of them is held. */
export function burdenCounter(): BurdenCounter {
  const kinds = new Map<string, number>();
  const classes = new Map<string, number>();
  let variants = 0;
  let nonsynonymous = 0;
  let synonymous = 0;
  return {
    count(variant, rows) {
      if (variant.event !== null) return;
      variants += 1;
      const kind = kindOf(rows);
      increase(kinds, kind);
      increase(classes, substitutionClass(variant.ref, variant.alt) ?? '');
      if (nonsynonymousTerms.has(kind)) nonsynonymous += 1;
      else if (synonymousTerms.has(kind)) synonymous += 1;
    },
    result: (denominator) => ({
      mutationalBurden: burdenOf({ variants, nonsynonymous, synonymous }, denominator),
      consequenceKinds: [...kinds]
        .map(([term, count]) => ({ term, count }))
        .sort((a, b) => b.count - a.count || compareText(a.term, b.term)),
      substitutionClasses: substitutionClasses.map((name) => ({
        class: name,
        count: classes.get(name) ?? 0,
      })),
    }),
  };
}

function burdenOf(
  counts: Pick<MutationalBurden, 'variants' | 'nonsynonymous' | 'synonymous'>,
  { callableMb, words }: Denominator,
): MutationalBurden {
  return {
    definition,
    ...counts,
    callableMb,
    denominator: words,
    perMb: callableMb === null ? null : Number((counts.nonsynonymous / callableMb).toPrecision(6)),
  };
}

/**
 * The term that says what becomes of the protein, else the most severe one, of the transcript that speaks for the variant: of the
 * protein-coding ones where there are any; of these, of those whose protein changes, else of those that it leaves as it is.
 */
function kindOf(rows: readonly Consequence[]): string {
  const coding = rows.filter(({ biotype }) => biotype === 'protein_coding' || biotype === '');
  const telling = [nonsynonymousTerms, synonymousTerms]
    .map((terms) => coding.filter(({ consequence }) => consequence.some((term) => terms.has(term))))
    .find((found) => found.length > 0);
  const terms = speakingRow(telling ?? coding)?.consequence;
  if (terms !== undefined) return terms.find(isProteinTerm) ?? terms[0] ?? 'intergenic_variant';
  const others = speakingRow(rows)?.consequence ?? [];
  if (others.length === 0) return 'intergenic_variant';
  // A change of a transcript that decays or makes no protein is none of a protein.
  return others.find((term) => !isProteinTerm(term)) ?? 'non_coding_transcript_variant';
}

function isProteinTerm(term: string): boolean {
  return nonsynonymousTerms.has(term) || synonymousTerms.has(term);
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
