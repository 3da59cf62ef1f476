/**
 * VEP states each protein change twice: in Amino_acids or FrameshiftSequence, of which our mutant proteins are made, and in HGVSp.
 * Here the proteins are held against HGVSp (VEP 102-105, files packaged with pVACtools 7.1.5).
 */
import { describe, expect, it } from 'vitest';
import { readCsqVcf } from '../support/csq-vcf.js';
import { annotateCsq } from '../support/run-stages.js';

const letters = new Map(
  (
    'Ala A Arg R Asn N Asp D Cys C Gln Q Glu E Gly G His H Ile I Leu L Lys K Met M Phe F Pro P Ser S Thr T Trp W Tyr Y Val V ' +
    'Sec U Xaa X Ter *'
  )
    .split(' ')
    .reduce<[string, string][]>((pairs, word, index, words) => {
      if (index % 2 === 0) pairs.push([word, words[index + 1] ?? '']);
      return pairs;
    }, []),
);

function residues(names: string): string {
  return names.replace(/[A-Z][a-z]{2}/g, (name) => letters.get(name) ?? '?');
}

/** What a description says of the mutant protein: the whole protein, or for a frameshift its first new residue and its length. */
function stated(
  hgvs: string,
  wildtype: string,
): { protein: string } | { prefix: string; length: number | null } {
  const shifted = /^[A-Z][a-z]{2}(\d+)([A-Z][a-z]{2})fsTer(\d+|\?)$/.exec(hgvs);
  if (shifted !== null) {
    const [, position = '', residue = '', stop = ''] = shifted;
    const prefix = wildtype.slice(0, Number(position) - 1) + residues(residue);
    return { prefix, length: stop === '?' ? null : Number(position) + Number(stop) - 2 };
  }
  const match = /^[A-Z][a-z]{2}(\d+)(?:_[A-Z][a-z]{2}(\d+))?(delins|del|dup|ins)?([A-Za-z]*)$/.exec(hgvs);
  if (match === null) throw new Error(`not read: ${hgvs}`);
  const [, from = '', to = from, kind = 'delins', names = ''] = match;
  const first = Number(from) - 1;
  const end = Number(to);
  const inserted = residues(names);
  const protein =
    kind === 'ins'
      ? wildtype.slice(0, first + 1) + inserted + wildtype.slice(end - 1)
      : kind === 'dup'
        ? wildtype.slice(0, end) + wildtype.slice(first)
        : wildtype.slice(0, first) + inserted + wildtype.slice(end);
  return { protein: protein.split('*')[0] ?? '' };
}

describe('mutant proteins', () => {
  it.each([
    ['vcf/pvactools_HCC1395_annotated.expression.vcf.gz', 1260],
    ['vcf/pvactools_protein_altering.vcf.gz', 546],
    ['pvacseq/pvacvector/input_parse_test_input.vcf.gz', 277],
    ['pvacseq/generate_protein_fasta/input.vcf.gz', 25],
  ])('of %s are what HGVSp describes, %i of them', (file, count) => {
    const rows = annotateCsq(readCsqVcf(`../shared/data/${file}`)).rows.filter((row) => row.status === 'ok');
    let described = 0;
    for (const row of rows) {
      const mutant = (row.mutantProtein ?? '').replace('*', '');
      const hgvs = /:p\.(.*)$/.exec(row.hgvsP ?? '')?.[1];
      if (hgvs === undefined) continue;
      described += 1;
      const statement = stated(hgvs, row.wildtypeProtein ?? '');
      if ('protein' in statement) {
        expect(mutant).toBe(statement.protein);
        continue;
      }
      expect(mutant.slice(0, statement.prefix.length)).toBe(statement.prefix);
      expect(row.proteinStart).toBe(statement.prefix.length);
      if (statement.length !== null) expect(mutant).toHaveLength(statement.length);
    }
    expect(described).toBe(count);
  });
});
