import { locateCoding, toForward } from './gene-model.js';
import type { PlacedGene, Reference } from './reference.js';
import { reverseComplement } from './sequence.js';
import type { ExampleVariant } from './variants.js';

/** A VCF record before its samples are written; `position` is 1-based. */
export type ExampleRecord = {
  readonly variant: ExampleVariant;
  readonly contig: string;
  readonly position: number;
  readonly ref: string;
  readonly alts: readonly string[];
  /** Last base of a symbolic deletion, null for every other record. */
  readonly end: number | null;
};

const transitions: Readonly<Record<string, string>> = { A: 'G', G: 'A', C: 'T', T: 'C' };

function contigOf(reference: Reference, name: string): string {
  const sequence = reference.contigs.get(name);
  if (sequence === undefined) throw new Error(`no contig ${name}`);
  return sequence;
}

/** VCF form of replacing `ref` at `offset`: pure insertions and deletions get an anchor base as far left as it goes. */
function anchor(contig: string, offset: number, ref: string, alts: readonly string[]) {
  if (ref !== '' && !alts.includes('')) return { position: offset + 1, ref, alts };
  const [alt = ''] = alts;
  if (alts.length !== 1 || (ref !== '' && alt !== ''))
    throw new Error('only one pure insertion or deletion a record');
  let moved = ref + alt;
  let start = offset;
  // Rolling the changed bases left by one is free while the base before them equals their last one (Tan 2015,
  // doi:10.1093/bioinformatics/btv112).
  while (start > 0 && contig.charAt(start - 1) === moved.charAt(moved.length - 1)) {
    moved = contig.charAt(start - 1) + moved.slice(0, -1);
    start -= 1;
  }
  const base = contig.charAt(start - 1);
  return ref === ''
    ? { position: start, ref: base, alts: [base + moved] }
    : { position: start, ref: base + moved, alts: [base] };
}

function placeInGene(
  variant: ExampleVariant,
  gene: PlacedGene,
  contig: string,
): Omit<ExampleRecord, 'variant' | 'contig'> {
  const { change } = variant;
  const { model } = gene;
  const forwardOffset = (start: number, length: number): number =>
    gene.start + toForward(model, { start, end: start + length }).start;
  switch (change.kind) {
    case 'coding': {
      const start = locateCoding(model, change.from, change.intronOffset ?? 0);
      if (model.sequence.slice(start, start + change.ref.length) !== change.ref) {
        throw new Error(`${variant.keys.join()}: the sequence does not read ${change.ref} there`);
      }
      const turn = (bases: string): string =>
        model.source.strand === '+' ? bases : reverseComplement(bases);
      const offset = forwardOffset(start, change.ref.length);
      return { ...anchor(contig, offset, turn(change.ref), change.alts.map(turn)), end: null };
    }
    case 'transition':
    case 'transcribed': {
      const start =
        change.kind === 'transcribed' ? change.offset : locateCoding(model, change.from, change.intronOffset);
      const offset = forwardOffset(start, 1);
      const ref = contig.charAt(offset);
      return { position: offset + 1, ref, alts: [transitions[ref] ?? 'N'], end: null };
    }
    case 'spanned': {
      const offset = forwardOffset(locateCoding(model, change.from), 1);
      return { position: offset + 1, ref: contig.charAt(offset), alts: ['*'], end: null };
    }
    case 'deletion': {
      const offset = gene.start - change.before;
      return {
        position: offset + 1,
        ref: contig.charAt(offset),
        alts: ['<DEL>'],
        end: offset + 1 + change.length,
      };
    }
    case 'intergenic':
      throw new Error('an intergenic record has no gene');
  }
}

/** The records in the order of a sorted VCF. */
export function placeVariants(reference: Reference, variants: readonly ExampleVariant[]): ExampleRecord[] {
  const contigOrder = [...reference.contigs.keys()];
  const records = variants.map((variant): ExampleRecord => {
    if (variant.change.kind === 'intergenic') {
      const { contig, offset } = variant.change;
      const ref = contigOf(reference, contig).charAt(offset);
      return { variant, contig, position: offset + 1, ref, alts: [transitions[ref] ?? 'N'], end: null };
    }
    const gene = reference.genes.find((placed) => placed.model.source.name === variant.gene);
    if (gene === undefined) throw new Error(`no gene ${variant.gene}`);
    return { variant, contig: gene.contig, ...placeInGene(variant, gene, contigOf(reference, gene.contig)) };
  });
  return records.sort(
    (one, other) =>
      contigOrder.indexOf(one.contig) - contigOrder.indexOf(other.contig) || one.position - other.position,
  );
}
