/**
 * The bundled predictors on the development benchmarks of ../shared/data/predictor, through the product's own code, beside the peers' scores on the
 * same rows, and how fast they are. Prints one Markdown table. `npm run bench:predictor -- [--write] [--peptides N] [--only quality|speed]`;
 * ANTIGRAPH_MHCNUGGETS_PYTHON: a Python with MHCnuggets, to time it in the same run.
 */
import { parseArgs } from 'node:util';
import { class2CoreLength, measureClass2 } from './predictor/class2.js';
import { measureHeldOutAffinities, measureHeldOutLigands } from './predictor/held-out.js';
import { type OpenedModel, openModel } from './predictor/models.js';
import { measurePatients } from './predictor/patients.js';
import {
  class2Lines,
  heldOutLines,
  type Line,
  markdown,
  patientLines,
  speedLines,
  weeklyLines,
} from './predictor/table.js';
import { class1Rows, coresOf, isHeldOut } from './predictor/tables.js';
import { measureThroughput } from './predictor/throughput.js';
import { measureWeekly } from './predictor/weekly.js';
import { keepResult } from './result.js';

/** The shortest peptide class I takes: a peptide that holds a training peptide, or lies within one, always shares it. */
const class1CoreLength = 8;

const { values: options } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    peptides: { type: 'string', default: '1000000' },
    only: { type: 'string' },
  },
});

const class1 = await openModel('I');
if (class1 === null || class1.variant === null) throw new Error('no class I model');
const class2 = await openModel('II');
const lines: Line[] = [];
const figures: Record<string, unknown> = {
  models: [class1, class2].flatMap((model) =>
    model === null
      ? []
      : [
          {
            name: model.predictor.name,
            version: model.predictor.version,
            loadMs: Math.round(model.loadMs),
          },
        ],
  ),
};
if (options.only !== 'speed') Object.assign(figures, await measureQuality(class1, class1.variant));
if (options.only !== 'quality') {
  const speed = await measureThroughput(class1.predictor, Number(options.peptides));
  lines.push(...speedLines(speed, nameOf(class1)));
  figures['throughput'] = speed;
}
for (const model of [class1, class2])
  if (model !== null)
    lines.push({
      ...{ benchmark: 'load', predictor: `**${nameOf(model)}**`, figure: 'files read and checked' },
      ...{ value: `${Math.round(model.loadMs)} ms`, novel: '', beside: '' },
    });
process.stdout.write(markdown(lines));
keepResult(options.only === undefined ? 'predictor' : `predictor-${options.only}`, figures);

function nameOf({ predictor }: OpenedModel): string {
  return `${predictor.name} ${predictor.version}`;
}

async function measureQuality(
  model: OpenedModel,
  variant: string,
): Promise<Readonly<Record<string, unknown>>> {
  const training = class1Rows(variant, (peptide) => !isHeldOut(peptide));
  const seen = new Set([...training.ligands, ...training.affinities].map((row) => row('peptide')));
  const cores = coresOf(seen, class1CoreLength);
  const { predictor } = model;
  const ours = nameOf(model);
  const patients = await measurePatients(predictor, cores, class1CoreLength);
  lines.push(...patientLines(patients.figures, ours));
  const iedbWeekly = await measureWeekly(predictor, cores, class1CoreLength);
  lines.push(...weeklyLines(iedbWeekly.figures, ours));
  const ligands = await measureHeldOutLigands(predictor, variant, cores, class1CoreLength);
  const affinities = await measureHeldOutAffinities(predictor, variant, cores, class1CoreLength);
  lines.push(...heldOutLines(ligands, affinities, ours));
  const split5 = class2 === null ? null : await measureClass2(class2.predictor);
  lines.push(...class2Lines(split5, class2 === null ? '' : nameOf(class2)));
  return {
    coreLength: { class1: class1CoreLength, class2: class2CoreLength },
    patients,
    iedbWeekly,
    heldOut: { ligands, affinities },
    class2: split5,
  };
}
