/** Rows for the proteins that an allele may lead to by way of splicing, each under a named assumption. */
import type { ReferenceBundle } from '../../../schemas/reference.js';
import type { Consequence, SpliceScore, Variant } from '../../../schemas/rows.js';
import { withoutVersion } from '../../shared/without-version.js';
import type { GenomicEdit } from '../from-bundle/genomic-edit.js';
import { type MatesOf, neighboursOn } from '../from-bundle/haplotype-member.js';
import type { TranscriptView } from '../from-bundle/transcript-view.js';
import { type AlteredProtein, proteinOfStructure } from './altered-protein.js';
import { gainHypotheses } from './gain-hypotheses.js';
import { lossHypotheses, type SpliceHypothesis } from './loss-hypotheses.js';
import { sitesHitBy, sitesPredictedLost } from './splice-sites.js';

interface SpliceQuestion {
  readonly reference: ReferenceBundle;
  readonly view: TranscriptView;
  readonly variant: Variant;
  readonly edit: GenomicEdit;
  /** Neighbours proven to lie on the molecule are in both proteins; of those whose phase is unknown none is. */
  readonly matesOf: MatesOf;
  /** The row that says what is certain. */
  readonly primary: Consequence;
  /** Lowest score of a splice predictor that counts, 0-1. */
  readonly threshold: number;
}

/** An allele seldom has more outcomes worth a look, and every one costs peptides and a reader's time. */
const mostRows = 4;

/**
 * The hypothesis rows of one allele on one transcript, to stand behind its primary row: a predicted new site used, the exon skipped, the
 * intron retained. None for an allele that hits no splice site and that no predictor speaks of, and none whose protein is the wild type's.
 */
export function spliceHypotheses(question: SpliceQuestion): Consequence[] {
  const { variant, primary, view } = question;
  const isAltered = primary.status === 'SPLICE_ALTERED';
  if ((!isAltered && variant.spliceScores === null) || view.extent === null) return [];
  const rows: Consequence[] = [];
  const hypotheses = hypothesesOf(question, isAltered);
  if (hypotheses.length === 0) return rows;
  const { proven } = neighboursOn(view.transcript, variant, question.matesOf);
  for (const hypothesis of hypotheses) {
    const outcome = proteinOfStructure(question.reference, view, hypothesis.structure, proven);
    if (outcome.kind === 'protein') rows.push(rowOf(question, hypothesis, outcome));
    if (rows.length === mostRows) break;
  }
  return rows;
}

function hypothesesOf(question: SpliceQuestion, isAltered: boolean): SpliceHypothesis[] {
  const { reference, view, edit } = question;
  const { map, transcript } = view;
  if (edit.start <= transcript.start && edit.end >= transcript.end) return [];
  const scores = scoresOf(question);
  const hit = isAltered ? sitesHitBy(map, edit) : null;
  const atEdge = isAltered ? insertedAtEdge(view, edit) : null;
  if (atEdge !== null) return [atEdge];
  const lost = hit ?? sitesPredictedLost(map, scores);
  return [
    ...gainHypotheses({ reference, view, edit, scores, lost: hit }),
    ...lossHypotheses(map, edit, lost),
  ];
}

/** Bases inserted exactly between exon and intron leave both sites whole: spliced out they change nothing, kept they are in the exon. */
function insertedAtEdge({ map }: TranscriptView, edit: GenomicEdit): SpliceHypothesis | null {
  if (edit.start !== edit.end) return null;
  const index = map.exons.findIndex(({ start, end }) => edit.start === start || edit.start === end);
  if (index < 0) return null;
  const number = map.isForward ? index + 1 : map.exons.length - index;
  return {
    proteoform: `insert-exon-${number}`,
    assumption: `the bases inserted between exon ${number} and the intron would be kept in the mRNA`,
    structure: { exons: map.exons, edits: [edit], isEdgeExonic: true },
  };
}

/**
 * Scores at or above the threshold that speak of this transcript's gene. Predictors carry their own gene names: one that no transcript
 * here has is taken for this gene, and whether the place fits is then told by the bases and the exons' edges.
 */
function scoresOf({ reference, view, variant, edit, threshold }: SpliceQuestion): SpliceScore[] {
  const scores = (variant.spliceScores ?? []).filter(({ score }) => score >= threshold);
  if (scores.length === 0) return scores;
  const { transcript } = view;
  const others = new Set<string>();
  for (const other of reference.transcriptsOverlapping(transcript.contig, edit.start, edit.end)) {
    others.add(other.geneName).add(withoutVersion(other.geneId));
  }
  const own = [transcript.geneName, withoutVersion(transcript.geneId)];
  return scores.filter(({ gene }) => own.includes(gene) || !others.has(gene));
}

/** Spelled out: a spread of so many fields takes ten times as long (6 µs a row), and readers meet one shape of row. */
function rowOf(
  { variant, primary }: SpliceQuestion,
  { proteoform, assumption }: SpliceHypothesis,
  { protein, wildtype, stretch, isFrameshift, nmd, mates }: AlteredProtein,
): Consequence {
  return {
    variantId: primary.variantId,
    alleleOrdinal: primary.alleleOrdinal,
    input: primary.input,
    gene: primary.gene,
    geneId: primary.geneId,
    transcript: primary.transcript,
    proteinId: primary.proteinId,
    biotype: primary.biotype,
    strand: primary.strand,
    consequence: primary.consequence,
    hgvsC: primary.hgvsC,
    hgvsP: primary.hgvsP,
    proteinStart: stretch.start + 1,
    wildtypeProtein: wildtype,
    mutantProtein: protein,
    mutantStretch: stretch,
    isFrameshift,
    phaseGroup: [variant.id, ...mates],
    phaseState: mates.length > 0 ? 'phased' : 'alone',
    nmd,
    source: primary.source,
    isManeSelect: primary.isManeSelect,
    isCanonical: primary.isCanonical,
    supportLevel: primary.supportLevel,
    transcriptFlags: primary.transcriptFlags,
    proteoform,
    hypothesis: assumption,
    status: 'SPLICE_ALTERED',
    statusReason: `one possibility: ${assumption}`,
  };
}
