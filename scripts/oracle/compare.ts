/** Lays the answers of all annotators side by side. */
import type { ReferenceBundle, Transcript } from '../../schemas/reference.js';
import {
  type Answer,
  type Answers,
  answerKey,
  classOf,
  type EffectClass,
  isSameProtein,
  type ProteinClaim,
} from './answers.js';
import { type Difference, explanationOf } from './explained.js';
import { claimOf, type WildtypeOf } from './read-answers.js';
import type { OurRow } from './read-ours.js';
import { type SiteFacts, siteFactsOf } from './site-facts.js';

export interface Oracle {
  readonly name: string;
  readonly answers: Answers;
}

export interface Comparison {
  readonly reference: ReferenceBundle;
  readonly variantNames: ReadonlyMap<string, string>;
  readonly oracles: readonly Oracle[];
  readonly plain: ReadonlyMap<string, ProteinClaim>;
  /** '*' at its end where the stop was read; '' if not known. */
  readonly wildtypeOf: WildtypeOf;
}

/** How often one thing was seen, with the first few of it. */
export interface Count {
  count: number;
  readonly examples: string[];
}

export interface Agreement {
  /** Variant × transcript pairs that both answer. */
  compared: number;
  same: number;
}

export interface Summary {
  rows: number;
  readonly classes: Map<string, Agreement>;
  readonly proteins: Map<string, Agreement>;
  /** HGVS c. descriptions. */
  readonly names: Map<string, Agreement>;
  /** Pairs on which two or more oracles say the same. */
  readonly agreedClasses: Agreement;
  readonly agreedProteins: Agreement;
  /** By explanation, with the clause. */
  readonly explained: Map<string, Count>;
  readonly unexplained: Map<string, Count>;
  /** Why our class is none of theirs where two of them agree: by explanation. */
  readonly agreedDifferences: Map<string, Count>;
  /** Alleles, as written, that `bcftools norm` writes in another way. */
  readonly otherNormalForms: Set<string>;
}

const shownExamples = 3;

export function emptySummary(): Summary {
  return {
    rows: 0,
    classes: new Map(),
    proteins: new Map(),
    names: new Map(),
    agreedClasses: { compared: 0, same: 0 },
    agreedProteins: { compared: 0, same: 0 },
    explained: new Map(),
    unexplained: new Map(),
    agreedDifferences: new Map(),
    otherNormalForms: new Set(),
  };
}

function add(counts: Map<string, Count>, key: string, example: string): void {
  const found = counts.get(key) ?? { count: 0, examples: [] };
  counts.set(key, found);
  found.count += 1;
  if (found.examples.length < shownExamples) found.examples.push(example);
}

function agreementOf(agreements: Map<string, Agreement>, name: string): Agreement {
  const found = agreements.get(name) ?? { compared: 0, same: 0 };
  agreements.set(name, found);
  return found;
}

/** Outside the coding sequence our rows give no protein: it is the wild type's. */
function withProtein(row: OurRow, wildtypeOf: WildtypeOf): OurRow {
  const wildtype = row.status === 'NOT_CODING' ? wildtypeOf(row.transcript) : '';
  return wildtype === '' ? row : { ...row, protein: claimOf(wildtype) };
}

/** Adds one of our rows to the summary. */
export function compareRow(comparison: Comparison, given: OurRow, summary: Summary): void {
  const row = withProtein(given, comparison.wildtypeOf);
  const name = comparison.variantNames.get(row.input);
  const transcript = comparison.reference.transcriptById(row.transcript);
  if (name === undefined || transcript === null)
    throw new Error(`${row.input} ${row.transcript} was not asked`);
  summary.rows += 1;
  const key = answerKey(name, row.transcript);
  const plain = comparison.plain.get(key) ?? null;
  const others: { oracle: string; answer: Answer }[] = [];
  for (const { name: oracle, answers } of comparison.oracles) {
    const answer = answers.get(key);
    if (answer !== undefined) others.push({ oracle, answer });
  }
  const facts = lazily(() => siteFactsOf(comparison.reference, transcript, row.variant));
  const context = { row, transcript, plain, others, facts, key };
  for (const { oracle, answer } of others) {
    compareClass(summary, { ...context, oracle, theirs: answer, aspect: 'class' });
    compareProtein(summary, { ...context, oracle, theirs: answer, aspect: 'protein' });
    compareName(summary, { ...context, oracle, theirs: answer, aspect: 'name' });
  }
  if (plain !== null) {
    const theirs: Answer = { ...noAnswer, protein: plain };
    compareProtein(summary, { ...context, oracle: 'plain', theirs, aspect: 'protein' });
  }
  countAgreed(summary, context);
}

