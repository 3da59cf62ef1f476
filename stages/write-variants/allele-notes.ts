import type { RankedVariant, ShortlistRow } from '../../schemas/candidates.js';
import type { Omission, OmissionCode } from '../../schemas/omissions.js';
import type { Consequence } from '../../schemas/rows.js';
import { type AlleleGroups, groupByAllele } from '../shared/group-by-allele.js';
import { speakingRow } from '../shared/speaking-row.js';
import { type AlleleNote, encodeValue } from './info-fields.js';

/** What the stages before gave, by allele ordinal where it streams. */
export interface NoteSources {
  readonly consequences: Iterable<Consequence>;
  readonly ranked: Iterable<RankedVariant>;
  readonly shortlist: Iterable<ShortlistRow>;
  /** Of the stages that see every allele of the file, in ordinal order. */
  readonly earlyOmissions: readonly Iterable<Omission>[];
  /** Of the stages behind them, which only alleles with a changed protein reach; in the order of the stages. */
  readonly lateOmissions: readonly Iterable<Omission>[];
}

/** Columns of the ranking and the consequence of one ranked allele: all that is held of it. */
type RankedNote = Omit<AlleleNote, 'status' | 'pick'>;

/** Gives the note of each allele, asked for in rising order: consequences and early omissions stream, what is ranked is held. */
export class AlleleNotes {
  readonly #consequences: AlleleGroups<Consequence>;
  readonly #early: readonly AlleleGroups<Omission>[];
  readonly #late = new Map<number, OmissionCode>();
  readonly #ranked = new Map<number, RankedNote>();
  readonly #picks = new Map<number, number>();
  readonly #bareNotes = new Map<AlleleNote['status'], AlleleNote>();

  constructor(sources: NoteSources) {
    this.#consequences = groupByAllele(sources.consequences);
    this.#early = sources.earlyOmissions.map((rows) => groupByAllele(wholeAlleles(rows)));
    for (const rows of sources.lateOmissions) {
      for (const { alleleOrdinal, code } of wholeAlleles(rows)) {
        if (!this.#late.has(alleleOrdinal)) this.#late.set(alleleOrdinal, code);
      }
    }
    for (const variant of sources.ranked) this.#ranked.set(variant.alleleOrdinal, rankedNote(variant));
    for (const { alleleOrdinal, pick } of sources.shortlist) this.#picks.set(alleleOrdinal, pick);
  }

  take(alleleOrdinal: number): AlleleNote {
    const rows = this.#consequences.take(alleleOrdinal);
    let status: AlleleNote['status'] = null;
    for (const groups of this.#early) status ??= groups.take(alleleOrdinal)[0]?.code ?? null;
    status ??= this.#late.get(alleleOrdinal) ?? null;
    const ranked = this.#ranked.get(alleleOrdinal);
    if (ranked === undefined && rows.length === 0) return this.#bare(status);
    const pick = this.#picks.get(alleleOrdinal) ?? null;
    return {
      ...(ranked ?? unranked(rows)),
      pick: pick === null ? null : String(pick),
      status: status ?? (pick === null ? null : 'ok'),
    };
  }

  /** Most alleles of a genome touch no gene: one note a status serves them all. */
  #bare(status: AlleleNote['status']): AlleleNote {
    const known = this.#bareNotes.get(status);
    if (known !== undefined) return known;
    const note = { ...unranked([]), pick: null, status };
    this.#bareNotes.set(status, note);
    return note;
  }
}

function* wholeAlleles(rows: Iterable<Omission>): Generator<Omission> {
  for (const omission of rows) if (omission.scope === 'allele') yield omission;
}

function rankedNote({ rank, tier, best }: RankedVariant): RankedNote {
  return {
    consequence: consequenceText(best),
    peptide: best.peptide,
    hlaAllele: encodeValue(best.allele),
    rank: String(rank),
    tier,
    assumes: best.hypothesis === null ? null : encodeValue(best.hypothesis),
  };
}

function unranked(rows: readonly Consequence[]): RankedNote {
  const row = speakingRow(rows);
  const consequence = row === undefined ? null : consequenceText(row);
  return { consequence, peptide: null, hlaAllele: null, rank: null, tier: null, assumes: null };
}

function consequenceText(
  row: Pick<Consequence, 'consequence' | 'gene' | 'transcript' | 'hgvsC' | 'hgvsP'>,
): string {
  const parts = [row.consequence.join('&'), row.gene, row.transcript, row.hgvsC ?? '', row.hgvsP ?? ''];
  return parts.map(encodeValue).join('|');
}
