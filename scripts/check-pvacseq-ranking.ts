/**
 * `npx tsx scripts/check-pvacseq-ranking.ts FOLDER`: the preset pvacseq-7 against the reports that pVACtools 7.1.5 packages
 * (docs/validation/ranking.md says how to get them). FOLDER holds MHC_Class_I, MHC_Class_II, combined. Exit 1 where a variant differs.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileSource } from '../infra/stores/file-content.js';
import { rankTable } from '../workers/cli/rank/rank-table.js';
import { readEpitopes } from '../workers/cli/rank/read-epitopes.js';

const fields = ['Best Peptide', 'Allele', 'Tier', 'place'] as const;

interface Row {
  readonly id: string;
  readonly values: Readonly<Record<(typeof fields)[number], string>>;
}

/** The aggregate report, whose order of rows is the place of each. */
function expectedRows(path: string): readonly Row[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const names = header.split('\t');
  return lines.map((line, index) => {
    const cells = line.split('\t');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    return {
      id: cell('ID'),
      values: {
        'Best Peptide': cell('Best Peptide'),
        Allele: cell('Allele'),
        Tier: cell('Tier'),
        place: String(index + 1),
      },
    };
  });
}

async function rankedRows(path: string): Promise<ReadonlyMap<string, Row['values']>> {
  const { facts } = await readEpitopes(fileSource(path, path, statSync(path).size), 'pvacseq');
  const { ranked } = rankTable(facts, { policy: 'pvacseq-7', purity: null });
  return new Map(
    ranked.map(({ best, tier }, index) => [
      best.facts.variant,
      {
        'Best Peptide': best.facts.peptide,
        Allele: best.facts.allele,
        Tier: tier,
        place: String(index + 1),
      },
    ]),
  );
}

async function compare(folder: string): Promise<boolean> {
  const file = (ending: string) => {
    const name = readdirSync(folder).find((each) => each.endsWith(ending));
    if (name === undefined) throw new Error(`${folder} holds no file *${ending}`);
    return join(folder, name);
  };
  const expected = expectedRows(file('.all_epitopes.aggregated.tsv'));
  const ours = await rankedRows(file('.all_epitopes.tsv'));
  const agreements = fields.map(
    (field) => expected.filter(({ id, values }) => ours.get(id)?.[field] === values[field]).length,
  );
  const words = fields.map((field, index) => `${field} ${agreements[index]}`).join(', ');
  process.stdout.write(`${folder}: ${expected.length} variants; equal: ${words}\n`);
  return ours.size === expected.length && agreements.every((count) => count === expected.length);
}

const [root] = process.argv.slice(2);
if (root === undefined) throw new Error('name the folder that holds MHC_Class_I, MHC_Class_II and combined');
for (const name of ['MHC_Class_I', 'MHC_Class_II', 'combined']) {
  if (!(await compare(join(root, name)))) process.exitCode = 1;
}
