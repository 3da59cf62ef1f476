import { createHash } from 'node:crypto';
import { AntigraphError } from '../../../schemas/errors.js';
import type {
  AlleleSupport,
  PeptideMhcPredictor,
  PredictionBlock,
  Predictions,
} from '../../../schemas/predictor.js';

export type ConsensusMethod = 'median' | 'lowest' | 'best';

/** One number of each member that gave it. */
type Combine = (values: readonly number[]) => number;

const lowest: Combine = (values) => Math.min(...values);
const highest: Combine = (values) => Math.max(...values);

/** The middle value; of an even count the mean of the two middle ones. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** Affinities are compared as logarithms (1 − log50000(nM), Nielsen 2003, doi:10.1110/ps.0239403): the median of those. */
function medianOfLogs(values: readonly number[]): number {
  return values.length % 2 === 1 ? median(values) : Math.exp(median(values.map(Math.log)));
}

const rules: Readonly<
  Record<Exclude<ConsensusMethod, 'best'>, Readonly<Record<keyof Predictions, Combine>>>
> = {
  median: {
    affinityNm: medianOfLogs,
    percentileRank: median,
    presentationScore: median,
    halfLifeHours: median,
  },
  lowest: {
    affinityNm: lowest,
    percentileRank: lowest,
    // Where higher is better the most favourable is the highest.
    presentationScore: highest,
    halfLifeHours: highest,
  },
};

/**
 * Several predictors as one, what each said kept in `members`. 'median': of each number over the predictors that gave one; 'lowest': the lowest
 * rank and the lowest nM, each on its own; 'best': all numbers of the predictor whose rank is lowest, of equal ones the first asked for.
 * @throws USAGE where they are of two classes
 */
export function consensusOf(
  members: readonly PeptideMhcPredictor[],
  method: ConsensusMethod,
): PeptideMhcPredictor {
  const [first] = members;
  const stranger = members.find(({ mhcClass }) => mhcClass !== first?.mhcClass);
  if (first === undefined || stranger !== undefined)
    throw new AntigraphError(
      'USAGE',
      `predictors of two classes: ${members.map(({ name, mhcClass }) => `${name} (${mhcClass})`).join(', ')}`,
      { fix: 'A consensus is over predictors of one MHC class.' },
    );
  const givesHalfLife = members.some((member) => member.givesHalfLife === true);
  const sizes = members.flatMap(({ batchSize }) => batchSize ?? []);
  return {
    name: `consensus-${method}`,
    version: members.map(({ name, version }) => `${name} ${version}`).join('+'),
    digest: createHash('sha256')
      .update(`${[method, ...members.map(({ digest }) => digest)].join('\n')}\n`)
      .digest('hex'),
    mhcClass: first.mhcClass,
    minLength: Math.min(...members.map(({ minLength }) => minLength)),
    maxLength: Math.max(...members.map(({ maxLength }) => maxLength)),
    ...(sizes.length === 0 ? {} : { batchSize: Math.max(...sizes) }),
    ...(givesHalfLife ? { givesHalfLife } : {}),
    ...(members.some(({ scoresAnyPeptide }) => scoresAnyPeptide === false)
      ? { scoresAnyPeptide: false as const }
      : {}),
    supportFor: (allele) => supportOf(members, allele),
    async predict(peptides, alleles) {
      const blocks: PredictionBlock[] = [];
      // One after the other: a tool fills the processor by itself, and no more of them may run than there are jobs.
      for (const member of members) blocks.push(await member.predict(peptides, alleles));
      const size = peptides.length * alleles.length;
      const joint = method === 'best' ? bestOf(blocks, size) : combined(blocks, size, method);
      return {
        ...joint,
        members: blocks.map((block, index) => ({
          ...numbersOf(block),
          name: members[index]?.name ?? '',
          version: members[index]?.version ?? '',
        })),
      };
    },
  };
}

/** One that does not know the allele would be missing without a word, so all must know it. What is known of the training is of the first that says it. */
function supportOf(members: readonly PeptideMhcPredictor[], allele: string): AlleleSupport {
  const supports = members.map((member) => member.supportFor(allele));
  const unsupported = supports.find(({ kind }) => kind === 'unsupported');
  if (unsupported !== undefined) return unsupported;
  const telling = supports.find((one) => one.kind === 'supported' && one.confidence !== 'unknown');
  return telling ?? supports[0] ?? { kind: 'unsupported', nearest: [] };
}

function numbersOf(block: PredictionBlock): Predictions {
  const { affinityNm, percentileRank, presentationScore, halfLifeHours } = block;
  return {
    affinityNm,
    percentileRank,
    presentationScore,
    ...(halfLifeHours === undefined ? {} : { halfLifeHours }),
  };
}

function combined(
  blocks: readonly PredictionBlock[],
  size: number,
  method: Exclude<ConsensusMethod, 'best'>,
): PredictionBlock {
  const column = (name: keyof Predictions): Float32Array => {
    const combine = rules[method][name];
    return Float32Array.from({ length: size }, (_, at) => {
      const values = blocks.map((block) => block[name]?.[at] ?? Number.NaN).filter((v) => !Number.isNaN(v));
      return values.length === 0 ? Number.NaN : combine(values);
    });
  };
  return withExtras(blocks, size, {
    affinityNm: column('affinityNm'),
    percentileRank: column('percentileRank'),
    presentationScore: column('presentationScore'),
    ...(blocks.some(({ halfLifeHours }) => halfLifeHours !== undefined)
      ? { halfLifeHours: column('halfLifeHours') }
      : {}),
  });
}

function bestOf(blocks: readonly PredictionBlock[], size: number): PredictionBlock {
  const chosen = Array.from({ length: size }, (_, at) => lowestRanked(blocks, at));
  const column = (name: keyof Predictions): Float32Array =>
    Float32Array.from(chosen, (block, at) => block?.[name]?.[at] ?? Number.NaN);
  return withExtras(blocks, size, {
    affinityNm: column('affinityNm'),
    percentileRank: column('percentileRank'),
    presentationScore: column('presentationScore'),
    ...(blocks.some(({ halfLifeHours }) => halfLifeHours !== undefined)
      ? { halfLifeHours: column('halfLifeHours') }
      : {}),
  });
}

/** The block whose rank at this pair is lowest, the first of equals; undefined where none gives a rank. */
function lowestRanked(blocks: readonly PredictionBlock[], at: number): PredictionBlock | undefined {
  let best: PredictionBlock | undefined;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    const rank = block.percentileRank[at] ?? Number.NaN;
    if (rank >= bestRank || Number.isNaN(rank)) continue;
    best = block;
    bestRank = rank;
  }
  return best;
}

/** The binding core is that of the lowest-ranked predictor that names one. */
function withExtras(blocks: readonly PredictionBlock[], size: number, numbers: Predictions): PredictionBlock {
  const withCores = blocks.filter(({ coreOffset }) => coreOffset !== undefined);
  if (withCores.length === 0) return numbers;
  const coreOffset = Int8Array.from({ length: size }, (_, at) => {
    const naming = withCores.filter((block) => (block.coreOffset?.[at] ?? -1) >= 0);
    return (lowestRanked(naming, at) ?? naming[0])?.coreOffset?.[at] ?? -1;
  });
  return { ...numbers, coreOffset };
}
