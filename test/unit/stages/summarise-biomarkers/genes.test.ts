import { describe, expect, it } from 'vitest';
import type { Consequence, Evidence } from '../../../../schemas/rows.js';
import { presentationCounter } from '../../../../stages/summarise-biomarkers/genes/presentation-genes.js';
import { consequenceOf } from '../../../support/consequence.js';
import { evidenceRow } from '../../../support/report-rows.js';

function hit(gene: string, consequence: string[], fields: Partial<Consequence> = {}): Consequence {
  return consequenceOf({ wildtype: 'MAAA', mutant: 'MA' }, { gene, consequence, ...fields });
}

function truncatingIn(
  gene: string,
  counted: readonly (readonly [readonly Consequence[], Evidence | undefined])[],
) {
  const counter = presentationCounter();
  for (const [rows, measured] of counted) counter.count(rows, measured);
  return counter.result().find((row) => row.gene === gene)?.truncating ?? [];
}

describe('truncating variants of presentation genes', () => {
  it('names every gene of the list, also those without a variant', () => {
    expect(
      presentationCounter()
        .result()
        .map(({ gene }) => gene),
    ).toEqual(['B2M', 'TAP1', 'TAP2', 'TAPBP', 'NLRC5', 'JAK1', 'JAK2', 'CIITA']);
  });

  it('finds a stop in B2M with its fraction of reads, and leaves a missense variant and other genes out', () => {
    const stop = hit('B2M', ['stop_gained'], { hgvsP: 'p.Leu15Ter' });
    expect(truncatingIn('B2M', [[[stop], evidenceRow(1, 0.3)]])).toMatchObject([
      { hgvsP: 'p.Leu15Ter', dnaVaf: 0.3, isSpliceSite: false },
    ]);
    expect(truncatingIn('B2M', [[[hit('B2M', ['missense_variant'])], undefined]])).toEqual([]);
    expect(truncatingIn('B2M', [[[hit('TP53', ['stop_gained'])], undefined]])).toEqual([]);
  });

  it('lists one variant once, by the transcript that speaks for it', () => {
    const rows = [
      hit('JAK1', ['frameshift_variant'], { transcript: 'T1' }),
      hit('JAK1', ['frameshift_variant'], { transcript: 'T2', isManeSelect: true }),
    ];
    expect(truncatingIn('JAK1', [[rows, undefined]]).map(({ transcript }) => transcript)).toEqual(['T2']);
  });

  it('marks a lost splice site as likely only', () => {
    const rows = [hit('TAP1', ['splice_donor_variant', 'intron_variant'])];
    expect(truncatingIn('TAP1', [[rows, undefined]])).toMatchObject([{ isSpliceSite: true }]);
  });

  it('hints at the other allele: more reads than one of two gives, one copy left, two hits, no reads', () => {
    const stop = [hit('B2M', ['stop_gained'])];
    const zygosity = (measured: Evidence | undefined) => truncatingIn('B2M', [[stop, measured]])[0]?.zygosity;
    expect(zygosity(evidenceRow(1, 0.85))).toContain('probably lost');
    expect(zygosity(evidenceRow(1, 0.4))).toContain('as of one of two alleles');
    expect(zygosity({ ...evidenceRow(1, 0.4), tumorCopies: 1, normalCopies: 2 })).toContain(
      'one copy is left',
    );
    expect(zygosity(undefined)).toContain('not known');
    const twice = truncatingIn('B2M', [
      [stop, evidenceRow(1, 0.4)],
      [stop, evidenceRow(2, 0.4)],
    ]);
    expect(twice.map((row) => row.zygosity.includes('may hit both alleles'))).toEqual([true, true]);
  });
});
