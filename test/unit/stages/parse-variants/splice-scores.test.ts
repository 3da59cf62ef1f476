import { describe, expect, it } from 'vitest';
import { readSpliceScores } from '../../../../stages/parse-variants/splice-scores.js';

const snv = { position: 38_958_362, alt: 'T', index: 1 };

describe('splice scores of INFO', () => {
  it('are null where the record has none of the fields', () => {
    expect(readSpliceScores({ ...snv, info: 'DP=9;SpliceAIx;Gene=Pangolin' })).toBeNull();
    expect(readSpliceScores({ ...snv, info: '.' })).toBeNull();
  });

  it("are SpliceAI's with its README's example: 19:38958362 C>T makes 38958360 a donor", () => {
    const info = 'SpliceAI=T|RYR1|0.00|0.00|0.91|0.08|-28|-46|-2|-31';
    expect(readSpliceScores({ ...snv, info })).toEqual([
      { gene: 'RYR1', kind: 'donor_gain', score: 0.91, exonBase: 38_958_359 },
      { gene: 'RYR1', kind: 'donor_loss', score: 0.08, exonBase: 38_958_330 },
    ]);
  });

  it('are those of the ALT allele at hand', () => {
    const info = 'AC=1;SpliceAI=A|NEB|0.01|0.00|0.00|0.74|43|3|-26|3,C|NEB|0.00|0.00|0.00|0.71|43|3|-26|3';
    expect(readSpliceScores({ info, position: 152_389_953, alt: 'C', index: 2 })).toEqual([
      { gene: 'NEB', kind: 'donor_loss', score: 0.71, exonBase: 152_389_955 },
    ]);
  });

  it('are none for scores that SpliceAI left out, which is not the same as no field', () => {
    const info = 'SpliceAI=AT|TTN|.|.|.|.|.|.|.|.,ATA|TTN|.|.|.|.|.|.|.|.';
    expect(readSpliceScores({ info, position: 179_446_218, alt: 'AT', index: 1 })).toEqual([]);
  });

  it("are CI-SpliceAI's, with any number of sites of one kind", () => {
    const info = 'CI-SpliceAI=CA|ENSG00000155657|AL:1.00:-1|AG:0.05:0|AG:0.03:7';
    expect(readSpliceScores({ info, position: 179_415_988, alt: 'CA', index: 1 })).toEqual([
      { gene: 'ENSG00000155657', kind: 'acceptor_loss', score: 1, exonBase: 179_415_986 },
      { gene: 'ENSG00000155657', kind: 'acceptor_gain', score: 0.05, exonBase: 179_415_987 },
      { gene: 'ENSG00000155657', kind: 'acceptor_gain', score: 0.03, exonBase: 179_415_994 },
    ]);
    expect(readSpliceScores({ info: 'CI-SpliceAI=C|+,C|-', position: 1, alt: 'C', index: 1 })).toEqual([]);
  });

  it('are of both tools where a record has both', () => {
    const info =
      'SpliceAI=T|RYR1|0.00|0.00|0.91|0.00|-28|-46|-2|-31;CI-SpliceAI=T|ENSG00000196218|DG:0.98:-2';
    expect(readSpliceScores({ ...snv, info })?.map(({ gene, score }) => [gene, score])).toEqual([
      ['RYR1', 0.91],
      ['ENSG00000196218', 0.98],
    ]);
  });

  it("are Pangolin's gains and losses, donor or acceptor not said, of every gene and of the first ALT", () => {
    const info =
      'Pangolin=ENSG00000237298.10_10|-2:0.0|-50:0.0|Warnings:,ENSG00000155657.28_10|2:0.54|-38:-0.35|Warnings:';
    const allele = { info, position: 179_642_185, alt: 'A' };
    expect(readSpliceScores({ ...allele, index: 1 })).toEqual([
      { gene: 'ENSG00000155657', kind: 'site_gain', score: 0.54, exonBase: 179_642_186 },
      { gene: 'ENSG00000155657', kind: 'site_loss', score: 0.35, exonBase: 179_642_146 },
    ]);
    expect(readSpliceScores({ ...allele, index: 2 })).toEqual([]);
  });

  it('leave out a place before the start of the contig and a score that is no number', () => {
    const info = 'SpliceAI=T|G|0.5|x|0.00|0.5|-9|1|1|0';
    expect(readSpliceScores({ info, position: 3, alt: 'T', index: 1 })).toEqual([
      { gene: 'G', kind: 'donor_loss', score: 0.5, exonBase: 2 },
    ]);
  });
});
