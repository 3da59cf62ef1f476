import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AntigraphError } from '../../../schemas/errors.js';
import type { ReferenceBundle } from '../../../schemas/reference.js';
import {
  buildReferenceBytes,
  buildReferenceInMemory,
  bytesInMemory,
} from '../../../stages/build-reference/in-memory.js';
import { FastaPacker } from '../../../stages/build-reference/pack-fasta.js';
import { reverseComplement, translate } from '../../../stages/shared/genetic-code.js';
import { unpackSequence } from '../../../stages/shared/reference-bundle/packed-sequence.js';
import { openReferenceBundle } from '../../../stages/shared/reference-bundle/read-bundle.js';
import { ensemblGtf, tinyFasta } from '../../unit/stages/build-reference/tiny-gene.js';

/** Runs of one letter, so that N runs of every length occur beside single ambiguity letters. */
const runs = fc.array(
  fc.tuple(
    fc.constantFrom(...'ACGTACGTACGTNNRYSWKMBDHV'),
    fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 1, max: 9 }) }, fc.integer({ min: 1000, max: 1100 })),
  ),
  { maxLength: 60 },
);
const sequences = runs.map((list) => list.map(([letter, count]) => letter.repeat(count)).join(''));

function wrap(sequence: string, width: number): string {
  return sequence.replace(new RegExp(`(.{${width}})`, 'g'), '$1\n');
}

describe('packing', () => {
  it('gives back any sequence of ACGTN and IUPAC letters, in any line width and chunking', () => {
    fc.assert(
      fc.property(
        sequences,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 700 }),
        fc.tuple(fc.nat(5000), fc.nat(5000)),
        (sequence, width, chunkLength, [left, right]) => {
          const bytes = Buffer.from(`>c\n${wrap(sequence, width)}\n`);
          const packer = new FastaPacker();
          packer.open('f');
          for (let offset = 0; offset < bytes.length; offset += chunkLength) {
            packer.push(bytes.subarray(offset, offset + chunkLength));
          }
          packer.close();
          const [contig] = packer.contigs();
          if (contig === undefined) throw new Error('no contig');
          expect(unpackSequence(contig, 0, sequence.length)).toBe(sequence);
          const [start, end] = [Math.min(left, right), Math.max(left, right)];
          expect(unpackSequence(contig, start, end)).toBe(sequence.slice(start, end));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('overlap queries', () => {
  const interval = fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 80 }));

  it('equal a scan of all transcripts', () => {
    fc.assert(
      fc.property(
        fc.array(interval, { minLength: 1, maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(300), fc.nat(40)), { minLength: 1, maxLength: 20 }),
        (transcripts, queries) => {
          const annotation = transcripts
            .map(
              ([start, length], index) =>
                `1\tx\texon\t${start + 1}\t${start + length}\t.\t+\t.\tgene_id "G"; transcript_id "T${index}";`,
            )
            .join('\n');
          const reference = buildReferenceInMemory({ annotation, fasta: `>1\n${'A'.repeat(300)}\n` });
          for (const [start, length] of queries) {
            const end = start + length;
            const expected = [...reference.transcripts()].filter((transcript) =>
              start === end
                ? transcript.start <= start && start <= transcript.end
                : transcript.start < end && start < transcript.end,
            );
            expect(reference.transcriptsOverlapping('1', start, end)).toEqual(expected);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('damage', () => {
  const { bytes } = buildReferenceBytes({ annotation: ensemblGtf, fasta: tinyFasta });

  function touchEverything(reference: ReferenceBundle): void {
    for (const contig of reference.contigs) reference.sequence(contig.name, 0, contig.length);
    for (const transcript of reference.transcripts()) reference.proteinOf(transcript);
    for (const _ of reference.proteome()) reference.transcriptById('ENST01');
    reference.transcriptsOverlapping('1', 0, 100);
  }

  it('of any byte is found when the bundle is opened or the byte is touched', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (offset, change) => {
        const damaged = bytes.slice();
        damaged[offset] = (damaged[offset] ?? 0) ^ change;
        expect(() => touchEverything(openReferenceBundle(bytesInMemory(damaged), 'x'))).toThrow(
          expect.objectContaining({
            code: expect.stringMatching(/^REFERENCE_(DIGEST_MISMATCH|MALFORMED)$/),
          }),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('any input', () => {
  const soup = fc
    .array(
      fc.constantFrom(
        ...[
          '\t',
          '\n',
          '1',
          'exon',
          'CDS',
          'transcript',
          '.',
          '+',
          '-',
          '0',
          '5',
          'ID=',
          'Parent=',
          ';',
          '"',
          '#',
        ],
        ...[
          'gene_id "g";',
          'transcript_id "t";',
          '##FASTA',
          '>',
          'ACGT',
          '%',
          '%41',
          ' ',
          '\r',
          '1\tx\texon\t1\t4\t.\t+\t.\t',
        ],
      ),
      { maxLength: 80 },
    )
    .map((parts) => parts.join(''));

  it('is built or refused with a code, never a crash', () => {
    fc.assert(
      fc.property(
        fc.oneof(soup, fc.string()),
        fc.oneof(soup, fc.constant(tinyFasta)),
        (annotation, fasta) => {
          try {
            buildReferenceInMemory({ annotation, fasta });
          } catch (error) {
            if (!(error instanceof AntigraphError)) throw error;
            expect(['ANNOTATION_MALFORMED', 'FASTA_MALFORMED']).toContain(error.code);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('strands', () => {
  const dna = fc
    .array(fc.constantFrom(...'ACGTNRYKMBVDHSW'), { maxLength: 60 })
    .map((letters) => letters.join(''));

  it('complemented twice give the sequence back, and translation has a letter per full codon', () => {
    fc.assert(
      fc.property(dna, (sequence) => {
        expect(reverseComplement(reverseComplement(sequence))).toBe(sequence);
        expect(translate(sequence, 1)).toHaveLength(Math.floor(sequence.length / 3));
      }),
    );
  });
});
