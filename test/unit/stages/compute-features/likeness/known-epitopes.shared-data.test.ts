import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readKnownEpitopes } from '../../../../../stages/compute-features/files/known-epitopes.js';
import { likenessToEpitopes } from '../../../../../stages/compute-features/likeness/known-epitopes.js';
import { residueCodes } from '../../../../../stages/compute-features/neoantigen-scores/blosum62.js';
import { recognition } from '../../../../../stages/compute-features/neoantigen-scores/recognition.js';
import { evidenceSource } from '../../../../support/evidence-file.js';

const bytes = readFileSync('../shared/data/features/iedb_positive_epitopes.fasta.gz');

describe("the IEDB's positive epitopes", () => {
  it('are read, 2,558 entries, and the search among them is that of aligning each', async () => {
    const epitopes = await readKnownEpitopes(evidenceSource(bytes, 'iedb.fasta.gz'));
    const sequences = gunzipSync(bytes)
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('>'))
      // One has a residue in lower case.
      .map((line) => line.toUpperCase());
    expect(sequences).toHaveLength(2558);
    expect(new Set(epitopes)).toEqual(new Set(sequences));
    const likeness = likenessToEpitopes(epitopes);
    const codes = epitopes.map(residueCodes);
    // Every 60th epitope's first nine residues, as they are and with the fifth changed.
    const peptides = epitopes
      .filter((epitope, index) => index % 60 === 0 && epitope.length >= 9)
      .flatMap((epitope) => [epitope.slice(0, 9), `${epitope.slice(0, 4)}D${epitope.slice(5, 9)}`]);
    expect(peptides.length).toBeGreaterThan(50);
    for (const peptide of peptides) {
      expect(Math.abs(likeness(peptide) - recognition(peptide, codes))).toBeLessThan(1e-13);
    }
  });
});
