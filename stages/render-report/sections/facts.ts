import type { EvidenceSources, Panel } from '../../../schemas/rows.js';
import { counted, readable } from '../format-number.js';
import { type Html, html } from '../html.js';
import type { ReportView } from '../view.js';

/** What went in: file, samples, caller, build, reference, predictor and genotype. */
export function facts({ run, inputName, reference, classTwoPanel, evidenceSources }: ReportView): Html {
  const { source, panel, proteinSources } = run;
  // The same where class II alone is scored.
  const panels = [...new Set([panel, classTwoPanel])];
  const rows: readonly (readonly [string, Html])[] = [
    [
      'Variants',
      html`${inputName === null ? null : html`${inputName}, `}${source.fileFormat}, ${counted(source.recordCount, 'record')}, ${counted(source.alleleCount, 'allele')}`,
    ],
    [
      'Tumour sample',
      html`${source.tumorSample ?? missing('none')} <span class="soft">(found by: ${source.rolesFrom})</span>`,
    ],
    ['Normal sample', html`${source.normalSample ?? missing('none')}`],
    [
      'Other samples',
      html`${source.samples.filter((name) => name !== source.tumorSample && name !== source.normalSample).join(', ') || 'none'}`,
    ],
    ['Caller', html`${source.caller === '' ? missing('not stated') : source.caller}`],
    ['Genome build', html`${source.build ?? missing('not known')}`],
    [
      'Reference',
      reference === null
        ? missing('none given')
        : html`${reference.summary.name} (${reference.summary.build}), ${counted(reference.summary.codingTranscriptCount, 'coding transcript')} <code title="SHA-256 of the reference bundle">${reference.digest.slice(0, 12)}</code>`,
    ],
    [
      'Proteins from',
      html`${proteinSources.map((name) => sourceWords[name] ?? name).join(', ') || 'no protein is changed'}${source.annotator === null ? null : html` <span class="soft">(${source.annotator})</span>`}`,
    ],
    ...predictors(panels),
    ...background(source),
    ...evidenceFiles(evidenceSources),
    ['HLA genotype', genotype(panels.flatMap(({ alleles }) => alleles))],
  ];
  return html`<section class="facts" aria-labelledby="facts-title"><h2 id="facts-title" class="vh">What went in</h2><dl>${rows.map(
    ([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>
`,
  )}</dl></section>`;
}

/** The predictor of each class that was scored. */
function predictors(panels: readonly Panel[]): [string, Html][] {
  const asked = panels.filter(({ alleles }) => alleles.length > 0);
  return asked.map(({ predictor, predictorVersion, predictorDigest }, index) => [
    index === 0 ? 'Predictor' : 'Of class II',
    html`${predictor ?? missing('not known')} ${predictorVersion} <code title="SHA-256 of what can change a prediction: model files, saved output, or the tool's version and executable">${predictorDigest?.slice(0, 12) ?? null}</code>`,
  ]);
}

/** Germline background and events, where the run had any. */
function background({ germline, eventCount }: ReportView['run']['source']): [string, Html][] {
  const rows: [string, Html][] = [];
  if (germline !== null) {
    rows.push([
      'Germline background',
      html`${counted(germline.keptCount, 'allele')} of ${germline.alleleCount} touch a coding exon`,
    ]);
  }
  if (eventCount > 0) {
    rows.push([
      'Other antigens',
      html`${counted(eventCount, 'fusion, junction or protein')} given beside the variants`,
    ]);
  }
  return rows;
}

const roleWords = {
  expression: 'Expression',
  'rna-counts': 'RNA reads',
  'copy-number': 'Copy number',
  'hla-loss': 'HLA loss',
} as const;

/** The evidence files beside the variants: what each was read as, and how many variants took a value of it. */
function evidenceFiles({ files, purity }: EvidenceSources): [string, Html][] {
  const rows = files.map(({ role, tool, file, rowCount, variantCount }): [string, Html] => [
    roleWords[role],
    html`${file} <span class="soft">(${tool}, ${counted(rowCount, 'row')}${variantCount === null ? '' : `, used for ${counted(variantCount, 'variant')}`})</span>`,
  ]);
  if (purity !== null)
    rows.push(['Purity', html`${readable(purity.value)} <span class="soft">(${purity.source})</span>`]);
  return rows;
}

const sourceWords: Readonly<Record<string, string>> = {
  bundle: 'the reference bundle',
  csq: 'the file’s own annotation',
  'csq+bundle': 'annotation and reference bundle',
  ann: 'SnpEff annotation',
  'ann+bundle': 'SnpEff annotation and reference bundle',
  table: 'the fusion table',
  fasta: 'the protein file',
};

function genotype(alleles: ReportView['run']['panel']['alleles']): Html {
  const items = alleles.map(({ allele, confidence, trainingLigands, nearestTrained }) => {
    if (confidence === 'unknown' || nearestTrained === null)
      return html`<li class="c-${confidence}"><span class="allele">${allele}</span> <span class="soft">the predictor does not tell its training data</span></li>`;
    const basis =
      nearestTrained === allele && trainingLigands !== null
        ? counted(trainingLigands, 'training ligand')
        : `modelled after ${nearestTrained}`;
    return html`<li class="c-${confidence}"><span class="allele">${allele}</span> <span class="soft">${confidence} support, ${basis}</span></li>`;
  });
  return html`<ul class="genotype">${items}</ul>`;
}

function missing(words: string): Html {
  return html`<span class="na">${words}</span>`;
}
