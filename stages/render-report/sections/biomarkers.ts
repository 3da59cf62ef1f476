import type { Biomarkers, PresentationGene } from '../../../schemas/biomarkers.js';
import { cellBar } from '../charts/bars.js';
import { counted, grouped, quantity, readable } from '../format-number.js';
import { type Html, html } from '../html.js';
import { tierBadge } from '../marks.js';
import type { ReportView } from '../view.js';
import { sentence } from '../words.js';

/** What is said of the patient as a whole: burden, load, genotype, defects of presentation, immune expression. */
export function biomarkers({ biomarkers: found }: ReportView): Html | null {
  if (found.mutationalBurden.variants === 0) return null;
  const immune = immuneExpression(found);
  return html`<section id="patient" aria-labelledby="patient-title"><h2 id="patient-title">The patient as a whole</h2>
<p class="lede">How to read: a vaccine has more to work with where many mutations give antigens, where the genotype offers many different alleles, and where the tumour still presents. ${found.notice}</p>
<div class="cols"><div>${burden(found)}${load(found)}${kinds(found)}</div>
<div>${genotype(found)}${presentation(found)}${immune}</div></div></section>`;
}

function burden({ mutationalBurden }: Biomarkers): Html {
  const { perMb, nonsynonymous, synonymous, callableMb, denominator, definition } = mutationalBurden;
  const rate =
    perMb === null
      ? html`<b>${grouped(nonsynonymous)}</b> variants; per megabase <span class="na">unknown</span>`
      : html`<b>${readable(perMb)} per Mb</b> (${grouped(nonsynonymous)} in ${readable(callableMb)} Mb)`;
  return html`<h3>Tumour mutational burden</h3><p>${rate}; ${counted(synonymous, 'synonymous one', 'synonymous ones')} beside them. <span class="soft">Counted: ${definition}. ${sentence(denominator)}</span></p>`;
}

function load({ neoantigenLoad, gated }: Biomarkers): Html | null {
  const present = neoantigenLoad.filter(({ variants }) => variants > 0);
  if (present.length === 0) return null;
  const most = Math.max(...present.map(({ variants }) => variants));
  return html`<table class="bars"><caption>Neoantigen load by tier <span class="soft">(${gated.variants === 0 ? 'no variant is stopped by a gate' : `${counted(gated.variants, 'variant')} of them stopped by a hard gate`})</span></caption>
<thead><tr><th scope="col">Tier</th><th scope="col"><span class="vh">Drawn</span></th><th scope="col" class="num">variants</th><th scope="col" class="num">pairs</th></tr></thead>
<tbody>${present.map(
    ({
      tier,
      variants,
      candidates,
    }) => html`<tr><th scope="row">${tierBadge(tier)}</th><td class="barcell">${cellBar([{ from: 0, to: (variants / most) * 100, tone: 't-pick' }])}</td><td class="num">${grouped(variants)}</td><td class="num">${grouped(candidates)}</td></tr>
`,
  )}</tbody></table>`;
}

function kinds({ consequenceKinds, substitutionClasses }: Biomarkers): Html {
  const listed = (entries: readonly { readonly name: string; readonly count: number }[]) =>
    entries
      .filter(({ count }) => count > 0)
      .map(({ name, count }) => `${name} ${grouped(count)}`)
      .join(', ');
  const terms = listed(
    consequenceKinds.map(({ term, count }) => ({ name: term.replaceAll('_', ' '), count })),
  );
  const classes = listed(substitutionClasses.map((each) => ({ name: each.class, count: each.count })));
  return html`<h3>Kinds of variants</h3><p class="soft">${terms === '' ? null : html`By consequence: ${terms}.`}${classes === '' ? null : html` By change: ${classes}.`}</p>`;
}

