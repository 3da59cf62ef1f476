/**
 * What the safety table costs at human size: the search for self stretches with at most one residue changed in a made-up proteome
 * (bench/synthetic-proteome.ts), and a table of normal tissues of GTEx's size. Needs ../shared/data/proteome. Times are processor seconds
 * of one core. `--write` also writes bench/results/near-self.json.
 */
import type { SelfProtein } from '../stages/shared/proteome-index/index.js';
import { readNormalTissues } from '../stages/summarise-biomarkers/normal-expression/read-table.js';
import { nearMatches } from '../stages/summarise-biomarkers/safety/near-self-search.js';
import { report } from './result.js';
import { createRandom, humanShape, type Random, syntheticProteome } from './synthetic-proteome.js';

/** A shortlist of 20 antigens with 30 presented peptides each: more than most have. */
const peptideCount = 600;
const residues = 'ACDEFGHIKLMNPQRSTVWY';
const rounds = 3;
/** GTEx v8: gene medians of 54 tissues. */
const genes = 56_200;
const tissues = 54;

/** Best of several rounds. */
async function seconds(run: () => void | Promise<void>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1e6);
  }
  return Number(best.toPrecision(3));
}

/** Peptides of 8 to 11 residues of the proteins, each with one residue changed as a mutation does. */
function mutantPeptides(proteins: readonly SelfProtein[], random: Random): readonly string[] {
  const below = (limit: number): number => Math.floor(random() * limit);
  const peptides: string[] = [];
  while (peptides.length < peptideCount) {
    const { sequence } = proteins[below(proteins.length)] ?? { sequence: '' };
    const length = 8 + below(4);
    if (sequence.length < length) continue;
    const start = below(sequence.length - length + 1);
    const at = start + below(length);
    peptides.push(
      sequence.slice(start, at) + residues.charAt(below(20)) + sequence.slice(at + 1, start + length),
    );
  }
  return peptides;
}

function tissueTable(random: Random): Buffer {
  const header = Array.from({ length: tissues }, (_, index) => `Tissue - ${index}`).join('\t');
  const lines = Array.from({ length: genes }, (_, gene) => {
    const levels = Array.from({ length: tissues }, () => (random() * 100).toFixed(4)).join('\t');
    return `ENSG${String(gene).padStart(11, '0')}.5\tGENE${gene}\t${levels}\n`;
  });
  return Buffer.from(`#1.2\n${genes}\t${tissues}\nName\tDescription\t${header}\n${lines.join('')}`);
}

const random = createRandom(3);
const proteins = [...syntheticProteome(humanShape, 1)];
// Joins the pieces each sequence was put together from, as those that are read from a bundle are.
for (const { sequence } of proteins) sequence.charCodeAt(0);
const peptides = mutantPeptides(proteins, random);
let matches = 0;
const search = await seconds(() => {
  matches = nearMatches(peptides, proteins).length;
});
const table = tissueTable(random);
const wanted = { ids: new Set(['ENSG00000000007']), names: new Set(['GENE9']) };
const readTable = await seconds(async () => {
  const source = { name: 'gtex.gct', sizeBytes: table.length, chunks: () => [table] };
  await readNormalTissues(source, wanted);
});
report('near-self', {
  proteins: proteins.length,
  residues: proteins.reduce((sum, { sequence }) => sum + sequence.length, 0),
  peptides: peptides.length,
  matches,
  searchSeconds: search,
  normalTissues: { genes, tissues, megabytes: Math.round(table.length / 1e6), readSeconds: readTable },
});
