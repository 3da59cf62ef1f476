import type { BcfHeader } from './dictionary.js';
import { damaged, floatText, ValueCursor } from './values.js';

/** QUAL's bits where it is missing (VCF 4.3 §6.3.1). */
const missingFloat = 0x7f800001;

/**
 * One record as its VCF line, without the line break (VCF 4.3 §6.3.1 site fields, §6.3.2 genotype fields). `bytes` [start, end) is the
 * record behind its two lengths, `sharedSize` bytes of them the site's.
 */
export function bcfRecordText(
  header: BcfHeader,
  record: {
    readonly bytes: Buffer;
    readonly start: number;
    readonly end: number;
    readonly sharedSize: number;
  },
): string {
  const { bytes, start, end, sharedSize } = record;
  if (start + sharedSize > end) throw damaged('a record longer than it says');
  const site = new ValueCursor(bytes, start, start + sharedSize);
  const contig = named(header.contigs, site.int32(), 'contig');
  const position = site.int32() + 1;
  site.int32(); // rlen: follows from REF and END
  const quality = qualityText(site);
  const infoCount = site.uint16();
  const alleleCount = site.uint16();
  const sampleWord = site.uint32();
  const name = site.typedText();
  const alleles = Array.from({ length: alleleCount }, () => site.typedText());
  const filters = site.typedIntegers().map((index) => named(header.names, index, 'FILTER'));
  const columns = [
    contig,
    position,
    name || '.',
    alleles[0] || '.',
    alleles.slice(1).join(',') || '.',
    quality,
    filters.join(';') || '.',
    infoText(header, site, infoCount),
  ];
  const samples = new ValueCursor(bytes, start + sharedSize, end);
  columns.push(
    ...sampleTexts(header, samples, { sampleCount: sampleWord & 0xffffff, fieldCount: sampleWord >>> 24 }),
  );
  return columns.join('\t');
}

function qualityText(site: ValueCursor): string {
  const bits = site.uint32();
  if (bits === missingFloat) return '.';
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  return floatText(view.getFloat32(0));
}

function infoText(header: BcfHeader, site: ValueCursor, count: number): string {
  const entries: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const key = named(header.names, site.typedInteger(), 'INFO');
    const descriptor = site.descriptor();
    // A flag is a key with an empty value (§6.3.3 "Flags").
    entries.push(descriptor.count === 0 ? key : `${key}=${site.vectorText(descriptor)}`);
  }
  return entries.join(';') || '.';
}

/** FORMAT and one column a sample; values lie field by field, each field for all samples. */
function sampleTexts(
  header: BcfHeader,
  cursor: ValueCursor,
  { sampleCount, fieldCount }: { readonly sampleCount: number; readonly fieldCount: number },
): string[] {
  if (sampleCount === 0) return [];
  if (fieldCount === 0) return Array.from({ length: sampleCount + 1 }, () => '.');
  const keys: string[] = [];
  const columns: string[][] = Array.from({ length: sampleCount }, () => []);
  for (let field = 0; field < fieldCount; field += 1) {
    const key = named(header.names, cursor.typedInteger(), 'FORMAT');
    const descriptor = cursor.descriptor();
    keys.push(key);
    for (const column of columns) {
      column.push(
        key === 'GT' && descriptor.type !== 0
          ? genotypeText(cursor, descriptor)
          : cursor.vectorText(descriptor),
      );
    }
  }
  return [keys.join(':'), ...columns.map((values) => values.join(':'))];
}

/** §6.3.3 "Genotype": each allele is (index + 1) << 1 | phased; 0 is not called. */
function genotypeText(
  cursor: ValueCursor,
  descriptor: { readonly type: number; readonly count: number },
): string {
  if (descriptor.type === 7) return cursor.vectorText(descriptor);
  let text = '';
  for (const value of cursor.integersOrMissing(descriptor)) {
    const index = value === null ? 0 : value >> 1;
    if (text !== '') text += value !== null && (value & 1) === 1 ? '|' : '/';
    text += index === 0 ? '.' : String(index - 1);
  }
  return text || '.';
}

function named(names: readonly (string | undefined)[], index: number, kind: string): string {
  const name = names[index];
  if (name === undefined) throw damaged(`the ${kind} number ${index}, which its header does not name`);
  return name;
}
