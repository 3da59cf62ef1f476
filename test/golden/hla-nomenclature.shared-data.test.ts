import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openBundledPredictor } from '../../infra/predictors/bundled/index.js';
import { classOfGene, readHlaName } from '../../schemas/hla.js';
import { absentChain, successorOf } from '../../schemas/hla-nomenclature.js';

const folder = '../shared/data/hla';
const loci = 'A B C E F G DRB1 DRB3 DRB4 DRB5 DPA1 DPB1 DQA1 DQB1'.split(' ');

describe('the table of names against IPD-IMGT/HLA 3.58.0', () => {
  /** Two-field name of each allele of the list, with its suffix. */
  const names = new Set<string>();
  for (const line of gunzipSync(readFileSync(`${folder}/IMGTHLA_Allelelist.txt.gz`))
    .toString('utf8')
    .split('\n')) {
    const name = readHlaName(line.split(',')[1] ?? '');
    if (name.kind === 'allele' && loci.includes(name.gene)) names.add(name.allele);
  }
  const expressed = [...names].filter((name) => !/[NSC]$/.test(name));

  it('holds every name of these loci', () => {
    expect(names.size).toBeGreaterThan(24_000);
  });

  it('calls no expressed allele absent, and gives none of them a successor', () => {
    expect(expressed.filter((name) => absentChain(name) !== null)).toEqual([]);
    expect(expressed.filter((name) => successorOf(name) !== null)).toEqual([]);
  });

  it('calls a null allele absent without its suffix, unless the protein has an expressed form', () => {
    const proteins = new Set(expressed.map((name) => name.replace(/[LQA]$/, '')));
    const missed = [...names]
      .filter((name) => /[NSC]$/.test(name))
      .map((name) => name.slice(0, -1))
      .filter((protein) => !proteins.has(protein) && absentChain(protein) === null);
    expect(missed).toEqual([]);
  });

  it('finds no null allele supported by the bundled class I predictor, with its suffix or without', () => {
    const proteins = new Set(expressed.map((name) => name.replace(/[LQA]$/, '')));
    const supported = [...names]
      .filter((name) => /[NSC]$/.test(name))
      .flatMap((name) => [name, name.slice(0, -1)])
      .filter((name) => !proteins.has(name) && classOfGene(name.slice(4).split('*')[0] ?? '') === 'I')
      .filter(
        (name) => absentChain(name) !== null && openBundledPredictor().supportFor(name).kind === 'supported',
      );
    expect(supported).toEqual([]);
  });
});