function genotype({ hla }: Biomarkers): Html {
  const known = hla.loci.filter(({ alleles }) => alleles.length > 0);
  const rows = known.map(
    ({ locus, alleles, isHeterozygous, contactResidueDivergence }) =>
      html`<tr><th scope="row">${locus}</th><td>${alleles.map((allele) => html`<span class="allele">${allele.replace(/^HLA-/, '')}${hla.loss.lost.includes(allele) ? html` <b class="v-bad">lost</b>` : null}</span> `)}</td><td>${isHeterozygous === null ? html`<span class="na">unknown</span>` : isHeterozygous ? 'two alleles' : 'one allele'}</td><td class="num">${readable(contactResidueDivergence)}</td></tr>
`,
  );
  const { source, lost, unknown } = hla.loss;
  const loss =
    source === null
      ? html`<span class="soft">Whether the tumour lost HLA alleles is not known: no file was given.</span>`
      : lost.length === 0
        ? html`<span class="v-ok wrap">✓ no allele lost</span> <span class="soft">(${source}${unknown.length === 0 ? '' : `; nothing told of ${unknown.join(', ')}`})</span>`
        : html`<span class="v-bad wrap">✕ lost: ${lost.join(', ')}</span> <span class="soft">(${source}${unknown.length === 0 ? '' : `; nothing told of ${unknown.join(', ')}`})</span>`;
  return html`<h3>HLA genotype of the tumour</h3><p>${loss}</p>${
    rows.length === 0
      ? null
      : html`<table class="others"><caption>Divergence = how different the two alleles’ grooves are <span class="soft">(mean class I: ${readable(hla.meanContactResidueDivergence)})</span></caption>
<thead><tr><th scope="col">Locus</th><th scope="col">Alleles</th><th scope="col">Heterozygous</th><th scope="col" class="num">Divergence</th></tr></thead><tbody>${rows}</tbody></table>`
  }<p class="soft">${sentence(hla.divergenceNote)}</p>`;
}

function presentation({ presentationGenes }: Biomarkers): Html | null {
  if (presentationGenes.length === 0) return null;
  const broken = presentationGenes.filter(({ truncating }) => truncating.length > 0);
  const intact = presentationGenes.filter(({ truncating }) => truncating.length === 0);
  const none =
    intact.length === 0
      ? null
      : html`<p><span class="v-ok">✓</span> No truncating variant found in ${intact.map(({ gene }) => gene).join(', ')}.</p>`;
  return html`<h3>Antigen presentation and interferon genes</h3>${broken.map(brokenGene)}${none}`;
}

function brokenGene({ gene, role, truncating }: PresentationGene): Html {
  return html`<p><b class="v-bad">✕ ${gene}</b> <span class="soft">${role}</span></p><ul>${truncating.map(
    ({ input, hgvsP, consequence, isSpliceSite, dnaVaf, cancerCellFraction, zygosity }) =>
      html`<li>${hgvsP ?? input} (${consequence.join(', ').replaceAll('_', ' ')}${isSpliceSite ? ', likely truncating' : ''}), VAF ${readable(dnaVaf)}, cancer cell fraction ${readable(cancerCellFraction)}. ${sentence(zygosity)}</li>
`,
  )}</ul>`;
}

function immuneExpression({ immuneExpression: { source, genes, cytolyticScore } }: Biomarkers): Html | null {
  if (source === null || genes.every(({ tpm }) => tpm === null)) return null;
  return html`<table class="others"><caption>Immune genes in the tumour’s RNA <span class="soft">(cytolytic score ${readable(cytolyticScore)}: geometric mean of GZMA and PRF1)</span></caption>
<thead><tr><th scope="col">Gene</th><th scope="col">Says</th><th scope="col" class="num">TPM</th></tr></thead><tbody>${genes.map(
    ({
      gene,
      role,
      tpm,
    }) => html`<tr><th scope="row">${gene}</th><td class="soft">${role}</td><td class="num">${quantity(tpm)}</td></tr>
`,
  )}</tbody></table>`;
}
