/**
 * Annotation speed beside `bcftools csq` in the same run, on 50,000 random variants over real sequence: around coding exons and anywhere,
 * of chromosome 21 and of a genome of few genes with many transcripts. `npm run bench:annotate [-- --write]`; --write puts the figures
 * into bench/results/annotate.json. Needs ../shared/data/reference.
 *
 * Ours, variants in memory → rows, → the table's bytes without and with the two full proteins; one thread, best of the rounds, and the
 * first round, which includes compilation. csq, VCF text → VCF text, everything and less its start-up (the same run with one variant).
 * csq runs with -l (each variant alone): without it, on a file without samples, it annotates part of the variants only (17,500 of 50,000).
 * It writes no proteins, no HGVS, and merges equal consequences of a gene's transcripts where they change no residue: `consequences` beside
 * `rows` says how much each states. CPU seconds are all threads' (garbage collection is concurrent), wall seconds suffer from other load.
 *
 * The csq used is the first of these that gets through a set: the command in ANTIGRAPH_CSQ (words separated by blanks, csq's arguments are
 * appended), `bcftools csq` (Debian's 1.16 crashes on the mini genome), the one inside Python's pysam.
 */
import type { ReferenceBundle } from '../schemas/reference.js';
import type { Consequence, Variant } from '../schemas/rows.js';
import { createAnnotator } from '../stages/annotate-consequences/from-bundle/annotator.js';
import { RowWriter } from '../workers/annotate/row-writer.js';
import { type Cost, type CsqRun, openCsq } from './annotate-csq.js';
import { type VariantSet, variantSets } from './annotate-sets.js';
import { report } from './result.js';

const rounds = 6;

type Consume = (variant: Variant, rows: readonly Consequence[]) => void;

/** Each kind of output, made anew for each round. */
const outputs: Readonly<Record<string, () => Consume>> = {
  rows: () => () => undefined,
  textWithoutProteins: () => consumeAsText(false),
  textWithProteins: () => consumeAsText(true),
};

const flushEvery = 256;

function consumeAsText(hasProteins: boolean): Consume {
  const writer = new RowWriter({ hasProteins });
  let count = 0;
  return (variant, rows) => {
    for (const row of rows) writer.row(variant, row);
    count += 1;
    if (count % flushEvery === 0) writer.recycle(writer.take().map(({ buffer }) => buffer));
  };
}

/** One round with an empty cache of transcripts. */
function annotateAll(reference: ReferenceBundle, variants: readonly Variant[], consume: Consume): Cost {
  const annotate = createAnnotator(reference);
  const started = performance.now();
  const before = process.cpuUsage();
  for (const variant of variants) consume(variant, annotate(variant));
  const { user, system } = process.cpuUsage(before);
  return { cpuSeconds: (user + system) / 1e6, wallSeconds: (performance.now() - started) / 1000 };
}

function best(costs: readonly Cost[]): Cost {
  return {
    cpuSeconds: Math.min(...costs.map(({ cpuSeconds }) => cpuSeconds)),
    wallSeconds: Math.min(...costs.map(({ wallSeconds }) => wallSeconds)),
  };
}

function ratesOf(count: number, { cpuSeconds, wallSeconds }: Cost) {
  return { perCpuSecond: Math.round(count / cpuSeconds), perWallSecond: Math.round(count / wallSeconds) };
}

function less(whole: Cost, part: Cost): Cost {
  return {
    cpuSeconds: Math.max(0.001, whole.cpuSeconds - part.cpuSeconds),
    wallSeconds: Math.max(0.001, whole.wallSeconds - part.wallSeconds),
  };
}

function measure(set: VariantSet) {
  const { genome, name, variants } = set;
  const annotate = createAnnotator(genome.reference);
  const csq = openCsq(set);
  const ours = new Map(Object.keys(outputs).map((kind): [string, Cost[]] => [kind, []]));
  const theirs: Cost[] = [];
  const startUps: Cost[] = [];
  // Turn about, so that what else the machine does meets both.
  for (let round = 0; round < rounds; round++) {
    for (const [kind, output] of Object.entries(outputs)) {
      ours.get(kind)?.push(annotateAll(genome.reference, variants, output()));
    }
    if (csq === null) continue;
    theirs.push(csq.run());
    startUps.push(csq.startUp());
  }
  csq?.close();
  const first = ours.get('rows')?.[0];
  const rates = Object.fromEntries(
    [...ours].map(([kind, costs]) => [kind, ratesOf(variants.length, best(costs))]),
  );
  return {
    set: `${genome.name} ${name}`,
    variants: variants.length,
    rows: variants.reduce((sum, variant) => sum + annotate(variant).length, 0),
    variantsPerSecond: {
      ...rates,
      rowsInFirstRound: first === undefined ? null : ratesOf(variants.length, first),
    },
    bcftoolsCsq:
      csq === null ? null : compare(set, csq, { theirs: best(theirs), startUp: best(startUps) }, rates),
  };
}

function compare(
  { variants }: VariantSet,
  { version, consequences }: CsqRun,
  { theirs, startUp }: { readonly theirs: Cost; readonly startUp: Cost },
  ours: Readonly<Record<string, ReturnType<typeof ratesOf>>>,
) {
  const everything = ratesOf(variants.length, theirs);
  const withoutStartUp = ratesOf(variants.length, less(theirs, startUp));
  const ratio = (kind: string, rate: number): number =>
    Number(((ours[kind]?.perCpuSecond ?? 0) / rate).toFixed(2));
  return {
    version,
    consequences,
    startUpCpuSeconds: Number(startUp.cpuSeconds.toFixed(3)),
    variantsPerSecond: { everything, withoutStartUp },
    oursPerTheirs: Object.fromEntries(
      Object.keys(ours).map((kind) => [
        kind,
        {
          everything: ratio(kind, everything.perCpuSecond),
          withoutStartUp: ratio(kind, withoutStartUp.perCpuSecond),
        },
      ]),
    ),
  };
}

const results = [];
for (const set of variantSets()) results.push(measure(set));
report('annotate', { results });
