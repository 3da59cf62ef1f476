import { classOfGene, type ExpressionSuffix, type MhcClass, readHlaName } from '../../../schemas/hla.js';

export type HlaNote =
  | 'ok'
  /** Said by the tool, or the locus' two alleles are one at two fields. */
  | 'homozygous'
  /** The tool could not decide; `allele` is its first choice, `alternatives` the others. */
  | 'ambiguous'
  /** One field, or a code for several alleles: no single molecule. */
  | 'low resolution'
  | 'not typed'
  /** Called, but below what the tool's own manual says to trust. */
  | 'low quality'
  | 'unreadable';

/** One allele of one locus as a typing tool gave it; what cannot be used stays, with the reason. */
export interface HlaCall {
  /** 'A', 'DRB1'; null where not even the gene can be read. */
  readonly gene: string | null;
  readonly mhcClass: MhcClass | null;
  /** Canonical two fields with expression suffix; null where the note says why there is none. */
  readonly allele: string | null;
  readonly expression: ExpressionSuffix | null;
  readonly written: string;
  /** 1-based line of the file. */
  readonly line: number;
  readonly note: HlaNote;
  /** Canonical alleles that are as likely as `allele`; empty unless ambiguous. */
  readonly alternatives: readonly string[];
  /** What the note rests on, for people; null where the note says it all. */
  readonly reason: string | null;
}

export interface HlaTyping {
  readonly tool: string;
  readonly calls: readonly HlaCall[];
}

export interface Line {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  readonly cells: readonly string[];
}

export interface TypingFile {
  readonly text: string;
  /** Lines that are not blank; cells by tab, trimmed. */
  readonly lines: readonly Line[];
  /** The parsed document where the whole text is JSON, else undefined. */
  readonly json: unknown;
}

/** One typing tool's format: told from others by content alone, since files are renamed. */
export interface TypingFormat {
  readonly tool: string;
  recognises(file: TypingFile): boolean;
  /** @throws HLA_MALFORMED where the file is of this format and holds no single genotype */
  read(file: TypingFile): readonly HlaCall[];
}

interface Place {
  readonly line: number;
  /** The locus where the format states it; a name may then leave it out. */
  readonly gene: string | null;
}

/** How tools write that there is no call. */
const absentPattern = /^(?:|[-.?]+|-?nan?|n\/a|no|none|null|unknown|untyped|not[ _]typed)$/i;

/** One name as written to a call. */
export function callOf(written: string, place: Place): HlaCall {
  const { line, gene } = place;
  const nothing = { allele: null, expression: null, written, line, alternatives: [], reason: null };
  const unknown = { ...nothing, gene, mhcClass: gene === null ? null : classOfGene(gene) };
  if (isAbsent(written)) return { ...unknown, note: 'not typed' };
  const name = readHlaName(gene !== null && /^\d/.test(written) ? `${gene}*${written}` : written);
  if (name.kind === 'unreadable')
    return { ...unknown, note: 'unreadable', reason: name.reason === '' ? null : name.reason };
  if (gene !== null && name.gene !== gene)
    return { ...unknown, note: 'unreadable', reason: `it stands at locus ${gene}` };
  const { mhcClass } = name;
  if (name.kind === 'low-resolution')
    return { ...nothing, gene: name.gene, mhcClass, note: 'low resolution' };
  const { allele, expression } = name;
  return { ...nothing, gene: name.gene, mhcClass, allele, expression, note: 'ok' };
}

/** True for the ways in which tools write that there is no call: '', '-', 'NA', 'Not typed', 'no' … */
export function isAbsent(written: string): boolean {
  return absentPattern.test(written.trim());
}

/**
 * One call of several equally good names: the first that names an allele, the others as alternatives. A name with an expression suffix
 * gives way to the same two fields without one (tools list A*01:01:01:02N beside A*01:01:01:01 for want of intron reads, not as
 * evidence), and a null allele to an expressed one: a call too many is seen in the warnings, an epitope never looked for is not.
 */
