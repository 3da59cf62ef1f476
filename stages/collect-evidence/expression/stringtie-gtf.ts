/** StringTie's GTF: transcripts with TPM among their attributes (ccb.jhu.edu/software/stringtie, manual, "Output files"). */
import { clip, type EvidenceFile, fault, type LinesRead, readLines } from '../files/evidence-file.js';
import { isUnknown } from '../files/table.js';
import { idsOf } from './ids.js';
import type { LevelSums } from './levels.js';

/** Whether a text begins as StringTie's GTF does: by its comment, or a transcript with TPM. */
export function isStringTieGtf(head: string): boolean {
  const content = head.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  const first = content.slice(0, 50).find((line) => line.split('\t')[2] === 'transcript');
  return first !== undefined && /^\d+$/.test(first.split('\t')[3] ?? '') && /\bTPM "/.test(first);
}

/**
 * Adds every transcript. An assembled transcript is named MSTRG…; where it is one of the reference, `reference_id` and `ref_gene_id` say
 * which, else its own ids do (as with -e).
 * @throws EXPRESSION_MALFORMED
 */
export async function readStringTieGtf(file: EvidenceFile, sums: LevelSums): Promise<LinesRead> {
  return readLines(file, (text, line) => {
    if (text === '' || text.startsWith('#')) return;
    const cells = text.split('\t');
    if (cells.length < 9) throw fault(file, line, `the line has ${cells.length} of the 9 columns of GTF`);
    if (cells[2] !== 'transcript') return;
    const attributes = attributesOf(cells[8] ?? '');
    const written = attributes.get('TPM') ?? '';
    const value = Number(written);
    if (isUnknown(written) || !Number.isFinite(value) || value < 0) {
      throw fault(file, line, `'${clip(written)}' is not a TPM (a number of 0 or more)`, 'TPM');
    }
    const gene = idsOf(attributes.get('ref_gene_id') ?? attributes.get('gene_id') ?? '', 'gene');
    const transcript = attributes.get('reference_id') ?? attributes.get('transcript_id') ?? '';
    if (transcript === '') throw fault(file, line, 'a transcript without transcript_id', 'attributes');
    const name = attributes.get('ref_gene_name') ?? attributes.get('gene_name') ?? gene.name;
    sums.add(
      { gene: gene.gene, name, transcript: idsOf(transcript, 'transcript').transcript || transcript },
      value,
    );
  });
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(/(\w+) "([^"]*)"/g)) found.set(match[1] ?? '', match[2] ?? '');
  return found;
}
