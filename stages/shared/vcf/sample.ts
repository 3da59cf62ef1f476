/** One sample's column read by the record's FORMAT keys. */
export interface SampleValues {
  /** Raw value, null where the key is absent, its value is '.' or trailing fields were dropped (VCF 4.3 §1.6.2). */
  get(key: string): string | null;
}

/** Place of each key in FORMAT. Few distinct FORMATs make up a file, so the split of the last one is kept. */
let lastFormat = '';
let lastKeys: readonly string[] = [];

function formatKeys(format: string): readonly string[] {
  if (format !== lastFormat) {
    lastFormat = format;
    lastKeys = format.split(':');
  }
  return lastKeys;
}

/** Pairs FORMAT with a sample column; both as in the line. */
export function sampleValues(format: string, column: string): SampleValues {
  const keys = formatKeys(format);
  const values = column.split(':');
  return {
    get(key) {
      const index = keys.indexOf(key);
      const value = index < 0 ? undefined : values[index];
      return value === undefined || value === '.' || value === '' ? null : value;
    },
  };
}
