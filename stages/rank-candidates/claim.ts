/** Whether a declared claim holds of a candidate, and its words. */
import { formatNumber } from '../shared/tsv.js';
import { type CandidateFacts, flagWords, numberWords, showFlag, showNumber } from './facts.js';
import type { Limits } from './limits.js';
import type { Test } from './policies/policy.js';

/** null: unknown. Of 'any' one true suffices, of 'all' one false; else one unknown makes the whole unknown (Kleene's logic). */
export function claimOf(test: Test, facts: CandidateFacts, limits: Limits): boolean | null {
  switch (test.kind) {
    case 'is': {
      const value = facts.flags[test.fact];
      return value === null ? null : value === test.value;
    }
    case 'any':
    case 'all': {
      const deciding = test.kind === 'any';
      const parts = test.of.map((part) => claimOf(part, facts, limits));
      if (parts.includes(deciding)) return deciding;
      return parts.includes(null) ? null : !deciding;
    }
    default: {
      const value = facts.numbers[test.fact];
      const limit = limitOf(test.limit, limits);
      return value === null || limit === null ? null : compare(test.kind, value, limit);
    }
  }
}

function compare(kind: 'below' | 'above' | 'at-least' | 'at-most', value: number, limit: number): boolean {
  switch (kind) {
    case 'below':
      return value < limit;
    case 'above':
      return value > limit;
    case 'at-least':
      return value >= limit;
    case 'at-most':
      return value <= limit;
  }
}

/** The limit as a number; null: it cannot be known of this report. */
export function limitOf(limit: Extract<Test, { limit: unknown }>['limit'], limits: Limits): number | null {
  return typeof limit === 'number' ? limit : limits[limit];
}

/** What the candidate has, in words. */
export function valueWords(test: Test, facts: CandidateFacts): string {
  switch (test.kind) {
    case 'is':
      return showFlag(facts, test.fact);
    case 'any':
    case 'all': {
      const parts = test.of.map((part) => valueWords(part, facts)).filter((words) => words !== 'unknown');
      return parts.length === 0 ? 'unknown' : parts.join(', ');
    }
    default:
      return showNumber(facts, test.fact);
  }
}

const signs = { below: '<', above: '>', 'at-least': '≥', 'at-most': '≤' } as const;

/** What is asked for, in words; of several demands each names what it is about. */
export function requirementWords(test: Test, limits: Limits, isOneOfSeveral = false): string {
  switch (test.kind) {
    case 'is':
      return flagWords[test.fact][test.value ? 0 : 1];
    case 'any':
      return test.of.map((part) => requirementWords(part, limits, true)).join(' or ');
    case 'all':
      return test.of.map((part) => requirementWords(part, limits, true)).join(' and ');
    default: {
      const limit = limitOf(test.limit, limits);
      const [before, unit] = numberWords[test.fact];
      if (limit === null) return `no ${before === '' ? unit : before} known`;
      const words = `${signs[test.kind]} ${formatNumber(limit)} ${unit}`.trim();
      return isOneOfSeveral ? `${before} ${words}`.trim() : words;
    }
  }
}
