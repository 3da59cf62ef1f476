import type { ReferenceBundle } from '../../schemas/reference.js';
import { renderReport } from '../../stages/render-report/index.js';
import type { ReportFixture } from './report-fixture.js';

export type RenderedFiles = Record<
  'shortlistTsv' | 'candidatesTsv' | 'peptidesFasta' | 'ledgerTsv' | 'shortlistJson' | 'reportHtml',
  string
>;

/** Runs render-report on rows in memory and returns each output as text. */
export async function renderFixture(
  inputs: ReportFixture,
  params: unknown = {},
  reference: ReferenceBundle | null = null,
): Promise<RenderedFiles> {
  const files: RenderedFiles = {
    shortlistTsv: '',
    candidatesTsv: '',
    peptidesFasta: '',
    ledgerTsv: '',
    shortlistJson: '',
    reportHtml: '',
  };
  const into =
    (name: keyof RenderedFiles) =>
    (bytes: Uint8Array | string): void => {
      files[name] += typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8');
    };
  await renderReport.run({
    params: renderReport.params.parse(params),
    inputs,
    resources: { reference, predictor: null, classTwoPredictor: null },
    emit: {
      shortlistTsv: into('shortlistTsv'),
      candidatesTsv: into('candidatesTsv'),
      peptidesFasta: into('peptidesFasta'),
      ledgerTsv: into('ledgerTsv'),
      shortlistJson: into('shortlistJson'),
      reportHtml: into('reportHtml'),
    },
    omit: () => {},
  });
  return files;
}
