/** What the run's evidence files were, and how far they were used: the run's own account of its evidence. */
import type { EvidenceSources } from '../../schemas/rows.js';
import type { Joined } from './evidence-of.js';
import type { EvidenceFiles } from './read-files.js';

type Role = EvidenceSources['files'][number]['role'];

export class SourcesTally {
  readonly #files: EvidenceFiles;
  readonly #taken = { expression: 0, rnaCounts: 0, copyNumber: 0 };
  #variants = 0;
  /** What was said of single variants, by its words without names → number of variants. */
  readonly #said = new Map<string, number>();

  constructor(files: EvidenceFiles) {
    this.#files = files;
  }

  add({ evidence, took }: Joined): void {
    this.#variants += 1;
    if (took.expression) this.#taken.expression += 1;
    if (took.rnaCounts) this.#taken.rnaCounts += 1;
    if (took.copyNumber) this.#taken.copyNumber += 1;
    for (const source of evidence.sources) {
      const [, words] = remarkable.exec(source) ?? [];
      if (words !== undefined) this.#said.set(words, (this.#said.get(words) ?? 0) + 1);
    }
  }

  finish(purity: EvidenceSources['purity']): EvidenceSources {
    const { expression, rnaCounts, copyNumber, hlaLoss } = this.#files;
    const files: EvidenceSources['files'] = [];
    const notes: string[] = [];
    const add = (
      role: Role,
      table: { readonly tool: string; readonly file: string; readonly rowCount: number } | null,
      variantCount: number | null,
      said: readonly string[],
    ): void => {
      if (table === null) return;
      const { tool, file, rowCount } = table;
      files.push({ role, tool, file, rowCount, variantCount });
      notes.push(...said.map((note) => `${file} (${tool}): ${note}`));
      if (variantCount === 0 && this.#variants > 0)
        notes.push(`${file} (${tool}): no variant of the run is in it`);
    };
    add('expression', expression, this.#taken.expression, expression?.notes ?? []);
    add('rna-counts', rnaCounts, this.#taken.rnaCounts, rnaCounts?.notes ?? []);
    add('copy-number', copyNumber, this.#taken.copyNumber, copyNumber?.notes ?? []);
    const { status, tool = '', file = '' } = hlaLoss ?? {};
    const loss = status === undefined ? null : { tool, file, rowCount: status.alleles.length };
    add('hla-loss', loss, null, hlaLoss?.notes ?? []);
    const counted = [...this.#said].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      files,
      purity,
      notes: [
        ...notes,
        ...counted.map(([words, count]) => `${words}: ${count} of ${this.#variants} variants`),
      ],
    };
  }
}

/** Sources that say more than where a value is from. */
const remarkable =
  /^(expression: (?:by gene symbol|sum of its transcripts|not in the table.*)|RNA reads: [^,]+, lowest support over its \d+ bases|copy number: (?:\d+ assumed|.+ (?:here|purity))|cancer cell fraction: .+)/;
