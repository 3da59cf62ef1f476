import { z } from 'zod';
import {
  candidatesTsv,
  ledgerTsv,
  peptidesFasta,
  reportHtml,
  shortlistJson,
  shortlistTsv,
} from '../../schemas/artifacts.js';
import { defineStage } from '../../schemas/stage.js';
import { tsvLine } from '../shared/tsv.js';
import { candidateColumns, candidateLine } from './files/candidates-tsv.js';
import { ledgerLines } from './files/ledger-tsv.js';
import { peptidesFasta as fastaText } from './files/peptides-fasta.js';
import { shortlistJson as jsonText } from './files/shortlist-json.js';
import { shortlistTsv as tsvText } from './files/shortlist-tsv.js';
import { gatherRun } from './gather.js';
import { page } from './page.js';
import { runInputs } from './run-inputs.js';

const params = z.object({
  title: z.string().default('Neoantigen shortlist').describe('Heading of the report.'),
  patient: z
    .string()
    .nullable()
    .default(null)
    .describe('Pseudonym of the patient shown in the report; null shows none.'),
  inputName: z
    .string()
    .nullable()
    .default(null)
    .describe('Name of the variant file as shown in the report, without its folder; null shows none.'),
  maxRunnersUp: z
    .number()
    .int()
    .nonnegative()
    .default(50)
    .describe('How many ranked but not chosen variants the report lists; candidates.tsv always holds all.'),
});

/** Lines are joined to chunks of about this many characters, so that a long table does not become as many writes. */
const chunkLength = 65_536;

export const renderReport = defineStage({
  name: 'render-report',
  version: '4',
  summary:
    'Writes the shortlist, its explanation and the balanced ledger as a self-contained page, tables, FASTA and JSON.',
  params,
  inputs: runInputs,
  outputs: { shortlistTsv, candidatesTsv, peptidesFasta, ledgerTsv, shortlistJson, reportHtml },
  resources: ['reference?'],
  shard: null,
  run({ params: { title, patient, inputName, maxRunnersUp }, inputs, resources, emit }) {
    const candidateLines = inChunks(emit.candidatesTsv);
    candidateLines.write(tsvLine(candidateColumns));
    const run = gatherRun(inputs, (candidate, trace, ranked) => {
      candidateLines.write(candidateLine(candidate, trace, ranked));
    });
    candidateLines.end();

    const ledger = inChunks(emit.ledgerTsv);
    for (const line of ledgerLines(run, inputs)) ledger.write(line);
    ledger.end();

    emit.shortlistTsv(tsvText(run.picks));
    emit.shortlistJson(jsonText(run, patient));
    emit.peptidesFasta(fastaText(run.picks));
    const { reference } = resources;
    emit.reportHtml(
      page({
        run,
        title,
        patient,
        inputName,
        reference: reference === null ? null : { summary: reference.summary, digest: reference.digest },
        maxRunnersUp,
        policyRanks: [...inputs.policyRanks],
        construct: inputs.construct,
        selection: inputs.selection,
        biomarkers: inputs.biomarkers,
        safety: [...inputs.safety],
        evidenceSources: inputs.evidenceSources,
        hlaStatus: inputs.hlaStatus,
        classTwoPanel: inputs.classTwoPanel,
      }),
    );
  },
});

function inChunks(emit: (text: string) => void): { write(line: string): void; end(): void } {
  let chunk = '';
  return {
    write(line) {
      chunk += line;
      if (chunk.length < chunkLength) return;
      emit(chunk);
      chunk = '';
    },
    end() {
      if (chunk !== '') emit(chunk);
    },
  };
}
