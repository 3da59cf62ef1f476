import { join } from 'node:path';
import { AntigraphError } from '../../../schemas/errors.js';
import { type MhcClass, readHlaName } from '../../../schemas/hla.js';
import {
  type ConstructElement,
  type ConstructParams,
  constructChecks,
  constructFiles,
  type Design,
  designConstructs,
  type JunctionScorer,
  junctionScorer,
  otherThanResidues,
  paramsSchema,
  uniqueNames,
} from '../../../stages/design-construct/index.js';
import { panelOf } from '../../../stages/predict-binding/index.js';
import { openPredictor, predictorFor } from '../../local/open-predictor.js';
import { openReference } from '../../local/resources.js';
import { prepareFolder, writeText } from '../export-outputs.js';
import { givenAlleles } from '../given-alleles.js';
import { checkFile, labelOf } from '../options.js';
import { namedPeptides } from '../read-named-peptides.js';

export interface ConstructOptions {
  readonly peptides: string;
  readonly hla: string;
  readonly out: string;
  readonly reference?: string;
  readonly set: readonly string[];
}

/** `antigraph construct`: the peptides of a file, as they are, as mRNA constructs and synthetic long peptides under --out. */
export async function construct(options: ConstructOptions): Promise<void> {
  checkFile(options.peptides, '--peptides');
  if (options.reference !== undefined) checkFile(options.reference, '--reference');
  const params = paramsOf(options.set);
  const scorers = await scorersOf(options.hla, params);
  const elements = await elementsOfFile(options.peptides);
  const reference = options.reference === undefined ? null : await openReference(options.reference);
  await prepareFolder(options.out);
  const design = await designConstructs({ elements, leftOut: [], params, scorers, reference });
  const files = constructFiles(design, { params, reference });
  const texts = [
    ['protein.fasta', files.protein],
    ['mrna.fasta', files.mrna],
    ['construct.gb', files.genbank],
    ['peptides.tsv', files.peptides],
    ['junctions.tsv', files.junctions],
    ['manifest.json', files.manifest],
  ] as const;
  for (const [name, text] of texts) if (text !== '') await writeText(options.out, name, text);
  process.stderr.write(summaryOf(design, options.out));
}

/** @throws USAGE, PARAMETER_INVALID */
function paramsOf(assignments: readonly string[]): ConstructParams {
  const values: Record<string, unknown> = {};
  for (const text of assignments) {
    const [, name, raw] = /^(?:design-construct\.)?([A-Za-z0-9]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || raw === undefined) {
      throw new AntigraphError('USAGE', `--set: '${text}' is not of the form parameter=value`, {
        fix: 'For example --set constructs=2 or --set spacers=["AAY"].',
      });
    }
    if (!Object.hasOwn(paramsSchema.shape, name)) {
      throw new AntigraphError('PARAMETER_INVALID', `design-construct has no parameter '${name}'`, {
        fix: `Known: ${Object.keys(paramsSchema.shape).join(', ')}.`,
        at: { field: name },
      });
    }
    values[name] = valueOfText(raw);
  }
  const parsed = paramsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new AntigraphError(
    'PARAMETER_INVALID',
    `design-construct.${field}: ${issue?.message ?? 'not valid'}`,
    {
      fix: 'docs/stages.md lists every parameter with its unit and limits.',
      at: { field },
    },
  );
}

function valueOfText(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    // Not JSON: a bare word such as a sequence.
    return raw;
  }
}

/** The bundled predictor of each class that the genotype has alleles of. @throws HLA_MALFORMED, HLA_EMPTY, HLA_UNSUPPORTED */
async function scorersOf(hla: string, params: ConstructParams): Promise<readonly JunctionScorer[]> {
  const names = hla.split(/[\s,;]+/).filter((name) => name !== '');
  const isOfClass = (mhcClass: MhcClass) => (name: string) => {
    const read = readHlaName(name);
    return (read.kind === 'allele' ? read.mhcClass : 'I') === mhcClass;
  };
  const scorers: JunctionScorer[] = [];
  for (const mhcClass of ['I', 'II'] as const) {
    const own = names.filter(isOfClass(mhcClass));
    if (own.length === 0 && (mhcClass === 'II' || names.length > 0)) continue;
    const alleles = givenAlleles(own.join(','), mhcClass);
    const predictor = await openPredictor(predictorFor({}, mhcClass));
    panelOf(predictor, alleles);
    scorers.push(junctionScorer(predictor, [...alleles].sort(), params));
  }
  return scorers;
}

/** @throws PEPTIDE_MALFORMED */
async function elementsOfFile(path: string): Promise<readonly ConstructElement[]> {
  const given = await namedPeptides(path);
  const names = uniqueNames(given.map(({ name }) => name));
  return given.map(({ peptide, name, line }, index) => {
    const other = otherThanResidues.exec(peptide);
    if (other !== null || peptide.length < 8) {
      const reason =
        other === null ? 'it has fewer than 8 residues' : `'${other[0]}' is none of the 20 standard residues`;
      throw new AntigraphError('PEPTIDE_MALFORMED', `${name} cannot stand in a construct: ${reason}`, {
        at: { file: labelOf(path), line },
        fix: 'Give windows of standard residues, 8 or more, usually 25 to 35.',
      });
    }
    return {
      name: names[index] ?? name,
      sequence: peptide,
      sources: [name],
      essential: { start: Math.floor(peptide.length / 2), end: Math.floor(peptide.length / 2) + 1 },
      clone: 'unknown',
      allele: null,
      notes: [],
    };
  });
}

/** What a person at the terminal wants to know first. */
function summaryOf(design: Design, folder: string): string {
  const lines = design.constructs.map((each) => {
    const checks = constructChecks(each, design);
    const open = checks.filter(({ outcome }) => outcome === 'violated' || outcome === 'unknown');
    const { arrangement, mrna } = each;
    const windows = arrangement.pieces.filter(({ kind }) => kind === 'window').length;
    const head = `${each.name}: ${windows} windows, ${arrangement.protein.length} residues, ${mrna.sequence.length} bases, order ${arrangement.order.isProven ? 'proven best' : 'not proven'}`;
    return [head, ...open.map(({ name, outcome, value }) => `  ${outcome}: ${name}: ${value}`)].join('\n');
  });
  const dropped = design.leftOut.map(({ name, reason }) => `left out: ${name}: ${reason}`);
  const peptides = design.peptides.length > 0 ? [`${design.peptides.length} synthetic long peptides`] : [];
  return `${[...lines, ...peptides, ...dropped, `written: ${join(folder, 'manifest.json')} and the files beside it`].join('\n')}\n`;
}
