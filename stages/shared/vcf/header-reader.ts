import { AntigraphError, type ErrorCode, type InputLocation } from '../../../schemas/errors.js';
import { type MetaLine, parseMetaFields, type VcfHeader } from './header.js';
import { HeaderOddities } from './header-oddities.js';
import { notVcfHint } from './not-vcf.js';

const fixedColumns = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO'];

/** Lines whose ID other lines refer to; without it the line means nothing. */
const keysWithId = new Set(['INFO', 'FORMAT', 'FILTER', 'ALT', 'contig']);

/** Takes the header line by line and gives the whole at #CHROM. */
export class HeaderReader {
  readonly #file: string;
  readonly #meta: MetaLine[] = [];
  readonly #oddities = new HeaderOddities();
  #fileFormat = '';

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * The header once `text` is the #CHROM line, until then null.
   * @throws VCF_NOT_VCF, VCF_VERSION_UNSUPPORTED, VCF_HEADER_MALFORMED
   */
  read(text: string, line: number): VcfHeader | null {
    if (line === 1) {
      this.#readVersion(text);
      return null;
    }
    if (text.startsWith('##')) {
      this.#readMeta(text, line);
      return null;
    }
    if (text.startsWith('#CHROM')) return this.#readColumns(text, line);
    if (text === '') return null;
    throw this.missingColumns(line);
  }

  missingColumns(line: number): AntigraphError {
    if (this.#fileFormat === '') return notVcf(this.#file, '');
    return this.#error(
      'VCF_HEADER_MALFORMED',
      'expected the column line (#CHROM POS ID REF ALT QUAL FILTER INFO …) before the first record, found none',
      { line, column: 1, field: '#CHROM' },
      'The header was lost or cut: take it from the original file, e.g. bcftools reheader or bcftools view -h.',
    );
  }

  #readVersion(line: string): void {
    const text = line.startsWith('\uFEFF') ? line.slice(1) : line;
    const version = /^##fileformat=(.*)$/.exec(text)?.[1]?.trimEnd();
    if (version === undefined) throw notVcf(this.#file, text);
    const [, major, minor] = /^VCFv(\d+)\.(\d+)$/.exec(version) ?? [];
    const at = { line: 1, column: '##fileformat='.length + 1, field: 'fileformat' };
    if (major === undefined || minor === undefined) {
      throw this.#error(
        'VCF_VERSION_UNSUPPORTED',
        `expected a version such as VCFv4.2, found '${clip(version)}'`,
        at,
        'Correct the first line to the version the file was written in, e.g. ##fileformat=VCFv4.2.',
      );
    }
    if (Number(major) !== 4) {
      throw this.#error(
        'VCF_VERSION_UNSUPPORTED',
        `VCF ${major}.${minor} is not supported; versions 4.0 to 4.5 are`,
        at,
        'Convert the file, e.g. with bcftools view or vcf-convert, and run again.',
      );
    }
    if (Number(minor) > 5) this.#oddities.note(`${version} is newer than 4.5 and is read as 4.5`);
    this.#fileFormat = version;
  }

  #readMeta(text: string, line: number): void {
    const equals = text.indexOf('=');
    if (equals < 0) {
      this.#oddities.note(`line ${line}: '${clip(text)}' is not ##key=value and is ignored`);
      return;
    }
    const key = text.slice(2, equals);
    const value = text.slice(equals + 1).trimEnd();
    const fields = value.startsWith('<') ? parseMetaFields(value) : null;
    if (keysWithId.has(key)) this.#checkStructure({ line, key, value, fields });
    const meta = { line, key, value, fields };
    this.#oddities.check(meta);
    this.#meta.push(meta);
  }

  #checkStructure({ line, key, value, fields }: MetaLine): void {
    const at = { line, column: key.length + 4, field: key };
    const fix = `Correct the line to ##${key}=<ID=…,…>; a line cut in the middle means that the header was damaged on the way.`;
    if (!value.startsWith('<') || !value.endsWith('>')) {
      throw this.#error(
        'VCF_HEADER_MALFORMED',
        `expected <ID=…> closed by '>', found '${clip(value)}'`,
        at,
        fix,
      );
    }
    if (fields === null) return;
    if ((fields.get('ID') ?? '') === '') {
      throw this.#error(
        'VCF_HEADER_MALFORMED',
        `expected an ID in ##${key}, found '${clip(value)}'`,
        at,
        fix,
      );
    }
  }

  #readColumns(text: string, line: number): VcfHeader {
    const columns = text.replace(/\t+$/, '').split('\t');
    const wrong = fixedColumns.findIndex((name, index) => columns[index] !== name);
    if (wrong >= 0) {
      const column = columns.slice(0, wrong).join('\t').length + (wrong === 0 ? 1 : 2);
      throw this.#error(
        'VCF_HEADER_MALFORMED',
        `expected ${fixedColumns[wrong]} as column ${wrong + 1} of the column line, found '${clip(columns[wrong] ?? '')}'`,
        { line, column, field: fixedColumns[wrong] ?? '' },
        'The columns are #CHROM POS ID REF ALT QUAL FILTER INFO [FORMAT samples…], separated by tabs (not spaces).',
      );
    }
    const hasFormat = columns.length > fixedColumns.length;
    if (hasFormat && columns[8] !== 'FORMAT') {
      throw this.#error(
        'VCF_HEADER_MALFORMED',
        `expected FORMAT as column 9, found '${clip(columns[8] ?? '')}'`,
        { line, field: 'FORMAT' },
        'Sample columns must follow a FORMAT column.',
      );
    }
    const samples = columns.slice(9);
    if (hasFormat && samples.length === 0)
      this.#oddities.note('the header has a FORMAT column and no sample');
    const repeated = samples.find((name, index) => samples.indexOf(name) !== index);
    if (repeated !== undefined) {
      throw this.#error(
        'VCF_HEADER_MALFORMED',
        `sample '${clip(repeated)}' stands in the column line more than once`,
        { line, field: 'sample' },
        'Give each sample its own name, e.g. with bcftools reheader --samples.',
      );
    }
    return {
      fileFormat: this.#fileFormat,
      meta: this.#meta,
      samples,
      columnsLine: line,
      warnings: this.#oddities.warnings(),
    };
  }

  #error(code: ErrorCode, message: string, at: InputLocation, fix: string): AntigraphError {
    return new AntigraphError(code, message, { at: { file: this.#file, ...at }, fix });
  }
}

/** VCF_NOT_VCF with a hint at what the first line looks like. */
export function notVcf(file: string, firstLine: string): AntigraphError {
  const { found, fix } = notVcfHint(firstLine);
  return new AntigraphError(
    'VCF_NOT_VCF',
    `expected ##fileformat=VCFv4.x as the first line, found ${found}`,
    {
      at: { file, line: 1, column: 1, field: 'fileformat' },
      fix,
    },
  );
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
