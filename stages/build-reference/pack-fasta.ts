/** FASTA bytes → packed contigs, as the bytes stream by: a human genome takes 0.8 GB, never a long string. */
import { AntigraphError } from '../../schemas/errors.js';
import { ContigPacker, longRun, type PackedContig } from './pack-contig.js';

const newline = 4;
const blank = 5;
const unknownBase = 6;
const ambiguous = 7;
const headerMark = 8;
const invalid = 9;

/** Byte → 0-3 for ACGT (either case: soft masking carries no meaning here; U as T), else a class above. */
const classOfByte = new Uint8Array(256).fill(invalid);
function classify(letters: string, value: number): void {
  for (const letter of letters) {
    classOfByte[letter.charCodeAt(0)] = value;
    classOfByte[letter.toLowerCase().charCodeAt(0)] = value;
  }
}
for (const [code, letter] of [...'ACGT'].entries()) classify(letter, code);
classify('U', 3);
classify('N', unknownBase);
// IUPAC ambiguity letters, NC-IUB 1984 (doi:10.1093/nar/13.9.3021).
classify('RYSWKMBDHV', ambiguous);
classify('\n', newline);
classify('\r \t', blank);
classify('>', headerMark);

/** A sink for the bytes of one or more FASTA files, lines of any width, any line ending. */
export class FastaPacker {
  readonly #contigs: PackedContig[] = [];
  readonly #names = new Map<string, string>();
  #file = '';
  #line = 1;
  #header: number[] | null = null;
  #contig: ContigPacker | null = null;
  #previousByte = 10;

  /** Starts a file; its bytes follow by push. */
  open(file: string): void {
    this.#file = file;
    this.#line = 1;
    this.#previousByte = 10;
  }

  push(chunk: Uint8Array): void {
    let offset = 0;
    while (offset < chunk.length) {
      offset = this.#header === null ? this.#pushBases(chunk, offset) : this.#pushHeader(chunk, offset);
    }
    this.#previousByte = chunk.at(-1) ?? this.#previousByte;
  }

  /** Ends a file. Throws FASTA_MALFORMED if it held no sequence. */
  close(): void {
    if (this.#header !== null) this.#startContig();
    if (this.#contig === null) {
      throw this.#malformed('expected a line that begins with ">", found an empty file', this.#line);
    }
    this.#endContig();
  }

  contigs(): readonly PackedContig[] {
    return this.#contigs;
  }

  #pushHeader(chunk: Uint8Array, start: number): number {
    const end = chunk.indexOf(10, start);
    const header = this.#header ?? [];
    for (const byte of chunk.subarray(start, end < 0 ? chunk.length : end)) header.push(byte);
    if (end < 0) return chunk.length;
    this.#startContig();
    this.#line++;
    return end + 1;
  }

  #startContig(): void {
    this.#endContig();
    const text = new TextDecoder().decode(Uint8Array.from(this.#header ?? []));
    this.#header = null;
    const name = /^\S+/.exec(text)?.[0];
    if (name === undefined) throw this.#malformed('expected a name after ">", found none', this.#line);
    const place = `${this.#file}:${this.#line}`;
    const earlier = this.#names.get(name);
    if (earlier !== undefined) {
      throw this.#malformed(`contig ${name} was already given at ${earlier}`, this.#line, {
        fix: 'Keep one of the two; a reference must not hold two sequences of one name.',
      });
    }
    this.#names.set(name, place);
    this.#contig = new ContigPacker(name);
  }

  #endContig(): void {
    if (this.#contig !== null) this.#contigs.push(this.#contig.finish());
    this.#contig = null;
  }

  #pushBases(chunk: Uint8Array, start: number): number {
    const contig = this.#contig;
    // Room for this chunk's bases and for a short run of N left pending by the one before.
    contig?.reserve(Math.ceil((chunk.length - start + longRun) / 4) + 8);
    let offset = start;
    while (offset < chunk.length) {
      if (contig?.isAligned === true) offset = appendWholeBytes(contig, chunk, offset);
      const byte = chunk[offset];
      if (byte === undefined) break;
      const kind = classOfByte[byte] ?? invalid;
      if (kind === newline) this.#line++;
      else if (kind === headerMark && this.#isLineStart(chunk, offset)) {
        this.#header = [];
        return offset + 1;
      } else if (kind !== blank) {
        if (contig === null || kind >= headerMark) throw this.#unexpected(byte);
        if (kind < newline) contig.base(kind);
        else if (kind === unknownBase) {
          const runStart = offset;
          while (classOfByte[chunk[offset + 1] ?? 0] === unknownBase) offset++;
          contig.addUnknown(offset + 1 - runStart);
        } else contig.ambiguousBase(byte & 0xdf);
      }
      offset++;
    }
    return offset;
  }

  #isLineStart(chunk: Uint8Array, offset: number): boolean {
    return (offset === 0 ? this.#previousByte : chunk[offset - 1]) === 10;
  }

  #unexpected(byte: number): AntigraphError {
    const found = JSON.stringify(String.fromCharCode(byte));
    if (this.#contig === null) {
      return this.#malformed(`expected a line that begins with ">", found ${found}`, this.#line);
    }
    return this.#malformed(
      `expected nucleotide letters (ACGTN, IUPAC), found ${found} in ${this.#contig.name}`,
      this.#line,
      {
        fix: 'Give the genome as DNA, not a protein or alignment file.',
      },
    );
  }

  #malformed(message: string, line: number, options: { readonly fix?: string } = {}): AntigraphError {
    return new AntigraphError('FASTA_MALFORMED', `${this.#file}:${line}: ${message}`, {
      fix: options.fix ?? 'Give the genome sequence as FASTA, plain or gzip.',
      at: { file: this.#file, line },
    });
  }
}

/** The hot path: four plain bases make one byte. Returns the offset of the first byte it could not take. */
function appendWholeBytes(contig: ContigPacker, chunk: Uint8Array, start: number): number {
  const { packed } = contig;
  let size = contig.size;
  let offset = start;
  for (; offset + 4 <= chunk.length; offset += 4) {
    const first = classOfByte[chunk[offset] ?? 0] ?? invalid;
    const second = classOfByte[chunk[offset + 1] ?? 0] ?? invalid;
    const third = classOfByte[chunk[offset + 2] ?? 0] ?? invalid;
    const fourth = classOfByte[chunk[offset + 3] ?? 0] ?? invalid;
    if ((first | second | third | fourth) > 3) break;
    packed[size++] = (first << 6) | (second << 4) | (third << 2) | fourth;
  }
  contig.length += offset - start;
  contig.size = size;
  return offset;
}
