import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import {
  describeChange,
  exampleDirectory,
  type Feature,
  readAlleles,
  readExample,
  readFasta,
  readFeatures,
  readTable,
  reverseComplement,
  translate,
  translateToStop,
  type VcfAllele,
} from './example-files.js';

const sources = [...readFasta('source/cds.fa')].map(([accession, { header, sequence }]) => ({
  accession,
  gene: /gene=(\S+)/.exec(header)?.[1] ?? '',
  transcriptId: /transcript_id=(\S+)/.exec(header)?.[1] ?? '',
  sequence,
}));
const contigs = readFasta('reference/mini.fa');
const features = readFeatures('reference/mini.gtf');
const alleles = readAlleles('patient/tumor.vcf');
const expected = new Map(readTable('patient/expected.tsv').map((row) => [row.get('input') ?? '', row]));

const contigOf = (name: string): string => contigs.get(name)?.sequence ?? '';

/** Exons or coding parts of a transcript in forward order. */
const partsOf = (transcriptId: string, ...types: string[]): Feature[] =>
  features
    .filter((feature) => feature.transcriptId === transcriptId && types.includes(feature.type))
    .sort((one, other) => one.start - other.start);

const splice = (parts: readonly { start: number; end: number }[], contig: string, strand: string): string => {
  const forward = parts.map((part) => contig.slice(part.start, part.end)).join('');
  return strand === '-' ? reverseComplement(forward) : forward;
};

/** The protein of a transcript after one allele is put into its contig; exon ends behind the allele move with it. */
function mutantProtein(transcriptId: string, allele: VcfAllele): string {
  const exons = partsOf(transcriptId, 'exon');
  const strand = exons[0]?.strand ?? '+';
  const contig = contigOf(allele.contig);
  const mutated =
    contig.slice(0, allele.offset) + allele.alt + contig.slice(allele.offset + allele.ref.length);
  const grown = allele.alt.length - allele.ref.length;
  const moved = (offset: number): number => (offset > allele.offset ? offset + grown : offset);
  const [startCodon] = partsOf(transcriptId, 'start_codon');
  if (startCodon === undefined) throw new Error(`${transcriptId} has no start codon`);
  const first = strand === '+' ? startCodon.start : moved(startCodon.end);
  const open = exons
    .map((exon) => ({ start: moved(exon.start), end: moved(exon.end) }))
    .map((exon) =>
      strand === '+'
        ? { ...exon, start: Math.max(exon.start, first) }
        : { ...exon, end: Math.min(exon.end, first) },
    )
    .filter((exon) => exon.start < exon.end);
  return translateToStop(splice(open, mutated, strand));
}

describe('source sequences', () => {
  it('hold at least ten genes', () => {
    expect(sources.length).toBeGreaterThanOrEqual(10);
  });

  it.each(sources)(
    '$gene is one open reading frame whose protein has the recorded digest',
    ({ accession, sequence }) => {
      const protein = translate(sequence);
      expect(sequence.length % 3).toBe(0);
      expect(sequence.startsWith('ATG')).toBe(true);
      expect(protein.indexOf('*')).toBe(protein.length - 1);
      const digest = createHash('sha256').update(protein.slice(0, -1)).digest('hex');
      const row = readExample('source/README.md')
        .split('\n')
        .find((line) => line.includes(`| ${accession} `));
      expect(row).toContain(digest);
    },
  );
});

