/**
 * Splice sites that SpliceAI, CI-SpliceAI or Pangolin name in INFO. All count places from POS along the genome, whatever the strand, and
 * mean the outermost base of the exon: SpliceAI's own example, 19:38958362 C>T with DP_DG -2, makes 38958360 a donor (its README), and the
 * other two predict the same labels.
 */
import { startOfPosition } from '../../schemas/coordinates.js';
import type { SpliceScore } from '../../schemas/rows.js';
import { infoValue } from '../shared/vcf/index.js';

interface ScoredAllele {
  readonly info: string;
  readonly position: number;
  /** As the file writes it. */
  readonly alt: string;
  /** 1-based place in ALT. */
  readonly index: number;
}

/** SpliceAI's short names, in the order of its positional columns. */
const kinds = { AG: 'acceptor_gain', AL: 'acceptor_loss', DG: 'donor_gain', DL: 'donor_loss' } as const;
const kindNames = ['AG', 'AL', 'DG', 'DL'] as const;

/** The sites of one allele with their scores, in the file's order, those of score 0 left out; null: the record has no such field. */
export function readSpliceScores(allele: ScoredAllele): SpliceScore[] | null {
  const { info } = allele;
  // 'SpliceAI=' is also the end of 'CI-SpliceAI='.
  const hasSpliceAi = info.includes('SpliceAI=');
  const hasPangolin = info.includes('Pangolin=');
  if (!hasSpliceAi && !hasPangolin) return null;
  const scores: SpliceScore[] = [];
  for (const field of ['SpliceAI', 'CI-SpliceAI']) {
    const value = hasSpliceAi ? infoValue(info, field) : null;
    for (const entry of entriesOf(value)) scores.push(...readSpliceAi(allele, entry));
  }
  const pangolin = hasPangolin ? infoValue(info, 'Pangolin') : null;
  // Pangolin scores the first ALT only (process_variant in its pangolin.py).
  if (allele.index === 1)
    for (const entry of entriesOf(pangolin)) scores.push(...readPangolin(allele, entry));
  return scores;
}

function entriesOf(value: string | null): string[] {
  return value === null || value === '' || value === '.' ? [] : value.split(',');
}

/** Either ALLELE|SYMBOL and eight columns, or, where all effects are asked for, ALLELE|SYMBOL and any number of kind:score:place. */
function readSpliceAi({ position, alt }: ScoredAllele, entry: string): SpliceScore[] {
  const [allele, gene = '', ...parts] = entry.split('|');
  if (allele !== alt) return [];
  const scores: SpliceScore[] = [];
  for (const [index, name] of kindNames.entries()) {
    const score = scoreOf({ position, gene, kind: kinds[name] }, parts[index], parts[index + 4]);
    if (parts.length === 8 && score !== null) scores.push(score);
  }
  for (const part of parts) {
    const [, name, score, place] = /^(AG|AL|DG|DL):([\d.]+):(-?\d+)$/.exec(part) ?? [];
    const known = kindNames.find((each) => each === name);
    const read = known && scoreOf({ position, gene, kind: kinds[known] }, score, place);
    if (read) scores.push(read);
  }
  return scores;
}

/** gene|place:change|place:change|Warnings: — a change above 0 is a site gained, below 0 one lost; donor or acceptor is not said. */
function readPangolin({ position }: ScoredAllele, entry: string): SpliceScore[] {
  const [gene = '', ...parts] = entry.split('|');
  const scores: SpliceScore[] = [];
  for (const part of parts) {
    const [, place, change] = /^(-?\d+):(-?[\d.]+(?:e-?\d+)?)$/.exec(part) ?? [];
    if (change === undefined) continue;
    const isGain = !change.startsWith('-');
    const site = { position, gene: gene.replace(/^(ENSG\d+)\..*$/, '$1') };
    const kind = isGain ? 'site_gain' : 'site_loss';
    const score = scoreOf({ ...site, kind }, isGain ? change : change.slice(1), place);
    if (score !== null) scores.push(score);
  }
  return scores;
}

/** Null for a score of 0 or none ('.'), and for a place before the contig's start. */
function scoreOf(
  site: { readonly position: number; readonly gene: string; readonly kind: SpliceScore['kind'] },
  score: string | undefined,
  place: string | undefined,
): SpliceScore | null {
  const value = Number(score);
  const exonBase = startOfPosition(site.position + Number(place));
  if (!(value > 0) || !Number.isInteger(exonBase) || exonBase < 0) return null;
  return { gene: site.gene, kind: site.kind, score: value, exonBase };
}
