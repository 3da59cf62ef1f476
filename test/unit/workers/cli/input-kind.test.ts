import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { headOf } from '../../../../stages/shared/head-of.js';
import { kindOf } from '../../../../workers/cli/input-kind.js';

const kind = (text: string) => kindOf(Buffer.from(text));

describe('kindOf tells a file by its content', () => {
  it.each([
    ['vcf', '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n'],
    ['vcf', '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n1\t2\t.\tA\tC\t.\t.\t.\n'],
    ['reference', 'AGREF\r\n\u001a and what follows'],
    ['fasta', '>chr1 a genome\nACGTNNNN\n'],
    ['annotation', '#!genome-build GRCh38\n1\thavana\tgene\t11869\t14409\t.\t+\t.\tgene_id "ENSG1";\n'],
    ['annotation', '##gff-version 3\n'],
    ['expression', 'Name\tLength\tEffectiveLength\tTPM\tNumReads\nENST1\t10\t8\t1.5\t3\n'],
    ['expression', 'gene_id,tpm\nENSG1,3\n'],
    ['expression', 'gene_id\tcount\nENSG1\t3\n'],
    ['expression', 'Gene ID\tGene Name\tReference\tStrand\tStart\tEnd\tCoverage\tFPKM\tTPM\n'],
    [
      'expression',
      '# StringTie version 2.2.1\n1\tStringTie\ttranscript\t1\t9\t1000\t+\t.\tgene_id "G"; transcript_id "T"; TPM "1";\n',
    ],
    ['expression', '# Program:featureCounts\nGeneid\tChr\tStart\tEnd\tStrand\tLength\ta.bam\n'],
    ['normalExpression', '#1.2\n56200\t54\nName\tDescription\tLiver\nENSG1.2\tA\t3\n'],
    ['normalExpression', 'Gene\tGene name\tTissue\tnTPM\nENSG1\tA\tliver\t3\n'],
    ['normalExpression', 'gene,tissue,tpm\nA,liver,3\n'],
    ['rnaCounts', 'chrom\tpos\tref\talt\tref_count\talt_count\n'],
    ['rnaCounts', 'chr1\t100\tT\t3\t.,C\tFFF\n'],
    ['rnaCounts', '21\t100\tG\t3\t=:0:0.00\tA:3:58.33\tC:0:0.00\tG:0:0.00\tT:0:0.00\tN:0:0.00\n'],
    ['copyNumber', 'sample\tchr\tstartpos\tendpos\tnMajor\tnMinor\n'],
    ['copyNumber', '"chromosome"\t"start.pos"\t"end.pos"\t"CNt"\t"A"\t"B"\n'],
    ['copyNumber', 'chromosome\tstart\tend\tgene\tlog2\tdepth\tprobes\tweight\n'],
    ['hlaLoss', 'region\tHLA_A_type1\tHLA_A_type2\tPVal_unique\tLossAllele\tKeptAllele\n'],
    ['hlaLoss', 'Alleles\tDASH_deletion\tConfidence\nhla_a_02_01\tTrue\t0.9\n'],
    ['hlaLoss', 'Sample\tHLA\tAllele1\tAllele2\tcopyratio\tKeptHLA\tLossHLA\tLOH\n'],
    ['hla', '# typed by hand\nHLA-A*02:01\n'],
    ['hla', 'A0201,B0702\n'],
    ['hla', 'DRB1*15:01\n'],
    ['peptides', 'GILGFVFTL\nKVLEYVIKV\n'],
    ['peptides', 'peptide\tgene\nGILGFVFTL\tM1\n'],
    ['samplesheet', 'sample,alleles,mhc_class,filename\nP1,A*02:01,I,a.vcf\n'],
    ['parameters', '{"rank-candidates": {"minimumTpm": 2}}'],
    ['parameters', '{"predict-binding": {"alleles": ["HLA-A*02:01"]}}'],
    ['parameters', '{"predict-class-two": {"alleles": ["HLA-DRB1*15:01"]}}'],
    ['unknown', ''],
    ['bcf', 'BCF\u0002\u0002'],
    ['unknown', 'BCF\u0004'],
    ['maf', '#version 2.4\nHugo_Symbol\tStart_Position\tReference_Allele\tTumor_Seq_Allele2\n'],
    [
      'fusions',
      '#FusionName\tJunctionReadCount\tSpanningFragCount\tSpliceType\tLeftGene\tLeftBreakpoint\tRightGene\tRightBreakpoint\n',
    ],
    ['decisions', 'variant,decision,reason,reviewer\nBRAF V600E,accept,,\n'],
    ['decisions', 'rank\tgene\thgvs_p\tbest_peptide\ttpm\tdecision\n'],
    ['decisions', '"ID"\t"Gene"\t"Best Peptide"\t"Evaluation"\n'],
    ['drivers', 'Gene Symbol\nA1CF\n'],
    ['drivers', 'Gene,Ensembl Transcript ID,Mutation,Ensembl Gene ID\n'],
    ['drivers', 'Gene,Cancer,KEY,Function\n'],
    ['junctions', 'chr1\t14830\t14969\t2\t2\t1\t0\t5\t30\n'],
    ['unknown', 'Hugo_Symbol\tTranscript_ID\ttranscript_id\n'],
    ['unknown', 'Dear colleague, here are the calls.\n'],
  ])('%s: %j', (expected, text) => {
    expect(kind(text)).toBe(expected);
  });

  it('looks past a byte order mark and blank lines', () => {
    expect(kind('\uFEFF\n\nHLA-B*07:02\n')).toBe('hla');
  });

  it('takes one odd line among peptides for a fault of the list', () => {
    expect(kind('GILGFVFTL\nKVLEYVIKV\nnot-a-peptide\n')).toBe('peptides');
  });
});

describe('headOf', () => {
  const source = (bytes: Buffer) => ({ name: 'f', sizeBytes: bytes.length, chunks: () => [bytes] });

  it('decompresses', async () => {
    expect(kindOf(await headOf(source(gzipSync('>a\nACGT\n'))))).toBe('fasta');
  });

  it('gives what is whole of a file that was cut', async () => {
    const text = `##fileformat=VCFv4.2\n${'##a=b\n'.repeat(20000)}`;
    const cut = gzipSync(text, { level: 0 }).subarray(0, 70_000);
    expect(kindOf(await headOf(source(cut)))).toBe('vcf');
  });

  it('reads no more than it needs', async () => {
    expect((await headOf(source(Buffer.alloc(1 << 20, 'A')))).length).toBe(1 << 16);
  });
});
