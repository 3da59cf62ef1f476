/** Reads the table of `antigraph annotate`, a row at a time: with whole proteins it can exceed a gigabyte. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Answer, classOf } from './answers.js';
import { claimOf } from './read-answers.js';

export interface OurRow extends Answer {
  /** The allele as the file wrote it. */
  readonly input: string;
  readonly variant: {
    readonly chrom: string;
    readonly position: number;
    readonly ref: string;
    readonly alt: string;
  };
  readonly transcript: string;
  /** '*' at its end where the stop was read; '' if not known. */
  readonly wildtype: string;
  readonly status: string;
}

function nullable(text: string): string | null {
  return text === 'NA' ? null : text;
}

/** The first row of each allele and transcript: what follows it are possibilities, stated as such. */
export async function* readOurs(path: string): AsyncGenerator<OurRow> {
  let header: string[] | null = null;
  let last = '';
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const cells = line.split('\t');
    if (header === null) {
      header = cells;
      continue;
    }
    const names = header;
    const cell = (name: string): string => cells[names.indexOf(name)] ?? 'NA';
    const transcript = cell('transcript');
    const input = cell('input');
    const identity = `${input} ${transcript}`;
    if (transcript === 'NA' || identity === last) continue;
    last = identity;
    const terms = cell('consequence').split('&');
    const mutant = nullable(cell('mutant_protein'));
    yield {
      input,
      variant: {
        chrom: cell('chrom'),
        position: Number(cell('pos')),
        ref: cell('ref'),
        alt: cell('alt'),
      },
      transcript,
      wildtype: nullable(cell('wildtype_protein')) ?? '',
      status: cell('status'),
      class: classOf(terms),
      terms,
      protein: mutant === null ? null : claimOf(mutant),
      text: `${cell('consequence')} ${cell('hgvs_p')} ${cell('status')}`,
      hgvsC: nullable(cell('hgvs_c')),
      hgvsP: nullable(cell('hgvs_p')),
    };
  }
}
