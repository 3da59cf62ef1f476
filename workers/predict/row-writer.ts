import type { OmissionCode } from '../../schemas/omissions.js';
import type { PredictionBlock } from '../../schemas/predictor.js';
import { tsvLine } from '../../stages/shared/tsv.js';
import { writeNumber, writeText } from './number-text.js';

const TAB = 9;
const LINE_END = 10;
const CORE_LENGTH = 9;
/** No number's text is longer: '1.234e-45' and five digits before a point are well below. */
const NUMBER_BYTES = 16;

/** What the rows of one call have in common. */
export interface RowSetup {
  readonly alleles: readonly string[];
  readonly predictor: string;
  readonly version: string;
  /** Adds the binding core of class II. */
  readonly withCores: boolean;
}

/** The header line of the table. */
export function headerLine({ withCores }: RowSetup): string {
  const columns = 'peptide allele affinity_nm percentile_rank presentation_score predictor version status';
  return tsvLine([...columns.split(' '), ...(withCores ? ['core'] : [])]);
}

/**
 * Writes rows as bytes, peptides in order, of each its alleles in order. Peptides are letters and '*' alone. Text is assembled here byte
 * by byte, because joining strings and encoding them took longer than the predictions.
 */
export function rowWriter(
  setup: RowSetup,
): (peptides: readonly string[], block: PredictionBlock) => Uint8Array<ArrayBuffer> {
  const { alleles, predictor, version, withCores } = setup;
  const alleleFields = alleles.map((allele) => bytesOf([allele]));
  const naming = bytesOf([predictor, version]);
  const longestAllele = Math.max(...alleleFields.map(({ length }) => length));
  const rowBytes = longestAllele + naming.length + 3 * NUMBER_BYTES + CORE_LENGTH + 40;

  /** Writes one row behind its peptide. */
  function writePair(peptide: string, block: PredictionBlock, at: number, out: Uint8Array, start: number) {
    const { affinityNm, percentileRank, presentationScore } = block;
    let end = writeField(affinityNm[at], out, start);
    end = writeField(percentileRank[at], out, end);
    end = writeField(presentationScore[at], out, end);
    end = copy(naming, out, end);
    const numbers = [affinityNm[at], percentileRank[at], presentationScore[at]];
    const isPredicted = !numbers.some((value) => value === undefined || Number.isNaN(value));
    end = writeText(isPredicted ? '\tok' : `\t${unpredicted(peptide)}`, out, end);
    if (withCores) end = writeText(`\t${coreOf(peptide, block.coreOffset?.[at])}`, out, end);
    out[end++] = LINE_END;
    return end;
  }

  return (peptides, block) => {
    const letters = peptides.reduce((sum, { length }) => sum + length, 0);
    const out = new Uint8Array((letters + peptides.length * rowBytes) * alleles.length);
    let end = 0;
    peptides.forEach((peptide, row) => {
      alleleFields.forEach((field, column) => {
        end = copy(field, out, writeText(peptide, out, end));
        end = writePair(peptide, block, row * alleles.length + column, out, end);
      });
    });
    return out.subarray(0, end);
  };
}

/** Fields with a tab before each. */
function bytesOf(fields: readonly string[]): Uint8Array {
  return Buffer.from(`\t${tsvLine(fields).trimEnd()}`);
}

function writeField(value: number | undefined, out: Uint8Array, at: number): number {
  out[at] = TAB;
  return value === undefined || Number.isNaN(value)
    ? writeText('NA', out, at + 1)
    : writeNumber(value, out, at + 1);
}

function copy(bytes: Uint8Array, out: Uint8Array, at: number): number {
  // A loop: for so few bytes set() takes longer to start than this to end.
  for (let i = 0; i < bytes.length; i++) out[at + i] = bytes[i] ?? 0;
  return at + bytes.length;
}

function coreOf(peptide: string, offset = -1): string {
  return offset < 0 ? 'NA' : peptide.slice(offset, offset + CORE_LENGTH);
}

/** Why there is no score: a letter no predictor takes, else the predictor itself (a length it does not know). */
function unpredicted(peptide: string): OmissionCode {
  return /^[ACDEFGHIKLMNPQRSTVWY]+$/.test(peptide) ? 'NOT_PREDICTED' : 'PEPTIDE_UNUSABLE';
}
