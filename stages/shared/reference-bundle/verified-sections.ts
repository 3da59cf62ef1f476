/** Opens a bundle's table of contents and reads its sections, checking each block's digest as it is touched. */
import { createHash } from 'node:crypto';
import { AntigraphError } from '../../../schemas/errors.js';
import type { RandomAccessBytes } from '../../../schemas/reference.js';
import {
  align8,
  blockLength,
  elementBytes,
  formatVersion,
  headerLength,
  isSectionName,
  magic,
  type SectionName,
  sectionNames,
  sectionTypes,
  type TableOfContents,
  tableOfContentsSchema,
} from './layout.js';

/** 96 MiB: sorted variants leave a block for good; beyond that memory matters more than a second read. */
const cachedBlocks = 96;
const rebuild = 'Build it again with `antigraph reference build`, or copy it again from where it came.';

export interface VerifiedSections {
  readonly contents: TableOfContents;
  /** SHA-256 of the table of contents, which holds the digest of every block. */
  readonly digest: string;
  u8(section: SectionName, offset: number, length: number): Uint8Array;
  /** A whole section of u32. */
  u32(section: SectionName): Uint32Array;
  /** A whole section of f64. */
  f64(section: SectionName): Float64Array;
}

function malformed(name: string, found: string): AntigraphError {
  return new AntigraphError('REFERENCE_MALFORMED', `${name} is not a readable reference bundle: ${found}`, {
    fix: rebuild,
    at: { file: name },
  });
}

function mismatch(name: string, part: string): AntigraphError {
  return new AntigraphError(
    'REFERENCE_DIGEST_MISMATCH',
    `${name}: the SHA-256 of ${part} differs from the one recorded when the bundle was built. The file was changed or damaged (interrupted copy, failing disk)`,
    { fix: rebuild, at: { file: name } },
  );
}

function isMagic(head: Uint8Array): boolean {
  return magic.every((byte, offset) => head[offset] === byte);
}

/** What a file that is no bundle seems to be, in words; '' if nothing is recognised. */
function guessKind(head: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(head);
  if (head[0] === 0x1f && head[1] === 0x8b) return 'a gzip file (FASTA or annotation?)';
  if (text.startsWith('>')) return 'a FASTA file';
  if (text.startsWith('##gff-version') || text.startsWith('#!genome'))
    return 'an annotation file (GTF or GFF3)';
  if (text.startsWith('##fileformat=VCF')) return 'a VCF file';
  if (/^[^\t\n]+\t[^\t\n]+\t[^\t\n]+\t\d+\t\d+/.test(text)) return 'an annotation file (GTF or GFF3)';
  return '';
}

function wrongKind(name: string, head: Uint8Array): AntigraphError {
  const kind = guessKind(head);
  return new AntigraphError(
    'REFERENCE_MALFORMED',
    `${name}: expected a reference bundle, found ${kind === '' ? 'a file of another kind' : kind}`,
    {
      fix: 'A bundle is made once from annotation and sequence: `antigraph reference build --gtf genes.gtf.gz --fasta genome.fa.gz --name NAME --build GRCh38 --out FILE`; then pass FILE as --reference.',
      at: { file: name },
      details: { found: kind === '' ? null : kind },
    },
  );
}

function parseContents(name: string, text: Uint8Array): TableOfContents {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch (cause) {
    throw new AntigraphError('REFERENCE_MALFORMED', `${name}: the table of contents is not JSON`, {
      fix: rebuild,
      at: { file: name },
      cause,
    });
  }
  const parsed = tableOfContentsSchema.safeParse(json);
  if (!parsed.success) throw malformed(name, `table of contents: ${parsed.error.issues[0]?.message ?? ''}`);
  return parsed.data;
}

interface Head {
  readonly contents: TableOfContents;
  readonly digest: string;
  readonly dataOffset: number;
}

function readHead(source: RandomAccessBytes, name: string): Head {
  const head = source.read(0, Math.min(headerLength, source.sizeBytes));
  if (!isMagic(head)) throw wrongKind(name, head);
  if (head.length < headerLength) throw malformed(name, `it ends after ${head.length} bytes`);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const version = view.getUint32(8, true);
  if (version !== formatVersion) {
    throw malformed(name, `it has format version ${version}, this program reads version ${formatVersion}`);
  }
  const textLength = view.getUint32(12, true);
  const dataOffset = align8(headerLength + textLength);
  if (dataOffset > source.sizeBytes) throw malformed(name, `it ends after ${source.sizeBytes} bytes`);
  const text = source.read(headerLength, textLength);
  const digest = createHash('sha256').update(text).digest('hex');
  if (digest !== Buffer.from(head.subarray(16, 48)).toString('hex'))
    throw mismatch(name, 'its table of contents');
  const padding = source.read(headerLength + textLength, dataOffset - headerLength - textLength);
  if (head.subarray(48).some((byte) => byte !== 0) || padding.some((byte) => byte !== 0)) {
    throw mismatch(name, 'its header');
  }
  return { contents: parseContents(name, text), digest, dataOffset };
}

