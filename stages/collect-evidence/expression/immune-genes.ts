/** Expression of genes that tell of T cells in the tumour, from the expression table as submitted. */
import type { ImmuneExpression } from '../../../schemas/biomarkers.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import { withoutVersion } from '../../shared/without-version.js';
import type { Levels } from './join.js';

/** Ensembl gene ids of GRCh37 and GRCh38 (ensembl.org, release 110). */
const immuneGenes = [
  { gene: 'CD274', id: 'ENSG00000120217', role: 'PD-L1' },
  { gene: 'PDCD1', id: 'ENSG00000188389', role: 'PD-1' },
  { gene: 'CD8A', id: 'ENSG00000153563', role: 'CD8 T cells' },
  { gene: 'GZMA', id: 'ENSG00000145649', role: 'granzyme A, of the cytolytic score' },
  { gene: 'PRF1', id: 'ENSG00000180644', role: 'perforin, of the cytolytic score' },
] as const;

/**
 * TPM of the immune genes: by gene id, else by symbol, else the sum over the gene's transcripts in the table, which a reference names.
 * Nothing is corrected for purity: immune cells are the part of the sample that is not tumour.
 */
export function immuneExpression(
  table: (Levels & { readonly source: string }) | null,
  reference: Pick<ReferenceBundle, 'transcripts'> | null,
): ImmuneExpression {
  const transcriptsOf = lazyTranscripts(reference);
  const genes = immuneGenes.map(({ gene, id, role }) => ({
    gene,
    role,
    tpm: table === null ? null : tpmOf({ gene, id }, table, transcriptsOf),
  }));
  const of = (wanted: string) => genes.find(({ gene }) => gene === wanted)?.tpm ?? null;
  return {
    source: table?.source ?? null,
    genes,
    cytolyticScore: cytolyticScore(of('GZMA'), of('PRF1')),
  };
}

/** Transcript ids without version of an immune gene. All transcripts of the reference are read, so only where somebody asks. */
function lazyTranscripts(
  reference: Pick<ReferenceBundle, 'transcripts'> | null,
): (gene: string) => readonly string[] {
  let found: Map<string, string[]> | null = null;
  return (gene) => {
    if (found === null) {
      found = new Map(immuneGenes.map((known) => [known.gene, []]));
      for (const { id, geneName } of reference?.transcripts() ?? [])
        found.get(geneName)?.push(withoutVersion(id));
    }
    return found.get(gene) ?? [];
  };
}

function tpmOf(
  { gene, id }: { readonly gene: string; readonly id: string },
  { genes, geneNames, transcripts }: Levels,
  transcriptsOf: (gene: string) => readonly string[],
): number | null {
  // Tables without a column of symbols may have symbols where ids are expected.
  const own = genes.get(id) ?? geneNames.get(gene) ?? genes.get(gene);
  if (own !== undefined) return rounded(own);
  if (transcripts.size === 0) return null;
  const values = transcriptsOf(gene).flatMap((transcript) => transcripts.get(transcript) ?? []);
  return values.length === 0 ? null : rounded(values.reduce((sum, value) => sum + value, 0));
}

/** Geometric mean of the two TPM with an offset of 0.01 (Rooney 2015, doi:10.1016/j.cell.2014.12.033); null where one is not known. */
export function cytolyticScore(gzma: number | null, prf1: number | null): number | null {
  return gzma === null || prf1 === null ? null : rounded(Math.sqrt((gzma + 0.01) * (prf1 + 0.01)));
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
