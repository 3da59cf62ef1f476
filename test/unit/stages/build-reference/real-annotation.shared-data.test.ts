import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ReferenceBundle, Transcript } from '../../../../schemas/reference.js';
import { createReferenceBuilder } from '../../../../stages/build-reference/builder.js';
import {
  buildReferenceBytes,
  buildReferenceInMemory,
  bytesInMemory,
} from '../../../../stages/build-reference/in-memory.js';
import { withoutVersion } from '../../../../stages/shared/reference-bundle/id-index.js';
import { openReferenceBundle } from '../../../../stages/shared/reference-bundle/read-bundle.js';
import { joinChunks } from '../../../../stages/shared/reference-bundle/write-bundle.js';

const shared = join(import.meta.dirname, '../../../../../shared/data');

function read(path: string): Buffer {
  return gunzipSync(readFileSync(join(shared, path)));
}

function mini(annotation: string): ReferenceBundle {
  return buildReferenceInMemory({
    annotation: read(`reference/${annotation}`),
    fasta: read('reference/mini.fa.gz'),
    build: 'GRCh38',
  });
}

/** What must agree whatever the file's style. */
function facts(reference: ReferenceBundle, transcript: Transcript): unknown {
  const { contig, strand, exons, cds, geneId, geneName, biotype, isManeSelect, isCanonical } = transcript;
  const protein = reference.proteinOf(transcript);
  return { contig, strand, exons, cds, geneId, geneName, biotype, isManeSelect, isCanonical, protein };
}

function factsById(reference: ReferenceBundle): Map<string, unknown> {
  return new Map(
    [...reference.transcripts()].map((transcript) => [
      withoutVersion(transcript.id),
      facts(reference, transcript),
    ]),
  );
}