export function callOfCandidates(names: readonly string[], place: Place): HlaCall {
  const calls = names.map((name) => callOf(name, place));
  const usable = calls.filter((call) => call.allele !== null);
  const [first] = usable;
  if (first === undefined) return calls[0] ?? callOf('', place);
  const chosen =
    usable.find((call) => call.allele === withoutSuffix(first)) ??
    (first.expression === 'N' ? usable.find((call) => call.expression !== 'N') : undefined) ??
    first;
  const alternatives = [...new Set(usable.map((call) => call.allele ?? ''))].filter(
    (allele) => allele !== chosen.allele,
  );
  const unusable = calls.filter(({ note }) => note === 'unreadable' || note === 'low resolution');
  if (alternatives.length === 0 && unusable.length === 0) return chosen;
  const reason =
    unusable.length === 0 ? null : `named with it: ${unusable.map(({ written }) => written).join(', ')}`;
  return { ...chosen, note: 'ambiguous', alternatives, reason };
}

/** Both alleles of a locus; the second is noted homozygous where it is the first again. */
export function locus(first: HlaCall, second: HlaCall): readonly HlaCall[] {
  const isSame = second.note === 'ok' && second.allele === first.allele;
  return isSame ? [first, { ...second, note: 'homozygous' }] : [first, second];
}

/** `items` by gene, genes and items in the order in which they come. */
export function groupByGene<T>(
  items: readonly T[],
  geneOf: (item: T) => string | null,
): readonly (readonly T[])[] {
  const groups = new Map<string | null, T[]>();
  for (const item of items) {
    const gene = geneOf(item);
    const group = groups.get(gene);
    if (group === undefined) groups.set(gene, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Calls of any loci, gene by gene, each gene's first two as its locus. */
export function loci(calls: readonly HlaCall[]): readonly HlaCall[] {
  return groupByGene(calls, ({ gene }) => gene).flatMap(([first, second, ...more]) => {
    if (first === undefined) return [];
    return second === undefined ? [first] : [...locus(first, second), ...more];
  });
}

/** A second allele that the tool marks as the first again. */
export function homozygousWith(first: HlaCall, written: string): HlaCall {
  if (first.allele === null) return { ...first, written };
  return { ...first, written, note: 'homozygous', alternatives: [], reason: null };
}

/** One of the genotypes that a tool finds equally good; null where it marks the second allele as the first again. */
export type AllelePair = readonly [first: string, second: string | null];

/**
 * A locus from equally good pairs, best first. Pairs are turned so that what they share stands on one side; where a side then still has
 * several alleles, its call is ambiguous.
 */
export function locusOfPairs(pairs: readonly AllelePair[], place: Place): readonly HlaCall[] {
  const [best] = pairs;
  if (best === undefined) return locus(callOf('', place), callOf('', place));
  if (pairs.every(([, second]) => second === null)) {
    const first = callOfCandidates(
      pairs.map(([name]) => name),
      place,
    );
    return [first, homozygousWith(first, '-')];
  }
  const spelled = pairs.map(([first, second]) => [first, second ?? first] as const);
  const [bestFirst = '', bestSecond = ''] = spelled[0] ?? [];
  const key = (name: string): string => callOf(name, place).allele ?? name;
  const turned = spelled.map(([first, second]) => {
    const kept = Number(key(first) === key(bestFirst)) + Number(key(second) === key(bestSecond));
    const swapped = Number(key(second) === key(bestFirst)) + Number(key(first) === key(bestSecond));
    return swapped > kept ? ([second, first] as const) : ([first, second] as const);
  });
  const side = (index: 0 | 1): HlaCall =>
    callOfCandidates([...new Set(turned.map((pair) => pair[index]))], place);
  return locus(side(0), side(1));
}

function withoutSuffix(call: HlaCall): string | null {
  return call.expression === null ? call.allele : (call.allele?.slice(0, -1) ?? null);
}