describe('reference', () => {
  it.each(sources)('spliced CDS of $gene equals its source', ({ transcriptId, sequence }) => {
    const parts = partsOf(transcriptId, 'CDS', 'stop_codon');
    expect(splice(parts, contigOf(parts[0]?.contig ?? ''), parts[0]?.strand ?? '')).toBe(sequence);
  });

  it('has canonical splice sites at every intron', () => {
    for (const { transcriptId } of sources) {
      const exons = partsOf(transcriptId, 'exon');
      for (const [index, exon] of exons.slice(0, -1).entries()) {
        const intron = [{ start: exon.end, end: exons[index + 1]?.start ?? 0 }];
        expect(splice(intron, contigOf(exon.contig), exon.strand)).toMatch(/^GT[ACGT]{140,400}AG$/);
      }
    }
  });

  it('translates every other coding transcript to one stop at its end', () => {
    for (const id of new Set(
      features.filter(({ type }) => type === 'CDS').map(({ transcriptId }) => transcriptId),
    )) {
      const parts = partsOf(id, 'CDS', 'stop_codon');
      const protein = translate(splice(parts, contigOf(parts[0]?.contig ?? ''), parts[0]?.strand ?? ''));
      expect(protein).toMatch(/^M[^*]+\*$/);
    }
  });
});

describe('patient', () => {
  it('states the reference base of every record', () => {
    for (const { contig, offset, ref } of alleles) {
      expect(contigOf(contig).slice(offset, offset + ref.length)).toBe(ref);
    }
  });

  it('left-aligns every insertion and deletion', () => {
    for (const { ref, alt } of alleles.filter((allele) => allele.alt.match(/^[ACGT]+$/))) {
      if (ref.length === alt.length) continue;
      expect(ref.charAt(0)).toBe(alt.charAt(0));
      expect(ref.at(-1)).not.toBe(alt.at(-1));
    }
  });

  it('has one expected row for every allele and none besides', () => {
    expect(alleles.map(({ input }) => input)).toEqual([...expected.keys()]);
  });

  const named = alleles.filter(({ input }) =>
    /^p\.[A-Z].*[^?=]$/.test(expected.get(input)?.get('hgvs_p') ?? ''),
  );
  it.each(named)('$input gives the protein change the literature names', (allele) => {
    const row = expected.get(allele.input);
    const source = sources.find(({ transcriptId }) => transcriptId === row?.get('transcript'));
    const wildType = translate(source?.sequence ?? '');
    const mutant = mutantProtein(source?.transcriptId ?? '', allele);
    expect(describeChange(wildType, mutant, row?.get('consequence') ?? '')).toBe(row?.get('hgvs_p'));
  });

  it('keeps the protein at the synonymous record', () => {
    const allele = alleles.find(
      ({ input }) => expected.get(input)?.get('consequence') === 'synonymous_variant',
    );
    const source = sources.find(({ gene }) => gene === 'IDH1');
    if (allele === undefined || source === undefined) throw new Error('no synonymous record');
    expect(mutantProtein(source.transcriptId, allele)).toBe(translate(source.sequence));
  });

  it('phases exactly the EGFR pair', () => {
    const phased = alleles
      .filter(({ genotype }) => genotype.includes('|'))
      .map(({ input }) => expected.get(input)?.get('hgvs_p'));
    expect(phased).toEqual(['p.Thr790Met', 'p.Cys797Ser']);
  });
});

describe('build script', () => {
  const directory = mkdtempSync(join(tmpdir(), 'example-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('writes the checked-in bytes again', () => {
    const script = fileURLToPath(new URL('build/main.ts', exampleDirectory));
    execFileSync(process.execPath, ['--import', 'tsx', script, directory]);
    for (const folder of ['reference', 'patient']) {
      for (const file of readdirSync(join(directory, folder))) {
        const written = readFileSync(join(directory, folder, file), 'utf8');
        expect(written === readExample(`${folder}/${file}`), `${folder}/${file} differs`).toBe(true);
      }
    }
  });

  it('keeps the whole example below 3 MB', () => {
    const root = fileURLToPath(exampleDirectory);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) =>
      statSync(join(root, path)),
    );
    const sizeBytes = files.filter((entry) => entry.isFile()).reduce((sum, entry) => sum + entry.size, 0);
    expect(sizeBytes).toBeLessThanOrEqual(3_000_000);
  });
});
