/**
 * Human codon usage: per thousand codons of 93,487 coding sequences (40,662,582 codons) of GenBank release 160, Codon Usage Database,
 * Homo sapiens [gbpri] (Nakamura 2000, doi:10.1093/nar/28.1.292).
 */
import { translate } from '../../shared/genetic-code.js';

const perThousand: Readonly<Record<string, number>> = {
  ...{ TTT: 17.6, TCT: 15.2, TAT: 12.2, TGT: 10.6, TTC: 20.3, TCC: 17.7, TAC: 15.3, TGC: 12.6 },
  ...{ TTA: 7.7, TCA: 12.2, TAA: 1.0, TGA: 1.6, TTG: 12.9, TCG: 4.4, TAG: 0.8, TGG: 13.2 },
  ...{ CTT: 13.2, CCT: 17.5, CAT: 10.9, CGT: 4.5, CTC: 19.6, CCC: 19.8, CAC: 15.1, CGC: 10.4 },
  ...{ CTA: 7.2, CCA: 16.9, CAA: 12.3, CGA: 6.2, CTG: 39.6, CCG: 6.9, CAG: 34.2, CGG: 11.4 },
  ...{ ATT: 16.0, ACT: 13.1, AAT: 17.0, AGT: 12.1, ATC: 20.8, ACC: 18.9, AAC: 19.1, AGC: 19.5 },
  ...{ ATA: 7.5, ACA: 15.1, AAA: 24.4, AGA: 12.2, ATG: 22.0, ACG: 6.1, AAG: 31.9, AGG: 12.0 },
  ...{ GTT: 11.0, GCT: 18.4, GAT: 21.8, GGT: 10.8, GTC: 14.5, GCC: 27.7, GAC: 25.1, GGC: 22.2 },
  ...{ GTA: 7.1, GCA: 15.8, GAA: 29.0, GGA: 16.5, GTG: 28.1, GCG: 7.4, GAG: 39.6, GGG: 16.5 },
};

export interface Codon {
  readonly bases: string;
  /** Usage relative to the amino acid's most used codon, 0-1 (Sharp & Li 1987, doi:10.1093/nar/15.3.1281). */
  readonly adaptiveness: number;
}

/** Residue → its codons, the most used first. */
const codonsOf: ReadonlyMap<string, readonly Codon[]> = (() => {
  const groups = new Map<string, [string, number][]>();
  for (const [bases, usage] of Object.entries(perThousand)) {
    const residue = translate(bases, 1);
    groups.set(residue, [...(groups.get(residue) ?? []), [bases, usage]]);
  }
  return new Map(
    [...groups].map(([residue, codons]) => {
      const most = Math.max(...codons.map(([, usage]) => usage));
      const sorted = codons.map(([bases, usage]) => ({ bases, adaptiveness: usage / most }));
      return [residue, sorted.sort((a, b) => b.adaptiveness - a.adaptiveness)];
    }),
  );
})();

/** Codons of a residue, the most used first; [] for a letter that is no residue. */
export function codonsFor(residue: string): readonly Codon[] {
  return codonsOf.get(residue) ?? [];
}

/**
 * Codon adaptation index of a coding sequence: the geometric mean of the codons' adaptiveness, without the start codon's M, W and stops, which
 * have no choice (Sharp & Li 1987); null: no codon is left.
 */
export function codonAdaptationIndex(coding: string): number | null {
  let sum = 0;
  let count = 0;
  for (let at = 0; at + 3 <= coding.length; at += 3) {
    const bases = coding.slice(at, at + 3);
    const residue = translate(bases, 1);
    const codons = codonsFor(residue);
    if (residue === '*' || codons.length < 2) continue;
    sum += Math.log(codons.find((codon) => codon.bases === bases)?.adaptiveness ?? 1);
    count += 1;
  }
  return count === 0 ? null : Math.exp(sum / count);
}
