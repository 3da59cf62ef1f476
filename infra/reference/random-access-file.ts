/** A file on disk as random-access bytes, and files written so that a reader never sees half of one. */
import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { AntigraphError } from '../../schemas/errors.js';
import type { RandomAccessBytes } from '../../schemas/reference.js';

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function openBundle(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    const isMissing = codeOf(cause) === 'ENOENT';
    throw new AntigraphError(
      'REFERENCE_MISSING',
      `${path}: ${isMissing ? 'there is no such file' : 'the file cannot be opened'}; expected a reference bundle`,
      {
        fix: isMissing
          ? 'Check the path, or make the bundle: `antigraph reference build --gtf genes.gtf.gz --fasta genome.fa.gz --name NAME --build GRCh38 --out FILE`.'
          : 'Check the permissions of the file.',
        at: { file: path },
        cause,
      },
    );
  }
}

/**
 * Opens a file for reads at any offset; the operating system's page cache does the caching below a block.
 * The descriptor stays open while the process lives. Throws REFERENCE_MISSING; a read that fails throws
 * REFERENCE_MALFORMED.
 */
export function openRandomAccessFile(path: string): RandomAccessBytes {
  const descriptor = openBundle(path);
  const status = fstatSync(descriptor);
  if (!status.isFile()) {
    closeSync(descriptor);
    throw new AntigraphError('REFERENCE_MALFORMED', `${path}: expected a reference bundle, found a folder`, {
      fix: 'Name the bundle file itself.',
      at: { file: path },
    });
  }
  return {
    sizeBytes: status.size,
    read(offset, length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      try {
        while (filled < length) {
          const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
          if (count === 0) break;
          filled += count;
        }
      } catch (cause) {
        throw new AntigraphError('REFERENCE_MALFORMED', `${path}: reading at byte ${offset} failed`, {
          fix: 'Check the disk, or copy the bundle again.',
          at: { file: path },
          cause,
        });
      }
      return bytes.subarray(0, filled);
    },
  };
}

/**
 * Writes chunks to a file beside the target, then renames it: readers see the old file or the whole new
 * one. Throws OUTPUT_NOT_WRITABLE; a failure leaves no file behind.
 */
export function writeFileAtomically(path: string, chunks: Iterable<Uint8Array>): void {
  const temporary = `${path}.${process.pid}.partial`;
  let descriptor = -1;
  const notWritable = (cause: unknown): AntigraphError =>
    new AntigraphError('OUTPUT_NOT_WRITABLE', `${path}: the file cannot be written`, {
      fix: 'Check that the folder exists, may be written to, and has room.',
      at: { file: path },
      cause,
    });
  try {
    descriptor = openSync(temporary, 'w');
    for (const chunk of chunks) {
      for (let written = 0; written < chunk.length; ) {
        written += writeSync(descriptor, chunk, written, chunk.length - written);
      }
    }
    closeSync(descriptor);
    descriptor = -1;
    renameSync(temporary, path);
  } catch (cause) {
    if (descriptor >= 0) closeSync(descriptor);
    rmSync(temporary, { force: true });
    throw cause instanceof AntigraphError ? cause : notWritable(cause);
  }
}
