/** FASTA of foreign or reactivated proteins → events. docs/event-files.md says what a header line may hold. */
import { AntigraphError } from '../../../../schemas/errors.js';
import type { ReferenceBundle } from '../../../../schemas/reference.js';
import type { ByteSource } from '../../../../schemas/stage.js';
import type { ReadEvent } from '../event-row.js';
import { textLines, wholeFile } from '../text-lines.js';
import { type ProteinHeader, parseProteinHeader } from './header.js';

/**
 * One event for each protein of the file, in its order. Origin: as the header says; else by UniProt's OX (9606 is human: 'self'); else
 * 'self' where its gene is one of the reference's, and 'viral' where it is none.
 * @throws FASTA_MALFORMED where the file is no protein FASTA or is cut
 */
export async function* readProteins(
  source: ByteSource,
  reference: ReferenceBundle | null,
): AsyncGenerator<ReadEvent> {
  const lineOfSequence = new Map<string, number>();
  const isReferenceGene = geneLookup(reference);
  for await (const entry of entriesOf(source)) {
    const header = parseProteinHeader(entry.header);
    const input = `protein:${header.name}`;
    const problem = problemOf(entry, header);
    const earlier = lineOfSequence.get(entry.sequence);
    if (problem !== null) {
      const reason = `line ${entry.line}: ${problem}`;
      yield { kind: 'omitted', input, code: 'RECORD_MALFORMED', reason };
    } else if (earlier !== undefined) {
      const reason = `line ${earlier} gave the same protein`;
      yield { kind: 'omitted', input, code: 'DUPLICATE_ALLELE', reason };
    } else {
      lineOfSequence.set(entry.sequence, entry.line);
      yield eventOf(entry, header, header.origin ?? (isReferenceGene(header.gene) ? 'self' : 'viral'));
    }
  }
}

interface Entry {
  readonly line: number;
  readonly header: string;
  /** Upper case, without a stop at its end. */
  readonly sequence: string;
}

function eventOf(entry: Entry, header: ProteinHeader, origin: 'viral' | 'self'): ReadEvent {
  const { name, gene, tpm } = header;
  const { line, sequence } = entry;
  return {
    kind: 'event',
    row: {
      id: `protein:${name}`,
      input: `protein:${name}`,
      line,
      chrom: '.',
      position: 1,
      ref: 'N',
      alt: '<PROTEIN>',
      name,
      filters: [],
      rna: null,
      geneExpression: tpm === null ? null : { [gene]: tpm },
      event: { kind: 'protein', origin, name, gene, sequence },
    },
  };
}

function problemOf({ sequence }: Entry, header: ProteinHeader): string | null {
  if (header.problem !== null) return header.problem;
  if (sequence === '') return 'the protein has no sequence';
  const odd = /[^A-Z]/.exec(sequence)?.[0];
  if (odd !== undefined) return `'${odd}' is no residue`;
  if (sequence.length >= 30 && /^[ACGTUN]+$/.test(sequence))
    return 'the sequence is of bases, not of residues';
  return null;
}

async function* entriesOf(source: ByteSource): AsyncGenerator<Entry> {
  let current: { line: number; header: string; parts: string[] } | null = null;
  const file = { name: source.name, code: 'FASTA_MALFORMED', what: 'file' } as const;
  for await (const { number, text } of wholeFile(textLines(source), file)) {
    if (text.startsWith('>')) {
      if (current !== null) yield finish(current);
      current = { line: number, header: text.slice(1).trim(), parts: [] };
    } else if (current !== null) {
      current.parts.push(text.replace(/\s+/g, ''));
    } else if (text.trim() !== '') {
      throw malformed(source.name, number, 'expected a line that begins with ">"');
    }
  }
  if (current === null)
    throw malformed(source.name, 1, 'expected a line that begins with ">", found an empty file');
  yield finish(current);
}

function finish({ line, header, parts }: { line: number; header: string; parts: readonly string[] }): Entry {
  return { line, header, sequence: parts.join('').toUpperCase().replace(/\*$/, '') };
}

function malformed(file: string, line: number, message: string): AntigraphError {
  return new AntigraphError('FASTA_MALFORMED', message, {
    at: { file, line },
    fix: "Give a protein FASTA: '>NAME gene=X tpm=12.3 origin=viral' (or self), then the sequence; UniProt's header lines are read as they are.",
  });
}

/** Whether the reference has a coding gene of that name; its names are read at the first question only. */
function geneLookup(reference: ReferenceBundle | null): (gene: string) => boolean {
  let genes: ReadonlySet<string> | null = null;
  return (gene) => {
    if (reference === null) return false;
    genes ??= new Set([...reference.proteome()].map(({ geneName }) => geneName));
    return genes.has(gene);
  };
}
