/** A real tumour, HCC1395, annotated by VEP 105 with the plugins Wildtype and Frameshift (packaged with pVACtools 7.1.5). */
import { beforeAll, describe, expect, it } from 'vitest';
import { readCsqVcf } from '../support/csq-vcf.js';
import { type ParsedVcf, parseVcf } from '../support/parse-vcf.js';
import { novelWindows } from '../support/pvacseq.js';
import { type Annotated, annotateCsq, type Generated, generate } from '../support/run-stages.js';

const path = '../shared/data/vcf/pvactools_HCC1395_annotated.expression.vcf.gz';

let parsed: ParsedVcf;
let annotated: Annotated;
let generated: Generated;
beforeAll(async () => {
  parsed = await parseVcf(path, { filters: 'all' });
  annotated = annotateCsq(parsed);
  generated = generate(annotated.rows);
});

describe('HCC1395', () => {
  it('accounts for each of its 1,470 alleles once in every stage', () => {
    const lostInAnnotation = annotated.omissions.filter((omission) => omission.scope === 'allele');
    const annotatedAlleles = new Set(
      annotated.rows.filter((row) => row.status === 'ok').map((row) => row.alleleOrdinal),
    );
    expect(parsed.variants).toHaveLength(1470);
    expect(lostInAnnotation.length + annotatedAlleles.size).toBe(1470);
    expect(new Set(lostInAnnotation.map((omission) => omission.alleleOrdinal)).size).toBe(
      lostInAnnotation.length,
    );

    const lostHere = generated.omissions.filter((omission) => omission.scope === 'allele');
    const kept = new Set(generated.peptides.map((peptide) => peptide.alleleOrdinal));
    expect(lostHere.length + kept.size).toBe(annotatedAlleles.size);
    expect(lostHere.every((omission) => annotatedAlleles.has(omission.alleleOrdinal))).toBe(true);
  });

  it('has one row for every transcript entry of the annotation', () => {
    const entries = readCsqVcf(path).variants.flatMap((variant) => variant.csq?.split(',') ?? []);
    expect(annotated.rows).toHaveLength(
      entries.filter((entry) => entry.split('|')[5] === 'Transcript').length,
    );
  });

  it('takes every change that VEP states with its proteins', () => {
    // Counted from the file: 1,013 + 86 + 32 + 2 missense, 33 + 2 in-frame deletions, 1 insertion, 38 + 5 + 3 + 3 + 1 stop gains,
    // 39 + 2 frameshifts with a sequence; 3 frameshifts in splice regions have none, 2 stop losses and 1 coding change are not stated.
    const count = (status: string): number => annotated.rows.filter((row) => row.status === status).length;
    expect(count('ok')).toBe(1013 + 86 + 32 + 2 + 33 + 2 + 1 + (38 + 5 + 3 + 3 + 1) + 39 + 2);
    expect(count('PROTEIN_UNKNOWN')).toBe(3 + 2 + 1);
    expect(count('TRANSCRIPT_REFERENCE_MISMATCH')).toBe(0);
  });

  it('has the peptides that plain windows over the whole proteins give', () => {
    const { peptides } = generate(annotated.rows, { skipSelf: false });
    const ours = new Map<number, Set<string>>();
    for (const row of peptides) {
      const known = ours.get(row.alleleOrdinal) ?? new Set();
      ours.set(row.alleleOrdinal, known.add(row.peptide));
    }
    const plain = new Map<number, Set<string>>();
    for (const row of annotated.rows) {
      if (row.status !== 'ok' || row.mutantProtein === null || row.wildtypeProtein === null) continue;
      // Changes here span a few residues: 10 before and 50 after the first hold all their windows of up to 11.
      const start = Math.max(0, (row.proteinStart ?? 1) - 11);
      const end = row.isFrameshift ? undefined : start + 60;
      const window = row.mutantProtein.replace('*', '').slice(start, end);
      const known = plain.get(row.alleleOrdinal) ?? new Set();
      for (const peptide of novelWindows(row.wildtypeProtein, window, [8, 9, 10, 11])) known.add(peptide);
      if (known.size > 0) plain.set(row.alleleOrdinal, known);
    }
    expect(ours).toEqual(plain);
  });

  it('leaves out the peptides that a paralogue in the same file holds as its wild type', () => {
    const all = generate(annotated.rows, { skipSelf: false }).peptides.length;
    const self = generated.omissions.filter(
      (omission) => omission.code === 'SELF_PEPTIDE' && omission.scope === 'item',
    );
    expect(all - generated.peptides.length).toBe(self.reduce((sum, omission) => sum + omission.count, 0));
    expect(self.map((omission) => omission.input)).toContain('chrX:7843976:C:T');
  });
});
