import type { MetaLine } from './header.js';
import { reservedDeclaration } from './reserved-keys.js';

/** More of one file says nothing new. */
const mostWarnings = 20;

const types = new Set(['Integer', 'Float', 'Flag', 'Character', 'String']);
const declaringKeys = new Set(['INFO', 'FORMAT', 'FILTER', 'ALT', 'contig']);

const number = /^(?:\d+|[AGR.]|P|LA|LG|LR|M)$/;

/**
 * Collects what deviates from the specification but hinders no reading: real files are full of it (htslib, too, only warns), so it is
 * reported and not refused. Checked: structured lines that cannot be parsed, Number, Type and Description of INFO and FORMAT, reserved keys,
 * Description of FILTER and ALT, empty values (VCF 4.3 §1.4).
 */
export class HeaderOddities {
  readonly #found: string[] = [];
  #more = 0;

  note(text: string): void {
    if (this.#found.length < mostWarnings) this.#found.push(text);
    else this.#more += 1;
  }

  check({ line, key, value, fields }: MetaLine): void {
    for (const oddity of oddities(key, value, fields)) this.note(`line ${line}: ##${key}: ${oddity}`);
  }

  warnings(): string[] {
    return this.#more === 0 ? this.#found : [...this.#found, `${this.#more} more oddities of the header`];
  }
}

function oddities(key: string, value: string, fields: MetaLine['fields']): string[] {
  const found: string[] = [];
  // GATK itself writes the key 'Mutect Version'.
  if (/[^\x21-\x7e]/.test(key) && key !== 'Mutect Version')
    found.push('the key holds white space or other odd characters');
  if (value === '' || value === '<>') found.push('no value');
  if (!declaringKeys.has(key)) return found;
  if (fields === null) return [...found, 'cannot be read as <key=value,…>'];
  const id = fields.get('ID') ?? '';
  if (/[\s<>,]/.test(id)) found.push(`ID '${id}' holds a character that is not allowed`);
  if (key !== 'contig' && !fields.has('Description')) found.push(`${id} has no Description`);
  else if (key !== 'contig' && !/Description="/.test(value)) found.push(`Description of ${id} is not quoted`);
  return key === 'INFO' || key === 'FORMAT' ? [...found, ...typeOddities(key, id, fields)] : found;
}

function typeOddities(key: 'INFO' | 'FORMAT', id: string, fields: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const [count, type] = [fields.get('Number') ?? '', fields.get('Type') ?? ''];
  if (!number.test(count)) found.push(`Number=${count} of ${id} is not a number, A, G, R or '.'`);
  if (!types.has(type)) found.push(`Type=${type} of ${id} is not Integer, Float, Flag, Character or String`);
  const reserved = reservedDeclaration(key, id);
  if (found.length === 0 && reserved !== null && reserved !== `${count} ${type}`) {
    found.push(`${id} is declared '${count} ${type}' where the specification reserves '${reserved}'`);
  } else if (type === 'Flag' && count !== '0') found.push(`${id} is a Flag with Number=${count}`);
  return found;
}