const noAnswer: Answer = { class: 'none', terms: [], protein: null, text: '', hgvsC: null, hgvsP: null };

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export interface Case {
  readonly row: OurRow;
  readonly transcript: Transcript;
  readonly plain: ProteinClaim | null;
  readonly others: readonly { readonly oracle: string; readonly answer: Answer }[];
  readonly facts: () => SiteFacts;
  readonly key: string;
}

function compareClass(summary: Summary, difference: Difference): void {
  const { oracle, row, theirs } = difference;
  // A tool that names no effect, only where a change lies, makes no statement.
  if (theirs.class === 'none') return;
  const agreement = agreementOf(summary.classes, oracle);
  agreement.compared += 1;
  if (theirs.class === row.class) agreement.same += 1;
  else note(summary, difference, `${row.class} where ${oracle} says ${theirs.class}`);
}

function compareProtein(summary: Summary, difference: Difference): void {
  const { oracle, row, theirs } = difference;
  if (theirs.protein === null) return;
  if (row.protein === null) {
    note(
      summary,
      difference,
      `no protein (${row.status}, ${row.class}) where ${oracle} gives one (${theirs.class})`,
    );
    return;
  }
  const agreement = agreementOf(summary.proteins, oracle);
  agreement.compared += 1;
  if (isSameProtein(row.protein, theirs.protein)) agreement.same += 1;
  else note(summary, difference, `another protein than ${oracle} (${row.class}, ${theirs.class})`);
}

function compareName(summary: Summary, difference: Difference): void {
  const { oracle, row, theirs } = difference;
  if (row.hgvsC === null || theirs.hgvsC === null) return;
  const agreement = agreementOf(summary.names, oracle);
  agreement.compared += 1;
  const ours = row.hgvsC.replace(/^[^:]*:/, '');
  if (ours === theirs.hgvsC) agreement.same += 1;
  else
    note(
      summary,
      difference,
      `${ours.replace(/.*(?=inv|ins|del|dup|>)/, '')} where ${oracle} has another name`,
    );
}

function note(summary: Summary, difference: Difference, what: string): void {
  const explanation = explanationOf(difference);
  const example = exampleOf(difference);
  if (explanation === null) add(summary.unexplained, what, example);
  else add(summary.explained, `${difference.aspect} · ${explanation.id}`, example);
}

function exampleOf({ row, others, key }: Case): string {
  const said = others.map(({ oracle, answer }) => `${oracle}: ${answer.text.slice(0, 90)}`).join(' | ');
  const { chrom, position, ref, alt } = row.variant;
  const names = others.map(({ answer }) => answer.hgvsC).join(' ');
  return `${chrom}:${position}:${ref}:${alt} ${key} | ours: ${row.hgvsC} ${row.text} | ${said} ${names}`;
}

/** Where two of the others agree, ours must: the same class (or one that our terms name too), the same protein. */
function countAgreed(summary: Summary, each: Case): void {
  const { row, others, plain } = each;
  const named = others.filter(({ answer }) => answer.class !== 'none');
  const agreed = named.find(({ answer }, index) =>
    named.slice(0, index).some((other) => other.answer.class === answer.class),
  );
  if (agreed !== undefined) {
    summary.agreedClasses.compared += 1;
    if (namesClass(row.terms, agreed.answer.class)) summary.agreedClasses.same += 1;
    else {
      const difference: Difference = {
        ...each,
        oracle: agreed.oracle,
        theirs: agreed.answer,
        aspect: 'class',
      };
      add(summary.agreedDifferences, explanationOf(difference)?.id ?? 'not explained', '');
    }
  }
  const claims = others.map(({ answer }) => answer.protein).filter((claim) => claim !== null);
  if (plain !== null) claims.push(plain);
  let isAgreed = false;
  let isAgainst = false;
  for (const [index, claim] of claims.entries()) {
    for (const other of claims.slice(0, index)) {
      if (!isSameProtein(claim, other) || row.protein === null) continue;
      isAgreed = true;
      // A claim that ends with the CDS agrees with whatever goes on from there: both must contradict ours.
      isAgainst ||= !isSameProtein(row.protein, claim) && !isSameProtein(row.protein, other);
    }
  }
  if (!isAgreed) return;
  summary.agreedProteins.compared += 1;
  if (isAgainst) add(summary.unexplained, 'another protein than two that agree', exampleOf(each));
  else summary.agreedProteins.same += 1;
}

/** Whether the terms, one by one, name the class. */
export function namesClass(terms: readonly string[], wanted: EffectClass): boolean {
  return terms.some((term) => classOf([term]) === wanted);
}
