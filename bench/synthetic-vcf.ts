/**
 * A VCF of made-up records that look like VEP-annotated Mutect2 calls: two CSQ entries, two samples, one record in ten PASS.
 * Deterministic (a fixed linear congruential generator), so that figures of two commits are of the same bytes.
 */
export function* syntheticVcf(recordCount: number): Generator<string> {
  const random = lcg(20240607);
  const pick = <T>(items: readonly [T, ...T[]]): T => items[Math.floor(random() * items.length)] ?? items[0];
  yield `${header.join('\n')}\n`;
  let position = 10_000;
  for (let index = 0; index < recordCount; index += 1) {
    position += 1 + Math.floor(random() * 800);
    const ref = pick(['A', 'C', 'G', 'T']);
    const alt = pick(['A', 'C', 'G', 'T', `${ref}A`, `${ref}CT`]);
    const filter =
      index % 10 === 0 ? 'PASS' : pick(['weak_evidence', 'germline;normal_artifact', 'map_qual']);
    const gene = Math.floor(random() * 20_000);
    const entry = (transcript: number): string =>
      `${alt}|${pick(['missense_variant', 'intron_variant', 'synonymous_variant'])}|MODERATE|GENE${gene}|ENSG${pad(gene)}|Transcript|ENST${pad(transcript)}.${1 + (transcript % 9)}|protein_coding|${1 + (gene % 20)}/21||ENST${pad(transcript)}:c.${gene % 3000}${ref}>${alt}|ENSP${pad(transcript)}:p.Arg${gene % 900}Trp|${gene % 4000}|${gene % 3000}|${gene % 900}|R/W|Cgg/Tgg|||1||HGNC|${gene}`;
    const csq = `${entry(gene * 7)},${entry(gene * 7 + 3)}`;
    const [depth, reads] = [20 + Math.floor(random() * 200), Math.floor(random() * 60)];
    const info = `AS_FilterStatus=SITE;DP=${depth};ECNT=1;GERMQ=${gene % 93};MBQ=30,30;POPAF=6.00;TLOD=${(random() * 100).toFixed(2)};CSQ=${csq}`;
    const tumor = `0/1:${depth - reads > 0 ? depth - reads : 1},${reads}:${random().toFixed(3)}:${depth}:${reads},${reads}:20,1`;
    const normal = `0/0:${depth},0:${(random() / 100).toFixed(3)}:${depth}:${reads},0:19,0`;
    yield `chr${1 + Math.floor((index * 22) / recordCount)}\t${position}\t.\t${ref}\t${alt === ref ? `${ref}G` : alt}\t.\t${filter}\t${info}\tGT:AD:AF:DP:F1R2:F2R1\t${normal}\t${tumor}\n`;
  }
}

const header = [
  '##fileformat=VCFv4.2',
  '##FILTER=<ID=weak_evidence,Description="Mutation does not meet likelihood threshold">',
  '##FILTER=<ID=germline,Description="Evidence indicates this site is germline, not somatic">',
  '##FILTER=<ID=normal_artifact,Description="artifact_in_normal">',
  '##FILTER=<ID=map_qual,Description="ref - alt median mapping quality">',
  ...['AS_FilterStatus', 'MBQ', 'POPAF', 'TLOD'].map(
    (id) => `##INFO=<ID=${id},Number=.,Type=String,Description="${id}">`,
  ),
  ...['DP', 'ECNT', 'GERMQ'].map((id) => `##INFO=<ID=${id},Number=1,Type=Integer,Description="${id}">`),
  '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|BIOTYPE|EXON|INTRON|HGVSc|HGVSp|cDNA_position|CDS_position|Protein_position|Amino_acids|Codons|Existing_variation|DISTANCE|STRAND|FLAGS|SYMBOL_SOURCE|HGNC_ID">',
  '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
  ...['AD', 'F1R2', 'F2R1'].map((id) => `##FORMAT=<ID=${id},Number=R,Type=Integer,Description="${id}">`),
  '##FORMAT=<ID=AF,Number=A,Type=Float,Description="Allele fraction">',
  '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
  '##tumor_sample=TUMOR',
  '##normal_sample=NORMAL',
  ...Array.from({ length: 22 }, (_, index) => `##contig=<ID=chr${index + 1}>`),
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNORMAL\tTUMOR',
];

function pad(number: number): string {
  return String(number).padStart(11, '0');
}

/** Constants of Numerical Recipes; good enough to keep deflate honest. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
