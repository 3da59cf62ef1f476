/**
 * How far a candidate meets what an expert board looks at when it reviews candidates one by one: a stated additive rule, no probability
 * of an immune response, fitted to nothing, and nothing is ordered by it. What is looked at: Richters 2019, doi:10.1186/s13073-019-0666-2
 * (sections on prioritisation) and the columns that pVACtools 7.1.5 shows to its reviewers. Points are a stated choice: 2 for what
 * decides alone, 1 for what supports.
 */
import type { Candidate } from '../../schemas/candidates.js';
import { claimOf, valueWords } from './claim.js';
import { type CandidateFacts, type NumberFact, showNumber } from './facts.js';
import type { Limits } from './limits.js';
import type { Test } from './policies/policy.js';
import { transcript } from './policies/pvacseq-rules.js';

type Part = Candidate['boardParts'][number];

type Rule =
  /** Half the points at the threshold, all a factor of ten on the good side of it, none a factor of ten on the other. */
  | {
      readonly kind: 'decade';
      readonly fact: NumberFact;
      readonly threshold: number;
      readonly better: 'low' | 'high';
    }
  /** In proportion, from 0 to all at `full`. */
  | { readonly kind: 'share'; readonly fact: NumberFact; readonly full: number }
  /** The first step whose bound the value lies below; none beyond the last. */
  | {
      readonly kind: 'steps';
      readonly fact: NumberFact;
      readonly steps: readonly { readonly below: number; readonly share: number }[];
    }
  | { readonly kind: 'claim'; readonly test: Test };

interface BoardCriterion {
  readonly name: string;
  readonly outOf: number;
  readonly rule: Rule;
}

const criteria: readonly BoardCriterion[] = [
  {
    // Sette 1994, doi:10.4049/jimmunol.153.12.5586: 500 nM; 50 nM is the usual bound of a strong binder.
    name: 'affinity',
    outOf: 2,
    rule: { kind: 'decade', fact: 'affinityNm', threshold: 500, better: 'low' },
  },
  {
    // 2 %: NetMHCpan's weak binder.
    name: 'presentation',
    outOf: 2,
    rule: { kind: 'decade', fact: 'percentileRank', threshold: 2, better: 'low' },
  },
  {
    // 2.5: pVACseq 7.1.5's limit of allele expression.
    name: 'allele expression',
    outOf: 2,
    rule: { kind: 'decade', fact: 'alleleExpression', threshold: 2.5, better: 'high' },
  },
  {
    // Two reads: the least that Vaxrank's default configuration takes for a variant seen in RNA.
    name: 'mutant RNA reads',
    outOf: 1,
    rule: { kind: 'decade', fact: 'rnaAltReads', threshold: 2, better: 'high' },
  },
  {
    name: 'fraction of the tumour',
    outOf: 2,
    rule: { kind: 'share', fact: 'clonalFraction', full: 1 },
  },
  {
    // Xia 2023, doi:10.1126/sciimmunol.abg2200: which positions anchor decides what the T cell sees as new.
    name: 'new to T cells',
    outOf: 2,
    rule: { kind: 'claim', test: { kind: 'is', fact: 'isNewToTcells', value: true } },
  },
  {
    // 0.1: Wells 2020, doi:10.1016/j.cell.2020.09.015. One point: alone it separates little (SCIENCE "Features").
    name: 'agretopicity',
    outOf: 1,
    rule: { kind: 'decade', fact: 'agretopicity', threshold: 0.1, better: 'low' },
  },
  {
    name: 'not in the proteome',
    outOf: 2,
    rule: { kind: 'claim', test: { kind: 'is', fact: 'isSelfPeptide', value: false } },
  },
  { name: 'transcript', outOf: 1, rule: { kind: 'claim', test: transcript.test } },
  {
    name: 'certain protein',
    outOf: 1,
    rule: { kind: 'claim', test: { kind: 'is', fact: 'isCertain', value: true } },
  },
  {
    // Three alleles in all, as many as a variant's probability counts.
    name: 'further HLA alleles',
    outOf: 1,
    rule: { kind: 'share', fact: 'otherBindingAlleles', full: 2 },
  },
  {
    // NetMHCIIpan's strong and weak binders.
    name: 'class II support',
    outOf: 1,
    rule: {
      kind: 'steps',
      fact: 'classTwoPercentileRank',
      steps: [
        { below: 2, share: 1 },
        { below: 10, share: 0.5 },
      ],
    },
  },
];

/** The board score with its parts: points earned ÷ points that the known parts could have; null where the known parts hold less than half of all points. */
export function boardOf(facts: CandidateFacts, limits: Limits): Pick<Candidate, 'boardScore' | 'boardParts'> {
  const parts = criteria.map((criterion) => partOf(criterion, facts, limits));
  const known = parts.filter(({ points }) => points !== null);
  const possible = sum(known.map(({ outOf }) => outOf));
  const isTooLittleKnown = possible * 2 < sum(parts.map(({ outOf }) => outOf));
  const earned = sum(known.map(({ points }) => points ?? 0));
  return {
    boardScore: isTooLittleKnown ? null : Number((earned / possible).toFixed(3)),
    boardParts: parts,
  };
}

function partOf({ name, outOf, rule }: BoardCriterion, facts: CandidateFacts, limits: Limits): Part {
  const share = shareOf(rule, facts, limits);
  return {
    name,
    value: rule.kind === 'claim' ? valueWords(rule.test, facts) : showNumber(facts, rule.fact),
    points: share === null ? null : Number((share * outOf).toFixed(2)),
    outOf,
  };
}

function shareOf(rule: Rule, facts: CandidateFacts, limits: Limits): number | null {
  if (rule.kind === 'claim') {
    const holds = claimOf(rule.test, facts, limits);
    return holds === null ? null : Number(holds);
  }
  const value = facts.numbers[rule.fact];
  if (value === null) return null;
  switch (rule.kind) {
    case 'decade': {
      const decades = Math.log10(value / rule.threshold);
      return withinOne(0.5 + (rule.better === 'high' ? decades : -decades) / 2);
    }
    case 'share':
      return withinOne(value / rule.full);
    case 'steps':
      return rule.steps.find(({ below }) => value < below)?.share ?? 0;
  }
}

function withinOne(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Exact for numbers of two decimals, so that a person can add the parts up. */
function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + Math.round(value * 100), 0) / 100;
}