function indexSections(
  name: string,
  contents: TableOfContents,
): Map<SectionName, { offset: number; sizeBytes: number }> {
  const sections = new Map<SectionName, { offset: number; sizeBytes: number }>();
  for (const section of contents.sections) {
    if (!isSectionName(section.name)) continue;
    const isSound =
      section.type === sectionTypes[section.name] &&
      section.sizeBytes % elementBytes[section.type] === 0 &&
      section.offset % 8 === 0 &&
      section.offset + section.sizeBytes <= contents.sizeBytes;
    if (!isSound) throw malformed(name, `section ${section.name} lies outside the file`);
    sections.set(section.name, section);
  }
  const missing = sectionNames.filter((section) => !sections.has(section));
  if (missing.length > 0) throw malformed(name, `sections ${missing.join(', ')} are missing`);
  return sections;
}

type ReadWithinBlock = (block: number, offset: number, length: number) => Uint8Array;

/**
 * Reads inside one block. A block's first touch loads and verifies all of it; the last blocks touched first
 * stay in memory, of older ones only the bytes asked for are read again: look-ups all over a genome
 * would otherwise load 1 MiB each.
 */
function createBlockReader(source: RandomAccessBytes, name: string, head: Head): ReadWithinBlock {
  const { contents, dataOffset } = head;
  const isVerified = new Uint8Array(contents.blocks.length);
  const cache = new Map<number, Uint8Array>();
  const load = (block: number): Uint8Array => {
    const start = block * blockLength;
    const bytes = source.read(dataOffset + start, Math.min(blockLength, contents.sizeBytes - start));
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (digest !== contents.blocks[block]) throw mismatch(name, `block ${block}`);
    isVerified[block] = 1;
    cache.set(block, bytes);
    if (cache.size > cachedBlocks) {
      const oldest = cache.keys().next();
      if (oldest.done !== true) cache.delete(oldest.value);
    }
    return bytes;
  };
  return (block, offset, length) => {
    const cached = cache.get(block);
    if (cached !== undefined) return cached.subarray(offset, offset + length);
    if (isVerified[block] !== 1) return load(block).subarray(offset, offset + length);
    const bytes = source.read(dataOffset + block * blockLength + offset, length);
    if (bytes.length < length) throw malformed(name, 'it was cut short while in use');
    return bytes;
  };
}

/**
 * Reads and checks the header and the table of contents; sections are read and verified on demand.
 * Throws REFERENCE_MALFORMED (no bundle, other format version, truncated) or REFERENCE_DIGEST_MISMATCH.
 */
export function openVerifiedSections(source: RandomAccessBytes, name: string): VerifiedSections {
  const head = readHead(source, name);
  const expectedSize = head.dataOffset + head.contents.sizeBytes;
  if (source.sizeBytes !== expectedSize) {
    throw malformed(name, `expected ${expectedSize} bytes, found ${source.sizeBytes} (truncated?)`);
  }
  if (head.contents.blocks.length !== Math.ceil(head.contents.sizeBytes / blockLength)) {
    throw malformed(name, 'the number of block digests does not fit its size');
  }
  const sections = indexSections(name, head.contents);
  const readWithin = createBlockReader(source, name, head);

  const read = (start: number, length: number): Uint8Array => {
    if (length === 0) return new Uint8Array(0);
    const firstBlock = Math.floor(start / blockLength);
    const offset = start - firstBlock * blockLength;
    if (offset + length <= blockLength) return readWithin(firstBlock, offset, length);
    const joined = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      const block = Math.floor((start + filled) / blockLength);
      const skip = start + filled - block * blockLength;
      const part = readWithin(block, skip, Math.min(blockLength - skip, length - filled));
      joined.set(part, filled);
      filled += part.length;
    }
    return joined;
  };
  const u8 = (section: SectionName, offset: number, length: number): Uint8Array => {
    const place = sections.get(section);
    if (place === undefined || offset < 0 || offset + length > place.sizeBytes) {
      throw malformed(name, `an entry points outside section ${section}`);
    }
    return read(place.offset + offset, length);
  };
  // slice copies to an aligned buffer of its own, so the block may leave the cache.
  const whole = (section: SectionName): ArrayBuffer => {
    const bytes = u8(section, 0, sections.get(section)?.sizeBytes ?? 0);
    return new Uint8Array(bytes).buffer;
  };
  return {
    contents: head.contents,
    digest: head.digest,
    u8,
    u32: (section) => new Uint32Array(whole(section)),
    f64: (section) => new Float64Array(whole(section)),
  };
}
