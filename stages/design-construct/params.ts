import { z } from 'zod';

const residues = /^[ACDEFGHIKLMNPQRSTVWY]*$/;
const bases = /^[ACGT]*$/;

function proteinSlot(description: string) {
  return z.string().regex(residues, 'one-letter amino acids').default('').describe(description);
}
function baseSlot(description: string, preset = '') {
  return z.string().regex(bases, 'bases A, C, G, T').default(preset).describe(description);
}

/** Motifs that hinder making the DNA template or the transcript, one strand each; both strands are looked at. */
const usualMotifs = [
  // Type IIS sites used to open the template and to linearise it behind the poly(A) (REBASE: BsaI, SapI and its isoschizomer BspQI).
  { name: 'BsaI', sequence: 'GGTCTC' },
  { name: 'SapI/BspQI', sequence: 'GCTCTTC' },
  // T7 RNA polymerase: its promoter, its class I terminator T-phi and the class II pause signal (Lyakhov 1998, doi:10.1006/jmbi.1998.1854).
  { name: 'T7 promoter', sequence: 'TAATACGACTCACTATAG' },
  { name: 'T7 terminator T-phi', sequence: 'TAGCATAACCCCTTGGGGCCTCTAAACGGGTCTTGAGGGGTTTTTTG' },
  { name: 'T7 class II terminator', sequence: 'ATCTGTT' },
  // Polyadenylation signals (Proudfoot & Brownlee 1976, doi:10.1038/263211a0; Beaudoing 2000, doi:10.1101/gr.10.7.1001).
  { name: 'poly(A) signal', sequence: 'AATAAA' },
  { name: 'poly(A) signal', sequence: 'ATTAAA' },
];

export const paramsSchema = z.object({
  form: z
    .enum(['none', 'mrna', 'peptides', 'both'])
    .default('both')
    .describe(
      'what is designed: one mRNA or several, synthetic long peptides, both, or nothing (no files then)',
    ),
  constructs: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe('mRNA constructs the antigens are divided over, balanced by clone and HLA allele'),
  flank: z
    .number()
    .int()
    .min(8)
    .max(25)
    .default(13)
    .describe(
      'residues on either side of the mutation in a window: 13 gives 27-mers (Sahin 2017, doi:10.1038/nature23003)',
    ),
  tileStep: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(14)
    .describe('residues between the windows of a novel reading frame: 14 puts every 14-mer into one'),
  tilesPerAntigen: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(3)
    .describe('windows of one long novel stretch at most; those with its best peptides are taken first'),
  linker: proteinSlot('residues at every seam, e.g. GGSGGGGSGG; none by default'),
  spacers: z
    .array(z.string().regex(residues).min(1).max(20))
    // Proteasomal cleavage behind AAY (Velders 2001, doi:10.4049/jimmunol.166.9.5366); GPGPG against class II epitopes at the seam (Livingston
    // 2002, doi:10.4049/jimmunol.168.11.5499); GGS and HH… as in pVACvector (Hundal 2020, doi:10.1158/2326-6066.CIR-19-0401); GGGGS flexible,
    // EAAAK rigid (Chen 2013, doi:10.1016/j.addr.2012.09.039).
    .default(['AAY', 'GGS', 'HHH', 'HHAA', 'HHHD', 'GPGPG', 'GGGGS', 'EAAAK'])
    .describe('spacers tried in this order at a seam that is not clear without one'),
  junctionLengthsI: z
    .array(z.number().int().min(8).max(14))
    .default([8, 9, 10, 11])
    .describe('lengths of the class I peptides looked at across seams, residues'),
  junctionLengthsII: z
    .array(z.number().int().min(12).max(25))
    .default([15])
    .describe('lengths of the class II peptides looked at across seams, residues'),
  strongRankI: z
    .number()
    .positive()
    .default(0.5)
    .describe(
      'percentile rank up to which a class I peptide at a seam is a strong binder (NetMHCpan convention)',
    ),
  strongRankII: z
    .number()
    .positive()
    .default(2)
    .describe(
      'percentile rank up to which a class II peptide at a seam is a strong binder (NetMHCIIpan convention)',
    ),
  strongAffinityNm: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe(
      'affinity in nM up to which a peptide at a seam is a strong binder as well, e.g. 50; null: rank alone counts',
    ),
  exactElements: z
    .number()
    .int()
    .min(0)
    .max(20)
    .default(20)
    .describe(
      'elements up to which an order that branch and bound leaves open is proven by dynamic programming over all subsets',
    ),
  orderNodes: z
    .number()
    .int()
    .min(1)
    .default(20_000)
    .describe('nodes that one branch-and-bound search for the order opens at most'),
  signalPeptide: z
    .string()
    .regex(/^(?:M[ACDEFGHIKLMNPQRSTVWY]*)?$/, 'one-letter amino acids from the initiator M on')
    .default('')
    .describe('residues before the first window, with the initiator M; empty: M alone'),
  traffickingDomain: proteinSlot('residues behind the last window, e.g. the MHC class I trafficking domain'),
  fivePrimeUtr: baseSlot("5' UTR as DNA, without the Kozak sequence"),
  kozak: baseSlot(
    'bases before the start codon (Kozak 1987, doi:10.1093/nar/15.20.8125: GCCRCC ahead of AUG)',
    'GCCACC',
  ),
  threePrimeUtr: baseSlot("3' UTR as DNA"),
  polyALength: z
    .number()
    .int()
    .min(0)
    .max(500)
    .default(0)
    .describe("As behind the 3' UTR; 0: the slot stays empty"),
  stopCodon: z
    .enum(['TGA', 'TAA', 'TAG', 'TGATAA'])
    .default('TGATAA')
    .describe('stop codon, or two in a row'),
  gcMin: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .describe('least fraction of G and C in every stretch of gcWindow bases of the coding sequence'),
  gcMax: z.number().min(0).max(1).default(0.65).describe('largest fraction of G and C in every such stretch'),
  gcWindow: z
    .number()
    .int()
    .min(15)
    .max(60)
    .default(50)
    .describe('bases of the stretch in which G and C are counted'),
  longestHomopolymer: z.number().int().min(3).max(20).default(6).describe('equal bases in a row at most'),
  longestRepeat: z
    .number()
    .int()
    .min(9)
    .max(60)
    .default(15)
    .describe('bases that may occur twice in the coding sequence'),
  forbiddenMotifs: z
    .array(z.object({ name: z.string(), sequence: z.string().regex(bases).min(4).max(80) }))
    .default(usualMotifs)
    .describe("sequences that no strand of the mRNA's template may hold"),
  uridineWeight: z
    .number()
    .min(0)
    .default(0.1)
    .describe(
      'natural-log units of relative adaptiveness that one U less is worth (uridine depletion: Vaidyanathan 2018, doi:10.1016/j.omtn.2018.06.010)',
    ),
  codonLabels: z
    .number()
    .int()
    .min(16)
    .max(20_000)
    .default(300)
    .describe(
      'partial sequences that the codon search keeps at most; the stated gap is 0 where that was enough',
    ),
  peptideMaxLength: z
    .number()
    .int()
    .min(15)
    .max(60)
    .default(35)
    .describe('residues of a synthetic long peptide at most'),
  peptideTrim: z
    .number()
    .int()
    .min(0)
    .max(10)
    .default(3)
    .describe(
      'residues that may be left out at either end of a synthetic peptide where that makes it easier to make',
    ),
});
export type ConstructParams = z.infer<typeof paramsSchema>;
