import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { fileSource } from '../../infra/stores/file-content.js';
import type { CandidateFacts } from '../../stages/rank-candidates/facts.js';
import { rankTable } from '../../workers/cli/rank/rank-table.js';
import { readEpitopes } from '../../workers/cli/rank/read-epitopes.js';

/**
 * No output of Vaxrank or TESLA lies in ../shared/data/reports, but their configurations do, and LENS's reports have the inputs.
 * The formulas are read from the configurations' own text and evaluated here.
 */
const folder = '../shared/data/reports';
const lensReports = ['1_4', '1_5_1', '1_9'];

const configurationSchema = z.object({
  epitopes: z.object({
    min_score: z.number().optional(),
    affinity_cutoff: z.number().optional(),
    selection_policy: z.object({
      score_by: z.string(),
      min_score: z.number().nullable(),
      criteria: z.array(z.object({ name: z.string(), expression: z.string() })),
    }),
  }),
});

function configuration(name: string) {
  const { epitopes } = configurationSchema.parse(
    parse(readFileSync(`${folder}/policies/${name}.yaml`, 'utf8')),
  );
  return epitopes;
}

function expressionOf(name: string, criterion: string): string {
  const found = configuration(name).selection_policy.criteria.find((each) => each.name === criterion);
  return found?.expression.replace(/\s+/g, ' ') ?? '';
}

/** 'affinity.value < 34' as a claim about a number. */
function claimIn(expression: string): (value: number) => boolean {
  const [, sign, limit] = /([<>]) ([\d.e-]+)$/.exec(expression) ?? [];
  expect([sign, limit]).not.toContain(undefined);
  return (value) => (sign === '<' ? value < Number(limit) : value > Number(limit));
}

async function candidatesOf(version: string, policy: 'vaxrank' | 'tesla') {
  const path = `${folder}/lens/sample_v${version}.tsv`;
  const { facts } = await readEpitopes(fileSource(path, path, statSync(path).size), 'lens');
  return rankTable(facts, { policy, purity: null }).ranked.flatMap(({ candidates }) => candidates);
}

const numberOf = (facts: CandidateFacts, fact: keyof CandidateFacts['numbers']) =>
  facts.numbers[fact] ?? Number.NaN;

describe('vaxrank', () => {
  it.each(lensReports)(
    'scores each pair of report %s as the configuration says, to 1e-6',
    async (version) => {
      const expression = expressionOf('openvax-v1', 'legacy_binding');
      const [, cutoff, midpoint, width] =
        /\(affinity\.value < ([\d.]+)\) \* affinity\.value\.logistic_normalized\(([\d.]+), ([\d.]+)\)/.exec(
          expression,
        ) ?? [];
      const least = configuration('openvax-v1').selection_policy.min_score ?? Number.NaN;
      const logistic = (x: number) => 1 / (1 + Math.exp((x - Number(midpoint)) / Number(width)));
      const candidates = await candidatesOf(version, 'vaxrank');
      expect(candidates.length).toBeGreaterThan(20);
      for (const { facts, score } of candidates) {
        const affinity = numberOf(facts, 'affinityNm');
        const configured = affinity < Number(cutoff) ? logistic(affinity) / logistic(0) : 0;
        expect(Math.abs((score ?? Number.NaN) - (configured < least ? 0 : configured))).toBeLessThan(1e-6);
      }
    },
  );

  it("weighs a variant by the root of its mutant reads, as the configuration's combined score", () => {
    expect(readFileSync(`${folder}/policies/openvax-v1.yaml`, 'utf8')).toContain(
      'combined_score_expr: sqrt(n_rna_alt) * target_epitope_score',
    );
  });
});

describe('tesla', () => {
  it.each(lensReports)(
    'scores and passes the pairs of report %s as both configurations say, to 1e-6',
    async (version) => {
      const isPresented = [
        ['affinityNm', 'binding'],
        ['tpm', 'abundance'],
        ['halfLifeHours', 'stability'],
      ] as const;
      const hasLittleAgretopicity = claimIn(
        expressionOf('tesla-recognition-v1', 'agretopicity').replace(/\)$/, ''),
      );
      const isForeign = claimIn(expressionOf('tesla-recognition-v1', 'foreignness'));
      expect(configuration('tesla-recognition-v1').selection_policy.score_by).toBe(
        '1 / (1 + affinity.value)',
      );
      const candidates = await candidatesOf(version, 'tesla');
      for (const { facts, score, tier } of candidates) {
        expect(Math.abs((score ?? Number.NaN) - 1 / (1 + numberOf(facts, 'affinityNm')))).toBeLessThan(1e-6);
        // The configuration excludes what is unknown, ours lets it pass (as everywhere): compared where all is known.
        const known = isPresented.filter(([fact]) => facts.numbers[fact] !== null);
        const passes = known.every(([fact, name]) => {
          expect(expressionOf('tesla-presentation-v1', name)).toBe(
            expressionOf('tesla-recognition-v1', name),
          );
          return claimIn(expressionOf('tesla-presentation-v1', name))(numberOf(facts, fact));
        });
        const { agretopicity, foreignness } = facts.numbers;
        const isRecognised =
          agretopicity === null ||
          foreignness === null ||
          hasLittleAgretopicity(agretopicity) ||
          isForeign(foreignness);
        expect([tier === 'Pass', facts.peptide]).toEqual([passes && isRecognised, facts.peptide]);
      }
    },
  );
});
