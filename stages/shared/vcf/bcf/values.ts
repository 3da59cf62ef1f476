/** Typed values of BCF2 (VCF 4.3 §6.3.3 "Type encoding"), written as the VCF text they stand for. */
import { CompressedBytesError } from '../../bgzf/index.js';

/** Codes of §6.3.3, table "Types". */
const types = { missing: 0, int8: 1, int16: 2, int32: 3, float: 5, char: 7 } as const;

/** A stretch of equal values: `type` with `count` of them. */
export interface TypeDescriptor {
  readonly type: number;
  readonly count: number;
}

/** Reads one record's bytes in order. @throws CompressedBytesError where a value reaches past the record or has no known type */
export class ValueCursor {
  at = 0;
  readonly #bytes: Buffer;
  readonly #end: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.at = start;
    this.#end = end;
  }

  uint8(): number {
    return this.#bytes.readUInt8(this.#take(1));
  }
  uint16(): number {
    return this.#bytes.readUInt16LE(this.#take(2));
  }
  uint32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }
  int32(): number {
    return this.#bytes.readInt32LE(this.#take(4));
  }

  /** The byte before every typed value; a count of 15 says that the count follows as a typed integer. */
  descriptor(): TypeDescriptor {
    const byte = this.uint8();
    const count = byte >> 4;
    return { type: byte & 15, count: count === 15 ? this.typedInteger() : count };
  }

  /** A lone integer with its descriptor, as keys and long counts are written. */
  typedInteger(): number {
    const { type, count } = this.descriptor();
    if (count !== 1) throw damaged(`${count} values where one integer belongs`);
    return this.integer(type);
  }

  integer(type: number): number {
    switch (type) {
      case types.int8:
        return this.#bytes.readInt8(this.#take(1));
      case types.int16:
        return this.#bytes.readInt16LE(this.#take(2));
      case types.int32:
        return this.int32();
      default:
        throw damaged(`type ${type} where an integer belongs`);
    }
  }

  /** Text without the NULs that pad it; every byte one character, so that writing it as latin1 gives the bytes back. */
  text(count: number): string {
    const start = this.#take(count);
    const text = this.#bytes.toString('latin1', start, start + count);
    const end = text.indexOf('\0');
    return end < 0 ? text : text.slice(0, end);
  }

  /** A typed string; '' where it is missing. */
  typedText(): string {
    const { type, count } = this.descriptor();
    if (type === types.missing || count === 0) return '';
    if (type !== types.char) throw damaged(`type ${type} where text belongs`);
    return this.text(count);
  }

  /** Integers of a typed vector; none where it is missing. */
  typedIntegers(): readonly number[] {
    const { type, count } = this.descriptor();
    return type === types.missing ? [] : this.integers({ type, count });
  }

  integers({ type, count }: TypeDescriptor): number[] {
    return this.integersOrMissing({ type, count }).filter((value) => value !== null);
  }

  /** The values before the end-of-vector mark, missing ones as null (§6.3.3: the smallest value of each width, and the one after it). */
  integersOrMissing({ type, count }: TypeDescriptor): (number | null)[] {
    const missing = missingOf(type);
    const values: (number | null)[] = [];
    let isEnded = false;
    for (let index = 0; index < count; index += 1) {
      const value = this.integer(type);
      if (value === missing + 1) isEnded = true;
      else if (!isEnded) values.push(value === missing ? null : value);
    }
    return values;
  }

  /** The text of a float as VCF has it; '.' for a missing one, null for the end of a vector. */
  float(): string | null {
    const start = this.#take(4);
    const bits = this.#bytes.readUInt32LE(start);
    if (bits === 0x7f800001) return '.';
    return bits === 0x7f800002 ? null : floatText(this.#bytes.readFloatLE(start));
  }

  /** A vector as VCF writes it, '.' where it has no value. */
  vectorText({ type, count }: TypeDescriptor): string {
    if (count === 0 || type === types.missing) return '.';
    if (type === types.char) {
      const text = this.text(count);
      // htslib writes a missing string as the byte 7.
      return text === '' || text === '\x07' ? '.' : text;
    }
    return type === types.float ? this.#floatsText(count) : this.#integersText(type, count);
  }

  #floatsText(count: number): string {
    let text = this.float() ?? '';
    let isEnded = text === '';
    for (let index = 1; index < count; index += 1) {
      const value = this.float();
      if (value === null) isEnded = true;
      else if (!isEnded) text += `,${value}`;
    }
    return text || '.';
  }

  /** As integersOrMissing, joined: most of a file's values pass here, mostly one at a time. */
  #integersText(type: number, count: number): string {
    const missing = missingOf(type);
    let text = '';
    let isEnded = false;
    for (let index = 0; index < count; index += 1) {
      const value = this.integer(type);
      if (value === missing + 1) isEnded = true;
      if (isEnded) continue;
      if (index > 0) text += ',';
      text += value === missing ? '.' : String(value);
    }
    return text || '.';
  }

  #take(size: number): number {
    const start = this.at;
    if (size < 0 || start + size > this.#end) throw damaged('a value reaches past the end of its record');
    this.at += size;
    return start;
  }
}

/** The smallest value of an integer type. */
function missingOf(type: number): number {
  return type === types.int8 ? -0x80 : type === types.int16 ? -0x8000 : -0x80000000;
}

/** Six significant digits without trailing zeros, as C's %g and bcftools write floats: 0.0001 and 999999 in full, beyond with an exponent. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', exponent = '0'] = value.toExponential(5).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return withoutTrailingZeros(value.toFixed(5 - power));
  const sign = power < 0 ? '-' : '+';
  return `${withoutTrailingZeros(digits)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** The bytes contradict the format. */
export function damaged(reason: string): CompressedBytesError {
  return new CompressedBytesError(`the BCF holds ${reason}`, 'damaged');
}
