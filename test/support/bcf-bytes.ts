/** Writes BCF2 by hand, byte for byte as VCF 4.3 §6 lays it out: for tests that need one without the tool that usually makes it. */

/** A typed integer vector of int8 values; 0x80 is missing, 0x81 ends the vector. */
export function int8s(...values: readonly number[]): number[] {
  return [...descriptor(1, values.length), ...values.map((value) => value & 0xff)];
}

/** Type byte, and a typed count behind it where 15 or more (§6.3.3). */
export function descriptor(type: number, count: number): number[] {
  return count < 15 ? [(count << 4) | type] : [0xf0 | type, 0x11, count];
}

export function text(value: string): number[] {
  return [...descriptor(7, value.length), ...Buffer.from(value, 'latin1')];
}

export function uint32(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff];
}

/** Four bytes of a float. */
export function float(value: number): number[] {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return [...bytes];
}

export const missingFloat = uint32(0x7f800001);
export const endOfFloats = uint32(0x7f800002);

export interface BcfRecordParts {
  /** 0-based numbers of contig and position. */
  readonly contig: number;
  readonly position: number;
  readonly quality: readonly number[];
  readonly id: string;
  readonly alleles: readonly string[];
  readonly filters: readonly number[];
  readonly infoCount: number;
  readonly info: readonly number[];
  readonly sampleCount: number;
  readonly formatCount: number;
  readonly formats: readonly number[];
}

export function bcfRecord(parts: BcfRecordParts): number[] {
  const { alleles, infoCount, sampleCount, formatCount } = parts;
  const shared = [
    ...uint32(parts.contig),
    ...uint32(parts.position),
    ...uint32(alleles[0]?.length ?? 0),
    ...parts.quality,
    ...uint32(alleles.length * 0x10000 + infoCount),
    ...uint32(formatCount * 0x1000000 + sampleCount),
    ...text(parts.id),
    ...alleles.flatMap(text),
    ...(parts.filters.length === 0 ? [0] : int8s(...parts.filters)),
    ...parts.info,
  ];
  return [...uint32(shared.length), ...uint32(parts.formats.length), ...shared, ...parts.formats];
}

export function bcfFile(headerLines: readonly string[], records: readonly (readonly number[])[]): Buffer {
  const header = Buffer.from(`${headerLines.join('\n')}\n\0`, 'latin1');
  return Buffer.concat([
    Buffer.from([0x42, 0x43, 0x46, 2, 2, ...uint32(header.length)]),
    header,
    ...records.map((record) => Buffer.from(record)),
  ]);
}