/** Transcript → wild-type protein as VEP 105 wrote it beside variants of a real tumour. */
function vepProteins(): Map<string, string> {
  const lines = read('vcf/pvactools_HCC1395_annotated.expression.vcf.gz').toString().split('\n');
  const header = lines.find((line) => line.startsWith('##INFO=<ID=CSQ')) ?? '';
  const fields = /Format: ([^"]+)"/.exec(header)?.[1]?.split('|') ?? [];
  const proteins = new Map<string, string>();
  for (const line of lines) {
    for (const entry of /CSQ=([^;\t]+)/.exec(line)?.[1]?.split(',') ?? []) {
      const values = entry.split('|');
      const protein = values[fields.indexOf('WildtypeProtein')] ?? '';
      if (protein !== '') proteins.set(withoutVersion(values[fields.indexOf('Feature')] ?? ''), protein);
    }
  }
  return proteins;
}

describe.skipIf(!existsSync(shared))('real annotation', () => {
  const gtf = existsSync(shared) ? mini('Homo_sapiens.GRCh38.110_miniannotation.gtf.gz') : null;

  it('gives 28 genes and 176 transcripts from the Ensembl 110 excerpt, as GTF or GFF3', () => {
    expect(gtf?.summary).toMatchObject({ geneCount: 28, transcriptCount: 176 });
    expect(mini('mini.ensembl.gff3.gz').summary).toMatchObject({ geneCount: 28, transcriptCount: 176 });
  });

  it('gives the same transcripts and proteins from GTF and from Ensembl-style GFF3', () => {
    if (gtf === null) throw new Error('no data');
    expect(factsById(mini('mini.ensembl.gff3.gz'))).toEqual(factsById(gtf));
  });

  it('gives the same from the GFF3 that AGAT made, but for genes cut at the excerpt, which it redraws', () => {
    if (gtf === null) throw new Error('no data');
    const agat = mini('Homo_sapiens.GRCh38.110_miniannotation.gff3.gz');
    expect(agat.summary).toMatchObject({ geneCount: 28, transcriptCount: 176 });
    const expected = factsById(gtf);
    const extents = new Set([...gtf.transcripts()].map(({ id, start, end }) => `${id} ${start} ${end}`));
    const whole = [...agat.transcripts()].filter(({ id, start, end }) =>
      extents.has(`${id} ${start} ${end}`),
    );
    expect(whole).toHaveLength(169);
    for (const transcript of whole) {
      expect(facts(agat, transcript)).toEqual(expected.get(withoutVersion(transcript.id)));
    }
  });

  it('translates to the wild-type proteins that VEP 105 gives, wherever the whole gene is in the excerpt', () => {
    if (gtf === null) throw new Error('no data');
    const expected = vepProteins();
    // Part of this gene lies outside the excerpt.
    const cut = 'ENST00000467125';
    const compared = [...gtf.transcripts()].filter(({ id }) => {
      const bare = withoutVersion(id);
      return expected.has(bare) && bare !== cut;
    });
    expect(compared).toHaveLength(22);
    for (const transcript of compared) {
      expect(gtf.proteinOf(transcript), transcript.id).toBe(expected.get(withoutVersion(transcript.id)));
    }
  });

  it('reads the chromosome 21 GFF3 of Ensembl: 233 coding genes', () => {
    const reference = buildReferenceInMemory({
      annotation: read('reference/chr21/Homo_sapiens.GRCh38.chr21.ensembl.gff3.gz'),
      fasta: read('reference/chr21/chr21.vepregion.Npad.fa.gz'),
      build: 'GRCh38',
    });
    const transcripts = [...reference.transcripts()];
    const genes = transcripts
      .filter(({ biotype }) => biotype === 'protein_coding')
      .map(({ geneId }) => geneId);
    expect(new Set(genes).size).toBe(233);
    // UniProt P18859, ATP synthase-coupling factor 6, whose gene lies inside the sequenced window.
    const coupling = transcripts.filter(({ geneName }) => geneName === 'ATP5J');
    expect(coupling.map((transcript) => reference.proteinOf(transcript))).toContain(
      'MILQRLFRFSSVIRSAVSVHLRRNIGVTAVAFNKELDPIQKLFVDKIREYKSKRQTSGGPVDASSEYQQELERELFKLKQMFGNADMNTFPTFKFEDPKFEVIEKPQA',
    );
    expect(reference.resolveContig('NC_000021.9')?.name).toBe('21');
  });

  it('reads the GTF of GRCh37 chromosome 1: 17,531 transcripts, 9 selenocysteines', () => {
    const builder = createReferenceBuilder({ name: 'chr1', build: 'GRCh37' });
    const annotation = builder.annotation('chr1.gtf');
    annotation.push(read('reference/Homo_sapiens.GRCh37.75_chr1.sorted.gtf.gz'));
    annotation.close();
    const sequence = builder.sequence('chr1.fa');
    sequence.push(Buffer.from('>chr1\n'));
    const unknown = Buffer.alloc(1_000_000, 'N');
    for (let count = 0; count < 250; count++) sequence.push(unknown);
    sequence.close();
    const { report, summary, chunks } = builder.finish([]);
    expect(summary).toMatchObject({ geneCount: 5363, transcriptCount: 17_531 });
    expect([report.malformedLines, report.leftOut]).toEqual([0, []]);
    const reference = openReferenceBundle(bytesInMemory(joinChunks(chunks)), 'chr1');
    const transcripts = [...reference.transcripts()];
    expect(transcripts.flatMap(({ selenocysteines }) => selenocysteines)).toHaveLength(9);
    // HGNC and UniProt Q9NZV5: the selenocysteine of selenoprotein N is residue 462 of the canonical isoform.
    const selenoproteinN = transcripts.filter(({ geneName }) => geneName === 'SEPN1');
    expect(selenoproteinN.flatMap(({ selenocysteines }) => selenocysteines)).toContain(461);
    // The source column of this file's DDX11L1-002 line.
    expect(transcripts.find(({ id }) => id === 'ENST00000456328')?.biotype).toBe('processed_transcript');
  });

  it('builds every reference of the bcftools csq test suite without leaving a transcript out', () => {
    const folder = mkdtempSync(join(tmpdir(), 'antigraph-csq-'));
    try {
      execFileSync('tar', ['-xzf', join(shared, 'annotation/bcftools-csq-cases.tar.gz'), '-C', folder]);
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const fastas = files.filter((name) => name.endsWith('.fa'));
      expect(fastas).toHaveLength(66);
      for (const fasta of fastas) {
        const place = fasta.slice(0, fasta.lastIndexOf('/') + 1);
        for (const gff of files.filter((name) => name.startsWith(place) && name.endsWith('.gff'))) {
          const { report, summary } = buildReferenceBytes({
            annotation: readFileSync(join(folder, gff)),
            fasta: readFileSync(join(folder, fasta)),
          });
          expect(summary.transcriptCount, gff).toBeGreaterThan(0);
          expect([report.malformedLines, report.leftOut], gff).toEqual([0, []]);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
