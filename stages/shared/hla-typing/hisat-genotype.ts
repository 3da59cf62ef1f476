import { callOf, groupByGene, type HlaCall, locus, type TypingFormat } from './typing.js';

const rankedPattern = /^\s*(?:\*{3}\s*)?(\d+) ranked (\S+) \(abundance: ([\d.]+)%\)/;

/**
 * Below this share of the first allele's abundance the second is in doubt: arcasHLA's default for telling homozygous from heterozygous
 * (`--zygosity_threshold`, Orenbuch 2020, doi:10.1093/bioinformatics/btz474); HISAT-genotype itself states no limit.
 */
const zygosityRatio = 0.15;

interface Ranked {
  readonly rank: number;
  readonly abundance: number;
  readonly call: HlaCall;
}

/**
 * HISAT-genotype *.report (Kim 2019, doi:10.1038/s41587-019-0201-4): per gene the alleles ranked by abundance; by its manual "the top
 * two alleles in this estimate are considered as the two alleles". The counts listed above the ranks are not to be used.
 */
export const hisatGenotype: TypingFormat = {
  tool: 'HISAT-genotype',
  recognises: ({ lines }) => lines.some(({ text }) => rankedPattern.test(text)),
  read({ lines }) {
    const ranked = lines.flatMap(({ text, number: line }): readonly Ranked[] => {
      const [, rank, name, abundance] = rankedPattern.exec(text) ?? [];
      if (rank === undefined || name === undefined) return [];
      return [{ rank: Number(rank), abundance: Number(abundance), call: callOf(name, { line, gene: null }) }];
    });
    return groupByGene(ranked, ({ call }) => call.gene).flatMap(topTwo);
  },
};

function topTwo(ranked: readonly Ranked[]): readonly HlaCall[] {
  const first = ranked.find(({ rank }) => rank === 1);
  const second = ranked.find(({ rank }) => rank === 2);
  if (first === undefined) return ranked.map(({ call }) => call);
  if (second === undefined) return [first.call];
  if (second.abundance >= zygosityRatio * first.abundance || second.call.allele === first.call.allele)
    return locus(first.call, second.call);
  const reason = `its abundance is ${second.abundance} % against ${first.abundance} %: the locus may be homozygous`;
  return [
    first.call,
    second.call.note === 'ok' ? { ...second.call, note: 'ambiguous', reason } : second.call,
  ];
}
