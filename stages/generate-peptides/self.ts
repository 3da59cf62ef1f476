/** Which peptides are self: those of a protein that the patient's healthy cells make. */
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Consequence, GermlineSegment } from '../../schemas/rows.js';
import { withoutStop } from '../shared/protein-difference.js';
import {
  createProteomeIndex,
  type Occurrence,
  type ProteomeIndex,
  type SelfProtein,
} from '../shared/proteome-index/index.js';

/** Proteins of the run's own rows. */
export interface OwnProteins {
  /** Wild-type protein → gene. */
  readonly wildtypes: Map<string, string>;
  /** Sequences and genes of proteins given as antigens because healthy tissue hardly shows them (cancer-testis). */
  readonly reactivatedSequences: Set<string>;
  readonly reactivatedGenes: Set<string>;
}

/** Before any consequence was seen. */
export function noProteins(): OwnProteins {
  return { wildtypes: new Map(), reactivatedSequences: new Set(), reactivatedGenes: new Set() };
}

export interface SelfCheck {
  /**
   * Those of the peptides that are self, each with where it occurs: one occurrence per gene.
   * @param isReactivated the peptides are of a reactivated protein: then the genes given as such are no self
   */
  occurrencesOf(
    peptides: readonly string[],
    isReactivated: boolean,
  ): ReadonlyMap<string, readonly Occurrence[]>;
}

/** Whether the consequence is a self protein given as an antigen. */
export function isReactivatedProtein(row: Pick<Consequence, 'source' | 'transcriptFlags'>): boolean {
  return row.source === 'fasta' && row.transcriptFlags.includes('self');
}

/** Adds what a consequence says of the patient's proteins. */
export function addOwnProteins(own: OwnProteins, row: Consequence): void {
  // A fusion's row is named after both genes, 5' partner first, and its wild type is the 5' partner's.
  const [gene = row.gene] = row.gene.split('::');
  if (row.wildtypeProtein !== null && row.wildtypeProtein !== '') {
    own.wildtypes.set(row.wildtypeProtein, gene);
  }
  if (isReactivatedProtein(row) && row.mutantProtein !== null) {
    own.reactivatedSequences.add(withoutStop(row.mutantProtein));
    own.reactivatedGenes.add(row.gene);
  }
}

/**
 * Self is the reference proteome, the patient's germline segments and the wild types of the consequences, in this order: where several of
 * a gene hold a peptide, the first is named.
 *
 * A protein given as reactivated does not make its own peptides self, nor do the others given so: MAGE and NY-ESO families share peptides.
 * The reference keeps one name for equal proteins of several genes (CTAG1A and CTAG1B), so the name of an equal protein counts as given.
 */
export function createSelfCheck(
  own: OwnProteins,
  germlineSegments: Iterable<GermlineSegment>,
  reference: ReferenceBundle | null,
): SelfCheck {
  const reactivatedGenes = new Set(own.reactivatedGenes);
  function* proteins(): Generator<SelfProtein> {
    for (const { id, geneName, sequence } of reference?.proteome() ?? []) {
      if (own.reactivatedSequences.has(sequence)) reactivatedGenes.add(geneName);
      yield { id, gene: geneName, sequence, germlineVariantIds: [] };
    }
    for (const { transcript, gene, sequence, variantIds } of germlineSegments) {
      yield { id: transcript, gene, sequence, germlineVariantIds: variantIds };
    }
    for (const [sequence, gene] of own.wildtypes) yield { id: '', gene, sequence, germlineVariantIds: [] };
  }
  // Made when there is something to ask: reading a whole proteome is the longest part of the stage.
  let index: ProteomeIndex | null = null;
  return {
    occurrencesOf(peptides, isReactivated) {
      const self = new Map<string, readonly Occurrence[]>();
      if (peptides.length === 0) return self;
      index ??= createProteomeIndex(proteins());
      for (const [ordinal, isHeld] of index.hasEach(peptides).entries()) {
        const peptide = peptides[ordinal];
        if (!isHeld || peptide === undefined) continue;
        const all = index.occurrencesOf(peptide);
        const counted = isReactivated ? all.filter(({ gene }) => !reactivatedGenes.has(gene)) : all;
        if (counted.length > 0) self.set(peptide, counted);
      }
      return self;
    },
  };
}
