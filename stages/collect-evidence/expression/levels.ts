/** Sums up the rows of an expression table, whatever its unit, and makes TPM of them. */
import type { NamedIds } from './ids.js';

export interface ExpressionLevels {
  /** TPM by gene id without version; where the table has only transcripts, their sum over the genes that it names. */
  readonly genes: ReadonlyMap<string, number>;
  /** TPM by gene symbol, where the table has a column of symbols. */
  readonly geneNames: ReadonlyMap<string, number>;
  /** TPM by transcript id without version. */
  readonly transcripts: ReadonlyMap<string, number>;
}

/** One level of the table: values of its rows by id, and their sum. */
class Level {
  readonly ids = new Map<string, number>();
  readonly names = new Map<string, number>();
  sum = 0;
  rows = 0;
  repeated = 0;

  add(id: string, name: string, value: number): void {
    this.sum += value;
    this.rows += 1;
    this.#put(this.ids, id, value, true);
    this.#put(this.names, name, value, false);
  }

  #put(values: Map<string, number>, id: string, value: number, isOwn: boolean): void {
    if (id === '') return;
    const before = values.get(id);
    if (before !== undefined && isOwn) this.repeated += 1;
    values.set(id, (before ?? 0) + value);
  }
}

const million = 1e6;
/** Rounding of a tool's own TPM stays far below this. */
const sumTolerance = 1.01;
/** An annotation has tens of thousands of genes: a shorter table is an excerpt, and its sum is no sample's. */
const wholeTableRows = 5000;

export class LevelSums {
  readonly #genes = new Level();
  readonly #genesOfTranscripts = new Level();
  readonly #transcripts = new Level();
  unknownRows = 0;

  get rowCount(): number {
    return this.#genes.rows + this.#transcripts.rows + this.unknownRows;
  }

  /** Adds a row: of a transcript where `ids` names one, else of a gene. Loci or versions of one id add up. */
  add({ gene, name, transcript }: NamedIds, value: number): void {
    if (transcript === '') {
      this.#genes.add(gene, name, value);
      return;
    }
    this.#transcripts.add(transcript, '', value);
    if (gene !== '' || name !== '') this.#genesOfTranscripts.add(gene, name, value);
  }

  /**
   * TPM of the rows. `isRelative`: the values are only proportional to TPM within a level (FPKM, counts per base) and are divided by their
   * sum: TPM_i = x_i / Σ x · 10⁶ (Li and Dewey 2011, doi:10.1186/1471-2105-12-323; for FPKM Pachter 2011, arXiv:1104.3889).
   * null: every value is 0, so there is no scale.
   */
  finish(isRelative: boolean): ExpressionLevels | null {
    const scale = ({ sum, rows }: Level): number => (isRelative && rows > 0 ? million / sum : 1);
    const [ofGenes, ofTranscripts] = [scale(this.#genes), scale(this.#transcripts)];
    if (!Number.isFinite(ofGenes) || !Number.isFinite(ofTranscripts)) return null;
    const genes = scaled(this.#genes.ids, ofGenes);
    const geneNames = scaled(this.#genes.names, ofGenes);
    // A row of the gene itself goes before the sum of its transcripts.
    fill(genes, this.#genesOfTranscripts.ids, ofTranscripts);
    fill(geneNames, this.#genesOfTranscripts.names, ofTranscripts);
    return { genes, geneNames, transcripts: scaled(this.#transcripts.ids, ofTranscripts) };
  }

  /** What is odd about the sums. */
  notes(isRelative: boolean): string[] {
    const levels = [
      { level: this.#genes, of: 'genes' },
      { level: this.#transcripts, of: 'transcripts' },
    ];
    return levels.flatMap(({ level, of }) => {
      const notes: string[] = [];
      if (level.repeated > 0) {
        notes.push(
          `${level.repeated} rows repeat the id of another (loci or versions of ${of}): their values are added`,
        );
      }
      if (isRelative && level.rows > 0 && level.rows < wholeTableRows) {
        notes.push(`the sum runs over ${level.rows} ${of} only: TPM are right only where the table is whole`);
      }
      if (!isRelative && level.sum > million * sumTolerance) {
        notes.push(
          `the values of the ${of} add up to ${Math.round(level.sum)}, more than a million: they may not be TPM`,
        );
      }
      return notes;
    });
  }
}

function scaled(values: Map<string, number>, factor: number): Map<string, number> {
  if (factor !== 1) for (const [id, value] of values) values.set(id, value * factor);
  return values;
}

function fill(values: Map<string, number>, others: ReadonlyMap<string, number>, factor: number): void {
  for (const [id, value] of others) if (!values.has(id)) values.set(id, value * factor);
}
