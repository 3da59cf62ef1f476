/**
 * Every donor site of one complete coding transcript each of 28 real genes (../shared/data/reference, mini) loses its first base, on either
 * strand. Expected proteins come from a plain edit-and-translate: exons joined as text, one base changed, read from the start codon.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../infra/package-root.js';
import type { Exon, ReferenceBundle, Transcript } from '../../schemas/reference.js';
import { annotateVariant } from '../../stages/annotate-consequences/index.js';
import { buildReferenceInMemory } from '../../stages/build-reference/in-memory.js';
import { reverseComplement, translate } from '../../stages/shared/genetic-code.js';
import { variantOf } from '../support/variant.js';

const root = join(packageRoot(), '..', 'shared', 'data', 'reference');

/** The protein with '*' of exons joined after one base was changed; null: they do not have the start codon (ATG in all of them). */
function plainProtein(
  reference: ReferenceBundle,
  { contig, strand, cds }: Transcript,
  exons: readonly Exon[],
  edit: { readonly at: number; readonly base: string },
): string | null {
  if (cds === null) return null;
  const startBase = strand === '+' ? cds.start : cds.end - 1;
  let mrna = '';
  let start = -1;
  for (const exon of exons) {
    if (startBase >= exon.start && startBase < exon.end) start = mrna.length + startBase - exon.start;
    const bases = reference.sequence(contig, exon.start, exon.end);
    const place = edit.at - exon.start;
    mrna +=
      place >= 0 && place < bases.length ? bases.slice(0, place) + edit.base + bases.slice(place + 1) : bases;
  }
  if (start < 0) return null;
  const coding = strand === '+' ? mrna.slice(start) : reverseComplement(mrna.slice(0, start + 1));
  if (!coding.startsWith('ATG')) return null;
  const residues = translate(coding, 1);
  const stop = residues.indexOf('*');
  return stop < 0 ? residues : residues.slice(0, stop + 1);
}

function without<T>(items: readonly T[], left: T): T[] {
  return items.filter((item) => item !== left);
}

function isPlain({ cds, selenocysteines, tags }: Transcript): boolean {
  return (
    cds?.isStartComplete === true &&
    cds.isEndComplete &&
    selenocysteines.length === 0 &&
    !tags.includes('stop_codon_readthrough')
  );
}

describe.skipIf(!existsSync(root))('lost donor sites of real transcripts', () => {
  it('give the proteins that plain editing and translating gives', () => {
    const file = (name: string): Buffer => gunzipSync(readFileSync(join(root, name)));
    const reference = buildReferenceInMemory({
      annotation: file('Homo_sapiens.GRCh38.110_miniannotation.gtf.gz'),
      fasta: file('mini.fa.gz'),
    });
    const wrong: string[] = [];
    let checked = 0;
    const perGene = new Map<string, number>();
    for (const transcript of reference.transcripts()) {
      const seen = perGene.get(transcript.geneId) ?? 0;
      if (!isPlain(transcript) || seen === 1) continue;
      perGene.set(transcript.geneId, seen + 1);
      const { exons, strand, contig, id } = transcript;
      const wildtype = reference.proteinOf(transcript);
      if (wildtype === '') continue;
      for (let index = 0; index + 1 < exons.length; index++) {
        const [before, after] = [exons[index], exons[index + 1]];
        if (before === undefined || after === undefined) continue;
        // Of the donor's GT the first base: right of an exon on '+', left of the next one on '-'.
        const at = strand === '+' ? before.end : after.start - 1;
        const donorExon = strand === '+' ? before : after;
        const ref = reference.sequence(contig, at, at + 1);
        const edit = { at, base: ref === 'A' ? 'C' : 'A' };
        const isInner = donorExon !== exons[0] && donorExon !== exons.at(-1);
        const expected = [
          isInner ? plainProtein(reference, transcript, without(exons, donorExon), edit) : null,
          plainProtein(
            reference,
            transcript,
            [...exons.slice(0, index), { start: before.start, end: after.end }, ...exons.slice(index + 2)],
            edit,
          ),
        ].filter((protein) => protein !== null && protein !== `${wildtype}*`);
        const variant = variantOf({ chrom: contig, position: at + 1, ref, alt: edit.base });
        const found = annotateVariant(variant, reference)
          .filter((row) => row.transcript === id && row.hypothesis !== null)
          .map((row) => row.mutantProtein);
        checked += expected.length;
        if (JSON.stringify(found) !== JSON.stringify(expected)) wrong.push(`${id} ${contig}:${at + 1}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(250);
  });
});
