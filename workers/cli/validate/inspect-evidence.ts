/** Expression, RNA reads, copy number and lost HLA alleles: each read as a run reads it. */
import type { ByteSource } from '../../../schemas/stage.js';
import { readCopyNumber } from '../../../stages/collect-evidence/copy-number/index.js';
import { readExpressionTable } from '../../../stages/collect-evidence/expression/index.js';
import { readHlaLoss } from '../../../stages/collect-evidence/hla-loss/index.js';
import { paramsSchema } from '../../../stages/collect-evidence/params.js';
import { readRnaCounts, WantedAlleles } from '../../../stages/collect-evidence/rna-counts/index.js';
import type { Inspection } from './finding.js';

/** @throws EXPRESSION_MALFORMED */
export async function inspectExpression(source: ByteSource): Promise<Inspection> {
  const table = await readExpressionTable(source);
  const { tool, rowCount, genes, geneNames, transcripts, notes } = table;
  const isEmpty = genes.size + geneNames.size + transcripts.size === 0;
  return {
    facts: {
      'table of': tool === 'table' ? 'no tool known' : tool,
      rows: rowCount,
      genes: Math.max(genes.size, geneNames.size),
      transcripts: transcripts.size,
    },
    warnings: isEmpty ? ['the table has a header and no values', ...notes] : notes,
  };
}

/** Which variants the reads are of is for a run to say. @throws RNA_COUNTS_MALFORMED */
export async function inspectRnaCounts(source: ByteSource): Promise<Inspection> {
  const { tool, rowCount, notes } = await readRnaCounts(source, new WantedAlleles(null), null);
  return { facts: { 'output of': tool, rows: rowCount }, warnings: notes };
}

/** @throws COPY_NUMBER_MALFORMED */
export async function inspectCopyNumber(source: ByteSource): Promise<Inspection> {
  const { tool, rowCount, purity, notes } = await readCopyNumber(source);
  return { facts: { 'table of': tool, segments: rowCount, purity }, warnings: notes };
}

/** @throws HLA_LOSS_MALFORMED */
export async function inspectHlaLoss(source: ByteSource): Promise<Inspection> {
  const { hlaLossMaxCopies, hlaLossMaxPValue } = paramsSchema.parse({});
  const { status, tool, notes } = await readHlaLoss(source, {
    maxCopies: hlaLossMaxCopies,
    maxPValue: hlaLossMaxPValue,
  });
  const lost = status.alleles.filter(({ isLost }) => isLost === true).map(({ allele }) => allele);
  return {
    facts: {
      'table of': tool,
      alleles: status.alleles.length,
      lost: lost.length === 0 ? 'none' : lost.join(', '),
    },
    warnings: notes,
  };
}
