import { readFileSync } from 'node:fs';
import type { ExampleRecord } from './records.js';
import type { Reference } from './reference.js';

/** Made-up transcripts per million; a transcript that is not named is not expressed. */
const transcriptsPerMillion: Readonly<Record<string, number>> = {
  'NRAS-201': 24.6,
  'IDH1-201': 61.3,
  'EXLNC1-201': 1.7,
  'CTNNB1-201': 118.2,
  'PIK3CA-201': 9.8,
  'EGFR-201': 88.4,
  'BRAF-201': 11.2,
  'BRAF-ex2': 0.6,
  'CDKN2A-201': 6.1,
  'PTEN-201': 33.5,
  'HRAS-201': 0.4,
  'KRAS-201': 21.9,
  'KRAS-ex2': 1.1,
  'TP53-201': 39.7,
  'TP53-ex2': 2.2,
};

/** One row a transcript; a gene's value is the sum of its rows. */
export function formatExpression(reference: Reference): string {
  const rows = reference.genes.flatMap(({ model, transcripts }) =>
    transcripts.map((transcript) => {
      const value = transcriptsPerMillion[transcript.name] ?? 0;
      return [model.source.geneId, model.source.name, transcript.id, value.toFixed(1)].join('\t');
    }),
  );
  return `${['gene_id\tgene_name\ttranscript_id\ttpm', ...rows].join('\n')}\n`;
}

/**
 * KRAS G12D is presented by HLA-C*08:02 (Tran 2016, doi:10.1056/NEJMoa1609279) and by HLA-A*11:01 (Wang 2016,
 * Cancer Immunology Research 4:204).
 */
const genotype = ['A*02:01', 'A*11:01', 'B*07:02', 'B*35:01', 'C*07:02', 'C*08:02'];

export function formatGenotype(): string {
  return genotype.map((allele) => `HLA-${allele}\n`).join('');
}

/** Joins the names of the literature with the records that stand for them, one row an allele, in the VCF's order. */
export function formatExpected(
  literature: string | URL,
  reference: Reference,
  records: readonly ExampleRecord[],
): string {
  const [, ...lines] = readFileSync(literature, 'utf8').trimEnd().split('\n');
  const named = new Map(lines.map((line) => [line.slice(0, line.indexOf('\t')), line.split('\t').slice(1)]));
  const transcriptOf = (gene: string): string =>
    reference.genes.find(({ model }) => model.source.name === gene)?.model.source.transcriptId ?? 'NA';
  const rows = records.flatMap((record) =>
    record.alts.map((alt, index) => {
      const key = record.variant.keys[index] ?? '';
      const [gene, consequence, codingName, proteinName, status, source] = named.get(key) ?? [];
      if (gene === undefined) throw new Error(`literature.tsv has no row ${key}`);
      named.delete(key);
      const input = [record.contig, record.position, record.ref, alt].join(':');
      return [input, gene, transcriptOf(gene), consequence, codingName, proteinName, status, source].join(
        '\t',
      );
    }),
  );
  if (named.size > 0) throw new Error(`literature.tsv: no record for ${[...named.keys()].join()}`);
  const header = 'input\tgene\ttranscript\tconsequence\thgvs_c\thgvs_p\tstatus\tsource';
  return `${[header, ...rows].join('\n')}\n`;
}
