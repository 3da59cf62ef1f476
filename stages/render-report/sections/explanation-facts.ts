import type { Candidate } from '../../../schemas/candidates.js';
import { readable, unknown } from '../format-number.js';
import type { Pick } from '../gather.js';
import { type Html, html } from '../html.js';
import { mutantSequence, wildtypeSequence } from '../sequence.js';
import { placeWords } from '../words.js';

/** Where the antigen is from and what was measured of it. */
export function originFacts({ ranked: { best }, trace }: Pick): Html {
  const interval = best.cancerCellFractionInterval;
  return definitions('Origin', [
    ['Position', html`${placeWords(trace)}`],
    ['Coding change', html`${best.hgvsC ?? unknown}`],
    ['Protein change', html`${best.hgvsP ?? unknown}`],
    [
      'Transcript',
      html`${best.transcript}${best.isManeSelect ? ' (MANE Select)' : best.isCanonical ? ' (canonical)' : ''}, one of ${best.transcriptCount}`,
    ],
    ['Consequence', html`${best.consequence.join(', ')}`],
    ['NMD', html`${nmdWords[best.nmd] ?? best.nmd}`],
    ['Phase', html`${phaseWords[best.phaseState] ?? best.phaseState}`],
    ['DNA VAF', html`${readable(best.dnaVaf)}${ofReads(best.dnaDepth)}`],
    ['RNA VAF', html`${readable(best.rnaVaf)}${ofReads(best.rnaDepth)}`],
    [
      'Expression',
      html`${readable(best.tpm)} TPM${best.tpmLevel === null ? null : ` (${best.tpmLevel})`}; allele ${readable(best.alleleExpression)}`,
    ],
    [
      'Cancer cell fraction',
      html`${readable(best.cancerCellFraction)}${interval === null ? null : html` <span class="soft">(95 % ${readable(interval[0], 2)}–${readable(interval[1], 2)})</span>`}${best.clonality === null ? null : `, ${best.clonality}`}`,
    ],
    ...driverFact(best),
  ]);
}

/** How the peptide binds, on what, and what helps it. */
export function bindingFacts({ ranked: { best } }: Pick): Html {
  return definitions('Binding', [
    [
      'Mutant',
      html`${mutantSequence(best.peptide, best.mutatedOffsets)} ${nanomolar(best.affinityNm)}, % rank ${readable(best.percentileRank)}`,
    ],
    [
      'Wild type',
      html`${wildtypeSequence(best.wildtypePeptide, best.peptide)} ${best.wildtypeAffinityNm === null ? null : html`${readable(best.wildtypeAffinityNm)} nM, % rank ${readable(best.wildtypePercentileRank)}`}`,
    ],
    [
      'Agretopicity',
      html`${readable(best.agretopicity)} <span class="soft">(mutant / wild type; below 1 the mutant binds better)</span>`,
    ],
    ['Presentation score', readable(best.presentationScore)],
    ...halfLife(best),
    ['Anchor', html`${anchorWords[best.anchor]}`],
    ['The allele in the tumour', lossWords(best)],
    ...phbrFact(best),
    ['Class II help', classTwoHelp(best)],
  ]);
}

/** How unlike self the T cell's side of the peptide is; shown, never a gate. */
export function recognitionFacts(best: Candidate): Html {
  const optional: readonly (readonly [string, number | null, string])[] = [
    ['Foreignness', best.foreignness, '0 to 1, likeness to the known epitopes given'],
    ['Recognition potential', best.recognitionPotential, 'amplitude × foreignness'],
    ['Dissimilarity to self', best.dissimilarity, '0 to 1, against the reference proteome'],
    ['Likeness to the wild type', best.selfSimilarity, '0 to 1; 1 = equal'],
    ['Immunogenicity', best.immunogenicity, 'of the residues that face the T cell; above 0 more than below'],
  ];
  return definitions('Recognition', [
    ['Hydrophobic core', readable(best.hydrophobicCore)],
    ['Aromatic core', readable(best.aromaticCore)],
    [
      'In the self proteome',
      best.isSelfPeptide === null ? unknown : html`${best.isSelfPeptide ? 'yes' : 'no'}`,
    ],
    ...optional.flatMap(([term, value, meaning]): [string, Html][] =>
      value === null ? [] : [[term, html`${readable(value)} <span class="soft">(${meaning})</span>`]],
    ),
  ]);
}

function driverFact({ driver }: Candidate): [string, Html][] {
  return driver === null ? [] : [['Driver', html`${driver}`]];
}

function phbrFact({ phbr }: Candidate): [string, Html][] {
  if (phbr === null) return [];
  const meaning = 'harmonic mean over the class I alleles of the mutation’s best % rank';
  return [['Over the genotype', html`${readable(phbr)} <span class="soft">(${meaning})</span>`]];
}

function lossWords({ isAlleleLost, allele }: Candidate): Html {
  if (isAlleleLost === null) return html`<span class="na">loss not known</span>`;
  return isAlleleLost ? html`<b class="v-bad">${allele} is lost</b>` : html`kept`;
}

function classTwoHelp({ classTwoSupport }: Candidate): Html {
  if (classTwoSupport === null) return html`<span class="na">not scored</span>`;
  const { strength, allele, peptide, percentileRank } = classTwoSupport;
  return html`<b>${strength}</b>: <span class="seq">${peptide}</span> on <span class="allele">${allele}</span>, % rank ${readable(percentileRank)}`;
}

function nanomolar(affinityNm: number | null): Html {
  return affinityNm === null ? html`affinity unknown` : html`${readable(affinityNm)} nM`;
}

function halfLife({ halfLifeHours }: Candidate): [string, Html][] {
  return halfLifeHours === undefined ? [] : [['Half-life', html`${readable(halfLifeHours)} h`]];
}

function definitions(heading: string, rows: readonly (readonly [string, Html])[]): Html {
  return html`<h3>${heading}</h3><dl class="defs">${rows.map(
    ([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>
`,
  )}</dl>`;
}

function ofReads(depth: number | null): Html | null {
  return depth === null ? null : html` <span class="soft">of ${depth} reads</span>`;
}

const anchorWords: Readonly<Record<Candidate['anchor'], string>> = {
  non_anchor: 'a mutated or new residue faces the T cell',
  anchor_new: 'the mutation makes the anchor: the wild type does not bind',
  anchor_shared: 'mutated only in anchors, and the wild type binds as well',
  unknown: 'unknown',
};

const nmdWords: Readonly<Record<string, string>> = {
  escapes: 'escapes decay of the message',
  degraded: 'the message is likely degraded',
  not_applicable: 'does not apply',
  unknown: 'unknown',
};

const phaseWords: Readonly<Record<string, string>> = {
  alone: 'no neighbouring variant',
  phased: 'on one molecule with a neighbour',
  possible: 'a neighbour is near; phase unknown',
};
