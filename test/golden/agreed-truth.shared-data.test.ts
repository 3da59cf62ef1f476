/**
 * 8,330 random variants on 52 complete transcripts: mutant proteins on which varcode 10.21.1, bcftools csq (after `norm`) and a plain
 * edit-and-translate agree (../shared/data/annotation, README there). Coordinates are not left-aligned, on purpose.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../infra/package-root.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import { annotateVariant } from '../../stages/annotate-consequences/index.js';
import { buildReferenceInMemory } from '../../stages/build-reference/in-memory.js';
import { normaliseVariant } from '../../stages/shared/normalise/index.js';
import { variantOf } from '../support/variant.js';

const data = join(packageRoot(), '..', 'shared', 'data', 'annotation');
const truthFile = join(data, 'agreed_truth.tsv.gz');

describe.skipIf(!existsSync(truthFile))('mutant proteins of 8,330 variants', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agreed-truth-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('equal those on which three other methods agree', { timeout: 120_000 }, () => {
    execFileSync('tar', ['-xzf', join(data, 'bcftools-csq-cases.tar.gz'), '-C', folder]);
    const references = new Map<string, ReferenceBundle>();
    const referenceOf = (locus: string): ReferenceBundle => {
      const known = references.get(locus);
      if (known !== undefined) return known;
      const file = (ending: string): Buffer => readFileSync(join(folder, 'csq', locus, `${locus}.${ending}`));
      const reference = buildReferenceInMemory({ annotation: file('gff'), fasta: file('fa'), name: locus });
      references.set(locus, reference);
      return reference;
    };
    const lines = gunzipSync(readFileSync(truthFile)).toString('utf8').trimEnd().split('\n').slice(1);
    const wrong: string[] = [];
    for (const line of lines) {
      const [locus = '', transcript = '', chrom = '', pos = '', ref = '', alt = '', , , , expected = ''] =
        line.split('\t');
      const reference = referenceOf(locus);
      const contig = reference.resolveContig(chrom)?.name ?? chrom;
      const normal = normaliseVariant({ position: Number(pos), ref, alt }, (start, end) =>
        reference.sequence(contig, start, end),
      );
      const rows = annotateVariant(variantOf({ ...normal, chrom: contig }), reference);
      // Ensembl ids come with a version; names such as C41D11.1b.1 are whole.
      const row =
        rows.find((each) => each.transcript === transcript) ??
        rows.find((each) => each.transcript.replace(/\.\d+$/, '') === transcript);
      const found = row?.mutantProtein?.replace(/\*$/, '') ?? '';
      if (found !== expected) wrong.push(`${locus} ${transcript} ${chrom}:${pos}:${ref}:${alt}`);
    }
    expect(wrong).toEqual([]);
    expect(lines).toHaveLength(8_330);
  });
});
