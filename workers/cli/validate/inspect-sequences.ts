/** Files that a reference bundle is made of, and the bundle. */
import type { ByteSource } from '../../../schemas/stage.js';
import { BuildReporter } from '../../../stages/build-reference/build-report.js';
import { AnnotationCollector } from '../../../stages/build-reference/collect-annotation.js';
import { FastaPacker } from '../../../stages/build-reference/pack-fasta.js';
import { decompress } from '../../../stages/shared/bgzf/index.js';
import { openReferenceFile } from '../../reference/open-reference.js';
import { readPeptides } from '../read-peptides.js';
import type { Inspection } from './finding.js';
import { inspectEpitopes, isCompressed, lengthRange } from './inspect-epitopes.js';
import { inspectAntigens } from './inspect-events.js';

/** @throws REFERENCE_MALFORMED, REFERENCE_DIGEST_MISMATCH */
export function inspectReference(path: string): Inspection {
  const { summary, digest, contigs } = openReferenceFile(path);
  return {
    facts: {
      name: summary.name,
      build: summary.build,
      format: summary.formatVersion,
      digest,
      genes: summary.geneCount,
      transcripts: `${summary.transcriptCount} (${summary.codingTranscriptCount} coding)`,
      contigs: contigs.length,
      bases: contigs.reduce((sum, contig) => sum + contig.length, 0),
    },
    warnings: [],
  };
}

/** Letters of residues that are no code of nucleotides (IUPAC): one of them, and the sequence is protein. */
const residue = /[EFILPQJOZX*]/i;

/** Nucleotides as `reference build` reads them, peptides as `predict` does, or proteins as `run --antigens` does. @throws FASTA_MALFORMED, PEPTIDE_MALFORMED */
export async function inspectFasta(path: string, source: ByteSource, head: Buffer): Promise<Inspection> {
  const firstLines = head.toString('latin1').split(/\r?\n/).slice(0, 200);
  const isProtein = firstLines.some((line) => !line.startsWith('>') && residue.test(line));
  return isProtein ? inspectProteins(path, source) : inspectGenome(source);
}

async function inspectGenome(source: ByteSource): Promise<Inspection> {
  const packer = new FastaPacker();
  packer.open(source.name);
  for await (const chunk of decompress(source)) packer.push(chunk);
  packer.close();
  const contigs = packer.contigs();
  return {
    facts: {
      content: 'nucleotides',
      sequences: contigs.length,
      bases: contigs.reduce((sum, contig) => sum + contig.length, 0),
    },
    warnings: [],
  };
}

/** Beyond this a sequence is no peptide of either class (DESIGN §2: class II to 25) but a protein or a window. */
const longestPeptide = 25;

async function inspectProteins(path: string, source: ByteSource): Promise<Inspection> {
  if (isCompressed(source)) return inspectEpitopes(source);
  const sequences = await readPeptides(path);
  const long = sequences.filter((sequence) => sequence.length > longestPeptide).length;
  if (long === sequences.length) return inspectAntigens(source);
  return {
    facts: {
      content: long === 0 ? 'peptides' : 'proteins',
      sequences: sequences.length,
      lengths: lengthRange(sequences),
    },
    warnings:
      long === 0
        ? []
        : [`${long} sequences are longer than ${longestPeptide} residues: no peptides to predict`],
  };
}

/** @throws ANNOTATION_MALFORMED */
export async function inspectAnnotation(source: ByteSource, head: Buffer): Promise<Inspection> {
  const reporter = new BuildReporter();
  const collector = new AnnotationCollector(source.name, reporter);
  for await (const chunk of decompress(source)) collector.push(chunk);
  const transcripts = [...collector.close()].filter(
    (draft) => draft.exons.length > 0 || draft.cdsParts.length > 0 || draft.extent !== null,
  );
  return {
    facts: {
      format: /\t\s*\w+ +["\d][^\t]*$/m.test(head.toString('latin1')) ? 'GTF' : 'GFF3',
      transcripts: transcripts.length,
      coding: transcripts.filter((draft) => draft.cdsParts.length > 0).length,
      genes: new Set(transcripts.map((draft) => draft.geneId)).size,
    },
    warnings: [
      ...reporter.report().warnings,
      ...(transcripts.length === 0 ? ['no transcript: exon, CDS or transcript lines are missing'] : []),
    ],
  };
}
