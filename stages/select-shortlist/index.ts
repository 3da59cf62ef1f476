/** select-shortlist: the antigens that together cover the tumour best, as far as they fit, with a bound on what any other list could do. */
import {
  candidates,
  decisionsFile,
  panel,
  rankedVariants,
  selection,
  shortlist,
  variants,
} from '../../schemas/artifacts.js';
import type { RankedVariant } from '../../schemas/candidates.js';
import { defineStage, type LoadedInputs, optional, required } from '../../schemas/stage.js';
import { compareText } from '../shared/compare-text.js';
import { formatNumber } from '../shared/tsv.js';
import { type Antigen, contributionsOf } from './antigens.js';
import { productOf, type Refusal, type Standing, standingOf } from './board.js';
import { type Columns, columnsOf, wholeProblem } from './build-problem.js';
import { type Choice, choose } from './choose.js';
import { readDecisions } from './decisions/read-decisions.js';
import { noVerdicts, type Verdicts, verdictsOf } from './decisions/verdicts.js';
import { describeSelection } from './describe.js';
import { paramsSchema, type SelectParams } from './params.js';
import { gainOf, openWeights, sumsOf } from './search/problem.js';

export { areDecisionColumns, readDecisions } from './decisions/read-decisions.js';

const inputs = {
  ranked: required(rankedVariants),
  candidates: required(candidates),
  panel: required(panel),
  /** For decisions on variants that left the run before they were ranked. */
  variants: required(variants),
  decisions: optional(decisionsFile),
};

export const selectShortlist = defineStage({
  name: 'select-shortlist',
  version: '4',
  summary:
    "takes the antigens that together cover most clones through most HLA alleles, with proof, a bound per gene and the reviewer's decisions",
  params: paramsSchema,
  inputs,
  outputs: { shortlist, selection },
  resources: [],
  shard: null,
  async run({ params, inputs, emit, omit }) {
    const ranked = [...inputs.ranked];
    const verdicts = await verdictsIn(inputs, ranked);
    const standings = new Map(
      ranked.map((row) => [row.alleleOrdinal, standingOf(row, params, verdicts)] as const),
    );
    const { antigens, lostAlleles } = contributionsOf(ranked, inputs.candidates, {
      params,
      isPinned: (ordinal) => standings.get(ordinal) === 'pinned',
    });
    const thatAre = (standing: Standing) =>
      antigens.filter((antigen) => standings.get(antigen.ranked.alleleOrdinal) === standing);
    const [open, pinned] = [thatAre('open'), thatAre('pinned')];
    const columns = columnsOf([...pinned, ...open], allelesOf(inputs, antigens, lostAlleles), params);
    const choice = choose(open, pinned, columns, params);
    for (const [
      index,
      {
        ranked: { rank, alleleOrdinal, variantId },
      },
    ] of choice.picks.entries())
      emit.shortlist({ pick: index + 1, rank, alleleOrdinal, variantId });
    emit.selection(
      describeSelection({
        choice,
        columns,
        lostAlleles,
        verdicts,
        eligibleCount: open.length + pinned.length,
        params,
      }),
    );
    const whyNot = reasonsFor(choice, columns, params);
    const picked = new Set(choice.picks.map((antigen) => antigen.ranked.alleleOrdinal));
    for (const antigen of antigens) {
      const { alleleOrdinal, best } = antigen.ranked;
      if (picked.has(alleleOrdinal)) continue;
      const standing = standings.get(alleleOrdinal);
      const refusal = typeof standing === 'object' ? standing : whyNot(antigen);
      omit({ scope: 'allele', input: best.input, alleleOrdinal, subject: '', ...refusal, count: 1 });
    }
  },
});

async function verdictsIn(
  { decisions, variants }: LoadedInputs<typeof inputs>,
  ranked: readonly RankedVariant[],
): Promise<Verdicts> {
  return decisions === null ? noVerdicts : verdictsOf(await readDecisions(decisions), ranked, variants);
}

/** Alleles of the patient that the tumour kept; those that no candidate is seen by are columns too, which nothing covers. */
function allelesOf(
  { panel }: LoadedInputs<typeof inputs>,
  antigens: readonly Antigen[],
  lost: readonly string[],
): readonly string[] {
  const seen = antigens.flatMap(({ alleles }) => alleles.map(({ allele }) => allele));
  return [...new Set([...panel.alleles.map(({ allele }) => allele), ...seen])]
    .filter((allele) => !lost.includes(allele))
    .sort(compareText);
}

/** Why an antigen that might stand on the list does not. */
function reasonsFor(choice: Choice, columns: Columns, params: SelectParams): (antigen: Antigen) => Refusal {
  const { picks } = choice;
  const problem = wholeProblem(picks, columns);
  const open = openWeights(problem, sumsOf(problem, picks.keys()));
  return (antigen) => {
    const { ranked } = antigen;
    const sameProduct = picks.find((pick) => productOf(pick.ranked) === productOf(ranked));
    if (sameProduct !== undefined)
      return beyond(`the same protein product as ${sameProduct.ranked.variantId}, already on the shortlist`);
    const ofGene = picks.filter((pick) => pick.ranked.best.gene === ranked.best.gene).length;
    if (ofGene >= params.perGene)
      return beyond(`${ofGene} better antigens of ${ranked.best.gene} are on the shortlist`);
    if (params.method === 'rank')
      return beyond(`ranked ${ranked.rank}, behind the ${params.size} antigens of the shortlist`);
    const gain = gainOf(wholeProblem([antigen], columns), 0, open);
    return beyond(
      `ranked ${ranked.rank}; the ${picks.length} antigens of the shortlist cover ${formatNumber(choice.objective)}, this one would add ${formatNumber(gain, 2)}`,
    );
  };
}

function beyond(reason: string): Refusal {
  return { code: 'BEYOND_SHORTLIST', reason };
}
