import { readHlaName } from '../../../schemas/hla.js';
import type { HlaStatus } from '../../../schemas/rows.js';
import type { ByteSource } from '../../../schemas/stage.js';
import { clip, type EvidenceFile, fault, openEndNote } from '../files/evidence-file.js';
import { headerIn, listed, readTable, type TableHeader } from '../files/table.js';
import { type AlleleState, type LossFormat, lossFormats } from './formats.js';
import type { LossLimits } from './limits.js';

export type { LossLimits } from './limits.js';

export interface HlaLoss {
  readonly status: HlaStatus;
  readonly tool: string;
  readonly file: string;
  readonly notes: readonly string[];
}

const fix =
  'Give the output of LOHHLA (*.HLAlossPrediction_CI.xls), DASH (DASH.output.txt) or SpecHLA (merge.hla.copy.txt) as the tool wrote it, or a table with a header line and the columns allele and is_lost.';

/** The tool whose table of lost HLA alleles begins with these bytes of text; null: none. */
export function hlaLossToolOf(head: string): string | null {
  const header = headerIn(head);
  return header === null ? null : (formatFor(header)?.tool ?? null);
}

function formatFor(header: TableHeader): LossFormat | null {
  return lossFormats.find((format) => format.recognises(header)) ?? null;
}

/**
 * Reads which HLA alleles the tumour lost; the tool is told from the header line. Alleles that are one at two fields are lost only if
 * every one of them is: the molecule is still made otherwise.
 * @throws HLA_LOSS_MALFORMED with file:line
 */
export async function readHlaLoss(source: ByteSource, limits: LossLimits): Promise<HlaLoss> {
  const file: EvidenceFile = { source, code: 'HLA_LOSS_MALFORMED', fix };
  const states: AlleleState[] = [];
  let tool = '';
  const { endsWithNewline } = await readTable(file, (header) => {
    const format = formatFor(header);
    if (format === null)
      throw fault(file, header.line, `no table of LOHHLA, DASH or SpecHLA: ${listed(header)}`, 'header');
    tool = format.tool;
    const reader = format.open(header, file, limits);
    return { needs: reader.needs, visit: (row) => states.push(...reader.read(row)) };
  });
  if (states.length === 0) throw fault(file, 1, 'the table has no allele');
  const notes = new Set(states.flatMap(({ note }) => (note === null ? [] : [note])));
  return {
    status: { source: `${tool}, ${source.name}`, alleles: merged(file, states) },
    tool,
    file: source.name,
    notes: [...notes, ...(endsWithNewline ? [] : [openEndNote])],
  };
}

function merged(file: EvidenceFile, states: readonly AlleleState[]): HlaStatus['alleles'] {
  const byAllele = new Map<string, Map<string, AlleleState>>();
  for (const state of states) {
    const name = readHlaName(state.written);
    if (name.kind !== 'allele') {
      throw fault(file, state.line, `'${clip(state.written)}' is no HLA allele of two fields`, 'allele');
    }
    const copies = byAllele.get(name.allele) ?? new Map<string, AlleleState>();
    byAllele.set(name.allele, copies);
    const before = copies.get(state.written);
    if (before !== undefined && before.isLost !== state.isLost) {
      throw fault(
        file,
        state.line,
        `a second, other result for ${name.allele}: expected one tumour sample`,
        'allele',
      );
    }
    copies.set(state.written, state);
  }
  return [...byAllele]
    .map(([allele, copies]) => ({ allele, ...together([...copies.values()]) }))
    .sort((a, b) => (a.allele < b.allele ? -1 : 1));
}

function together(states: readonly AlleleState[]): Omit<HlaStatus['alleles'][number], 'allele'> {
  const [first] = states;
  const isKept = states.some(({ isLost }) => isLost === false);
  const isKnown = states.every(({ isLost }) => isLost !== null);
  const copies = states.reduce<number | null>(
    (sum, { copies: own }) => (sum === null || own === null ? null : sum + own),
    0,
  );
  return {
    isLost: isKept ? false : isKnown ? true : null,
    minorCopies: copies,
    pValue: states.length === 1 ? (first?.pValue ?? null) : null,
  };
}
