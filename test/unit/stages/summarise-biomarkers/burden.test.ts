import { describe, expect, it } from 'vitest';
import type { Consequence, Variant } from '../../../../schemas/rows.js';
import { burdenCounter } from '../../../../stages/summarise-biomarkers/burden/mutational-burden.js';
import { loadCounter } from '../../../../stages/summarise-biomarkers/burden/neoantigen-load.js';
import { substitutionClass } from '../../../../stages/summarise-biomarkers/burden/substitution-class.js';
import { consequenceOf } from '../../../support/consequence.js';
import { fusionEvent } from '../../../support/fusion-event.js';
import { variantOf } from '../../../support/variant.js';

function row(consequence: string[], fields: Partial<Consequence> = {}): Consequence {
  return consequenceOf({ wildtype: 'MA', mutant: 'MC' }, { consequence, ...fields });
}

function burden(
  counted: readonly (readonly [Partial<Variant>, readonly Consequence[]])[],
  callableMb: number | null = null,
) {
  const counter = burdenCounter();
  for (const [fields, rows] of counted)
    counter.count(variantOf({ chrom: '1', position: 100, ref: 'A', alt: 'C', ...fields }), rows);
  return counter.result({ callableMb, words: 'said' });
}

describe('mutational burden', () => {
  it('divides the non-synonymous variants by the megabases given, and says where those are from', () => {
    const { mutationalBurden } = burden(
      [
        [{}, [row(['missense_variant'])]],
        [{}, [row(['frameshift_variant'])]],
        [{}, [row(['stop_gained'])]],
        [{}, [row(['synonymous_variant'], { status: 'SYNONYMOUS' })]],
        [{}, [row(['intron_variant'], { status: 'NOT_CODING' })]],
        [{}, []],
      ],
      1.5,
    );
    expect(mutationalBurden).toMatchObject({
      nonsynonymous: 3,
      synonymous: 1,
      variants: 6,
      callableMb: 1.5,
      perMb: 2,
      denominator: 'said',
    });
  });

  it('gives counts alone where the denominator is not known', () => {
    const { mutationalBurden } = burden([[{}, [row(['missense_variant'])]]]);
    expect(mutationalBurden).toMatchObject({ nonsynonymous: 1, callableMb: null, perMb: null });
  });

  it('counts a variant where any protein-coding transcript says its protein changes', () => {
    const { mutationalBurden, consequenceKinds } = burden([
      [
        {},
        [
          row(['synonymous_variant'], { isManeSelect: true, status: 'SYNONYMOUS' }),
          row(['splice_region_variant', 'missense_variant'], { transcript: 'T2' }),
        ],
      ],
    ]);
    expect(mutationalBurden.nonsynonymous).toBe(1);
    expect(consequenceKinds).toEqual([{ term: 'missense_variant', count: 1 }]);
  });

  it('does not count a change of a transcript that makes no protein, a splice site, or an event', () => {
    const { mutationalBurden, consequenceKinds } = burden([
      [{}, [row(['missense_variant', 'NMD_transcript_variant'], { biotype: 'nonsense_mediated_decay' })]],
      [{}, [row(['splice_donor_variant'], { status: 'SPLICE_ALTERED' })]],
      [{ event: fusionEvent('1:18:left', '2:24:right') }, [row(['frameshift_variant', 'gene_fusion'])]],
    ]);
    expect(mutationalBurden).toMatchObject({ nonsynonymous: 0, variants: 2 });
    expect(consequenceKinds.map(({ term }) => term)).toEqual([
      'NMD_transcript_variant',
      'splice_donor_variant',
    ]);
  });
});

describe('substitution classes', () => {
  it('names a substitution by its pyrimidine: G>T on one strand is C>A on the other', () => {
    expect(substitutionClass('G', 'T')).toBe('C>A');
    expect(substitutionClass('C', 'A')).toBe('C>A');
    expect(substitutionClass('A', 'G')).toBe('T>C');
  });

  it('tells insertions, deletions and longer changes apart', () => {
    expect(substitutionClass('A', 'AC')).toBe('insertion');
    expect(substitutionClass('AC', 'A')).toBe('deletion');
    expect(substitutionClass('AC', 'GT')).toBe('several bases');
    expect(substitutionClass('N', 'A')).toBeNull();
  });

  it('lists every class, those without a variant as 0', () => {
    const { substitutionClasses } = burden([[{ ref: 'G', alt: 'A' }, []]]);
    expect(substitutionClasses.filter(({ count }) => count > 0)).toEqual([{ class: 'C>T', count: 1 }]);
    expect(substitutionClasses).toHaveLength(9);
  });
});

describe('neoantigen load', () => {
  it('counts variants and candidates by tier, every tier named, the gated ones also apart', () => {
    const load = loadCounter();
    load.countVariant({ tier: 'Pass', isGated: false });
    load.countVariant({ tier: 'Pass', isGated: true });
    load.countCandidate({ tier: 'Poor', gates: ['self'] });
    load.countCandidate({ tier: 'Pass', gates: [] });
    const { neoantigenLoad, gated } = load.result();
    expect(neoantigenLoad).toHaveLength(12);
    expect(neoantigenLoad[0]).toEqual({ tier: 'Pass', variants: 2, candidates: 1 });
    expect(neoantigenLoad.find(({ tier }) => tier === 'Poor')).toEqual({
      tier: 'Poor',
      variants: 0,
      candidates: 1,
    });
    expect(gated).toEqual({ variants: 1, candidates: 1 });
  });
});
