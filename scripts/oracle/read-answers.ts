/** Reads what each annotator wrote into answers by variant and transcript. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, type Answers, answerKey, classOf, type ProteinClaim } from './answers.js';

/** Wild-type protein of a transcript, '*' at its end where the stop was read; '' if not known. */
export type WildtypeOf = (transcript: string) => string;

function linesOf(folder: string, file: string): string[] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

function infoOf(line: string, key: string): { name: string; entries: string[] } {
  const columns = line.split('\t');
  const value = columns[7]?.split(';').find((part) => part.startsWith(`${key}=`));
  return { name: columns[2] ?? '', entries: value?.slice(key.length + 1).split(',') ?? [] };
}

/** A protein written with '*' where it stops. */
export function claimOf(text: string): ProteinClaim {
  const stop = text.indexOf('*');
  const residues = stop < 0 ? text : text.slice(0, stop);
  return { residues, isWhole: true, isStopRead: stop >= 0 };
}

/** The csq.vcf of `bcftools csq`, run with --local-csq. */
export function readCsq(folder: string, wildtypeOf: WildtypeOf): Answers {
  const answers = new Map<string, Answer>();
  for (const line of linesOf(folder, 'csq.vcf')) {
    const { name, entries } = infoOf(line, 'BCSQ');
    const byTranscript = new Map<string, { terms: string[]; change: string }>();
    for (const entry of entries) {
      const [terms = '', , transcript = '', , , change = ''] = entry.split('|');
      if (transcript === '') continue;
      const found = byTranscript.get(transcript) ?? { terms: [], change: '' };
      byTranscript.set(transcript, found);
      found.terms.push(...terms.split('&'));
      if (change !== '') found.change = change;
    }
    for (const [transcript, { terms, change }] of byTranscript) {
      const protein = proteinOfChange(change, terms, wildtypeOf(transcript));
      const answer = { class: classOf(terms), terms, protein, text: `${terms.join('&')} ${change}` };
      answers.set(answerKey(name, transcript), { ...answer, hgvsC: null, hgvsP: null });
    }
  }
  return answers;
}

/**
 * The protein of csq's '27RKL>27QKL': residues from the 27th on, up to the stop or the end of the CDS where the frame is shifted. csq numbers
 * from the first whole codon, where other tools count the codon that the annotation cuts: its X is left out before and put back after.
 */
export function proteinOfChange(
  change: string,
  terms: readonly string[],
  wildtypeText: string,
): ProteinClaim | null {
  const match = /^(\d+)([A-Z*]+)(?:>\d+([A-Z*]+))?$/.exec(change);
  if (match === null || wildtypeText === '') return null;
  const [, number = '', from = '', to = from] = match;
  const cut = wildtypeText.startsWith('X') ? 'X' : '';
  const wildtype = wildtypeText.slice(cut.length);
  const at = Number(number) - 1;
  const changed = cut + wildtype.slice(0, at) + to;
  if (to.includes('*')) return claimOf(changed);
  const isCut = terms.includes('frameshift') || from.endsWith('*');
  if (isCut) return { residues: changed, isWhole: false, isStopRead: null };
  return claimOf(changed + wildtype.slice(at + from.length));
}

const termOfVarcodeClass: Readonly<Record<string, string>> = {
  FrameShift: 'frameshift',
  FrameShiftTruncation: 'stop_gained&frameshift',
  Substitution: 'missense',
  Silent: 'synonymous',
  AlternateStartCodon: 'start_retained',
  Deletion: 'inframe_deletion',
  Insertion: 'inframe_insertion',
  StartLoss: 'start_lost',
  StopLoss: 'stop_lost',
  PrematureStop: 'stop_gained',
  FivePrimeUTR: '5_prime_UTR',
  ThreePrimeUTR: '3_prime_UTR',
  Intronic: 'intron',
  ExonLoss: 'exon_loss',
};

const termOfSpliceSignal: Readonly<Record<string, string>> = {
  SpliceDonor: 'splice_donor',
  SpliceAcceptor: 'splice_acceptor',
  IntronicSpliceSite: 'intron',
};

/** varcode.*.tsv: of a disrupted splice site the signal; of one that keeps the two bases, what the coding sequence gives. */
export function readVarcode(folder: string, shards: number): Answers {
  const answers = new Map<string, Answer>();
  for (let shard = 0; shard < shards; shard++) {
    for (const line of linesOf(folder, `varcode.${shard}.tsv`)) {
      const [name = '', transcript = '', kind = '', signal = '', description = '', protein = ''] =
        line.split('\t');
      const named =
        termOfSpliceSignal[signal] ?? termOfComplex(kind, description) ?? termOfVarcodeClass[kind];
      // Non-coding and incomplete transcripts are not answered by varcode.
      if (named === undefined) continue;
      const isSite = signal in termOfSpliceSignal;
      const terms = named.split('&');
      answers.set(answerKey(name, transcript), {
        class: classOf(terms),
        terms,
        protein: protein === '' || isSite ? null : { residues: protein, isWhole: true, isStopRead: null },
        text: `${kind}${signal === '' ? '' : ` at ${signal}`} ${description}`,
        hgvsC: null,
        hgvsP: null,
      });
    }
  }
  return answers;
}

/** ComplexSubstitution is anything that replaces several residues, of equal number or not. */
function termOfComplex(kind: string, description: string): string | undefined {
  if (kind !== 'ComplexSubstitution') return undefined;
  const [, from = '', to = ''] = /^p\.([A-Z*]+)\d+([A-Z*]+)$/.exec(description) ?? [];
  return from.length === to.length ? 'missense' : 'protein_altering';
}

/** snpeff.vcf: transcripts that snpEff takes for coding and complete. */
export function readSnpEff(folder: string): Answers {
  const answers = new Map<string, Answer>();
  for (const line of linesOf(folder, 'snpeff.vcf')) {
    const { name, entries } = infoOf(line, 'ANN');
    for (const entry of entries) {
      const columns = entry.split('|');
      const [, annotation = '', , , , feature = '', transcript = '', biotype = '', , hgvsC = '', hgvsP = ''] =
        columns;
      if (feature !== 'transcript' || biotype !== 'protein_coding') continue;
      if (/WARNING_TRANSCRIPT|ERROR/.test(columns[15] ?? '')) continue;
      const key = answerKey(name, transcript);
      const terms = annotation.split('&');
      if (answers.has(key)) continue;
      const text = `${annotation} ${hgvsP}`;
      answers.set(key, { class: classOf(terms), terms, protein: null, text, hgvsC: nameOf(hgvsC), hgvsP });
    }
  }
  return answers;
}

/** A description without the bases that may stand behind del and dup but need not (HGVS "Deletion", "Duplication"). */
function nameOf(hgvsC: string): string | null {
  return hgvsC === '' ? null : hgvsC.replace(/(del|dup)[ACGT]+(?=$|ins)/, '$1');
}

/** plain.tsv: edit and translate. */
export function readPlain(folder: string): ReadonlyMap<string, ProteinClaim> {
  const claims = new Map<string, ProteinClaim>();
  for (const line of linesOf(folder, 'plain.tsv')) {
    const [name = '', transcript = '', protein = ''] = line.split('\t');
    claims.set(answerKey(name, transcript), claimOf(protein));
  }
  return claims;
}
