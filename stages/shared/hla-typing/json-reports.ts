/** Formats in JSON: arcasHLA and xHLA. */
import { AntigraphError } from '../../../schemas/errors.js';
import { readHlaGene } from '../../../schemas/hla.js';
import { callOf, type HlaCall, loci, type TypingFile, type TypingFormat } from './typing.js';

/**
 * arcasHLA *.genotype.json and *.partial_genotype.json (Orenbuch 2020, doi:10.1093/bioinformatics/btz474): gene → two alleles; or a merged
 * genotypes.json, sample → gene → alleles, where it holds one sample. Its em.json lists groups of candidates before the choice.
 */
export const arcasHla: TypingFormat = {
  tool: 'arcasHLA',
  recognises: ({ json }) => isGeneRecord(json) || (isRecord(json) && samplesOf(json).length > 0),
  read(file) {
    const samples = isGeneRecord(file.json) ? [file.json] : isRecord(file.json) ? samplesOf(file.json) : [];
    const [sample] = samples;
    if (samples.length > 1) {
      throw new AntigraphError(
        'HLA_MALFORMED',
        `the arcasHLA file holds ${samples.length} samples; one patient is expected`,
        { fix: "Give this patient's own *.genotype.json.", details: { samples: samples.length } },
      );
    }
    const lineOf = lineFinder(file);
    return Object.entries(sample ?? {}).flatMap(([title, alleles]) => geneCalls(title, alleles, lineOf));
  },
};

function geneCalls(title: string, alleles: unknown, lineOf: (name: string) => number): readonly HlaCall[] {
  const gene = readHlaGene(title);
  const names = Array.isArray(alleles) ? alleles : [alleles];
  const calls = names.map((name: unknown) => {
    if (!Array.isArray(name)) {
      const text = typeof name === 'string' ? name : JSON.stringify(name);
      return callOf(text, { line: lineOf(text), gene });
    }
    throw new AntigraphError(
      'HLA_MALFORMED',
      "this is arcasHLA's em.json, its candidates before the choice; the genotype is expected",
      { at: { line: lineOf(title), field: title }, fix: 'Give the *.genotype.json that lies beside it.' },
    );
  });
  return calls.length === 0 ? [callOf('', { line: lineOf(title), gene })] : loci(calls);
}

/** xHLA report-*-hla.json (Xie 2017, doi:10.1073/pnas.1707945114): hla.alleles lists both alleles of every gene. */
export const xHla: TypingFormat = {
  tool: 'xHLA',
  recognises: ({ json }) => xHlaAlleles(json) !== null,
  read(file) {
    const lineOf = lineFinder(file);
    const calls = (xHlaAlleles(file.json) ?? []).map((name) => {
      const text = typeof name === 'string' ? name : JSON.stringify(name);
      return callOf(text, { line: lineOf(text), gene: null });
    });
    return loci(calls);
  },
};

function xHlaAlleles(json: unknown): readonly unknown[] | null {
  const hla = isRecord(json) ? json['hla'] : undefined;
  const alleles = isRecord(hla) ? hla['alleles'] : undefined;
  return Array.isArray(alleles) ? alleles : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every key a gene and every value a list: a genotype, or candidates. */
function isGeneRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 && entries.every(([key, list]) => readHlaGene(key) !== null && Array.isArray(list))
  );
}

function samplesOf(json: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const values = Object.values(json);
  const samples = values.filter(isGeneRecord);
  return samples.length === values.length ? samples : [];
}

/** Line of each string's next occurrence: names come twice where a locus is homozygous. */
function lineFinder({ text }: TypingFile): (name: string) => number {
  let from = 0;
  return (name) => {
    const at = text.indexOf(JSON.stringify(name), from);
    if (at < 0) return text.slice(0, from).split('\n').length;
    from = at + 1;
    return text.slice(0, at).split('\n').length;
  };
}
