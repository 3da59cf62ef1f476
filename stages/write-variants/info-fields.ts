/** The INFO keys added to each record, one value an ALT. */

/** What is said of one allele; null where there is nothing to say. */
export interface AlleleNote {
  readonly consequence: string | null;
  readonly peptide: string | null;
  readonly hlaAllele: string | null;
  readonly rank: string | null;
  readonly tier: string | null;
  readonly pick: string | null;
  readonly assumes: string | null;
  readonly status: string | null;
}

interface Field {
  readonly id: string;
  readonly type: 'String' | 'Integer';
  readonly description: string;
  readonly value: (note: AlleleNote) => string | null;
}

/** Parts of AG_CSQ, in order. */
export const consequenceParts = ['Consequence', 'Gene', 'Transcript', 'HGVSc', 'HGVSp'] as const;

const fields: readonly Field[] = [
  {
    id: 'AG_CSQ',
    type: 'String',
    description: `Consequence on the transcript that speaks for the allele: ${consequenceParts.join('|')}`,
    value: (note) => note.consequence,
  },
  { id: 'AG_PEPTIDE', type: 'String', description: 'Best mutant peptide', value: (note) => note.peptide },
  {
    id: 'AG_ALLELE',
    type: 'String',
    description: 'HLA allele that presents it best',
    value: (note) => note.hlaAllele,
  },
  {
    id: 'AG_RANK',
    type: 'Integer',
    description: 'Rank among the variants of the run, 1 is best',
    value: (note) => note.rank,
  },
  { id: 'AG_TIER', type: 'String', description: 'Tier of the ranking policy', value: (note) => note.tier },
  { id: 'AG_PICK', type: 'Integer', description: 'Place on the shortlist', value: (note) => note.pick },
  {
    id: 'AG_ASSUMES',
    type: 'String',
    description: 'What the best peptide takes for granted; none where it is certain',
    value: (note) => note.assumes,
  },
  {
    id: 'AG_STATUS',
    type: 'String',
    description:
      'ok: on the shortlist; else the code of the reason for which the allele left, as in ledger.tsv',
    value: (note) => note.status,
  },
];

/** Header lines of the keys. */
export const fieldDeclarations: readonly string[] = fields.map(
  ({ id, type, description }) => `##INFO=<ID=${id},Number=A,Type=${type},Description="${description}">`,
);

/** Whether an INFO key is one of ours, from an earlier run over the same file. */
export function isOwnKey(key: string): boolean {
  return fields.some(({ id }) => id === key);
}

/** INFO's entries for the alleles of one record, in ALT order: a key only where some allele has a value, '.' for the others. */
export function infoOf(notes: readonly AlleleNote[]): string {
  const entries: string[] = [];
  for (const { id, value } of fields) {
    const values = notes.map(value);
    if (values.some((text) => text !== null))
      entries.push(`${id}=${values.map((text) => text ?? '.').join(',')}`);
  }
  return entries.join(';');
}

/** INFO as it was with the new entries behind it; entries of ours from an earlier run are replaced. */
export function withEntries(info: string, added: string): string {
  const kept = info.includes('AG_') ? info.split(';').filter(isForeign).join(';') : info;
  if (kept === '' || kept === '.') return added || '.';
  return added === '' ? kept : `${kept};${added}`;
}

function isForeign(entry: string): boolean {
  const [key = ''] = entry.split('=', 1);
  return !isOwnKey(key);
}

/**
 * Text as a value of INFO: what separates entries and values, and blanks, in percent code (VCF 4.3 §1.2); '|' as well where it separates the
 * parts of a value.
 */
export function encodeValue(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be written.
  return text.replace(/[\x00-\x20%;=,|\x7f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    return `%${code}`;
  });
}
