/**
 * VEP 105's own consequence, HGVSc and HGVSp of the HCC1395 variants that lie in genes of the mini reference, whose coordinates are shifted by
 * what its GTF says (OrigCoords).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../infra/package-root.js';
import { createAnnotator } from '../../stages/annotate-consequences/from-bundle/annotator.js';
import { buildReferenceInMemory } from '../../stages/build-reference/in-memory.js';
import { normaliseVariant } from '../../stages/shared/normalise/index.js';
import { variantOf } from '../support/variant.js';

const data = join(packageRoot(), '..', 'shared', 'data');
const vcfFile = join(data, 'vcf', 'pvactools_HCC1395_annotated.expression.vcf.gz');

function readLines(path: string): string[] {
  return gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
}

interface Shift {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly by: number;
}

function shiftsOf(gtf: readonly string[]): Shift[] {
  return gtf.flatMap((line) => {
    const [chrom = '', , kind, start] = line.split('\t');
    const match = /OrigCoords "(\d+)-(\d+)"/.exec(line);
    if (kind !== 'gene' || match === null) return [];
    const from = Number(match[1]);
    return [{ chrom, start: from, end: Number(match[2]), by: from - Number(start) }];
  });
}

interface VepEntry {
  readonly transcript: string;
  readonly stated: readonly string[];
}

function entriesOf(info: string, fields: readonly string[]): VepEntry[] {
  const entries = /CSQ=([^;]+)/.exec(info)?.[1]?.split(',') ?? [];
  return entries.map((entry) => {
    const values = entry.split('|');
    const value = (name: string): string => (values[fields.indexOf(name)] ?? '').replace('%3D', '=');
    return { transcript: value('Feature'), stated: [value('Consequence'), value('HGVSc'), value('HGVSp')] };
  });
}

describe.skipIf(!existsSync(vcfFile))('VEP 105 on HCC1395', () => {
  it('names every consequence and change as we do, on 25 of 25 transcripts of the mini reference', () => {
    const gtf = readLines(join(data, 'reference', 'Homo_sapiens.GRCh38.110_miniannotation.gtf.gz'));
    const fasta = gunzipSync(readFileSync(join(data, 'reference', 'mini.fa.gz')));
    const reference = buildReferenceInMemory({ annotation: gtf.join('\n'), fasta });
    const annotate = createAnnotator(reference);
    const shifts = shiftsOf(gtf);
    const lines = readLines(vcfFile);
    const header = lines.find((line) => line.startsWith('##INFO=<ID=CSQ')) ?? '';
    const fields = /Format: ([^"]+)"/.exec(header)?.[1]?.split('|') ?? [];
    const theirs: string[] = [];
    const ours: string[] = [];
    for (const line of lines) {
      const [name = '', position = '', , ref = '', alt = '', , , info = ''] = line.split('\t');
      const chrom = name.replace('chr', '');
      const at = Number(position);
      const shift = shifts.find((each) => each.chrom === chrom && at >= each.start && at <= each.end);
      if (shift === undefined) continue;
      const given = { position: at - shift.by, ref, alt };
      const normal = normaliseVariant(given, (start, end) => reference.sequence(chrom, start, end));
      const rows = annotate(variantOf({ ...normal, chrom })).filter((row) => row.proteoform === '');
      for (const { transcript, stated } of entriesOf(info, fields)) {
        const row = rows.find((each) => each.transcript === transcript);
        if (row === undefined) continue;
        theirs.push(stated.join(' '));
        ours.push([row.consequence.join('&'), row.hgvsC ?? '', row.hgvsP ?? ''].join(' '));
      }
    }
    expect(ours).toEqual(theirs);
    expect(ours).toHaveLength(25);
  });
});
