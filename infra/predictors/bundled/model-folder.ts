import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AntigraphError } from '../../../schemas/errors.js';
import { type AlleleTable, parseAlleleTable } from './allele-table.js';
import { type ModelFile, parseModelFile } from './model-file.js';

const cardSchema = z.object({ files: z.object({ 'alleles.csv.gz': z.string(), 'model.bin': z.string() }) });

export interface ModelFolder {
  readonly model: ModelFile;
  readonly alleles: AlleleTable;
  /** SHA-256 over the digests of the files that can change a prediction. */
  readonly digest: string;
}

/**
 * Reads models/<name>/ and checks each file against the digest in its card.json.
 * Errors: MODEL_MISSING (a file is absent or unreadable), MODEL_DIGEST_MISMATCH.
 */
export function readModelFolder(folder: string): ModelFolder {
  const card = cardSchema.safeParse(readJson(join(folder, 'card.json')));
  if (!card.success)
    throw new AntigraphError('MODEL_MISSING', `${join(folder, 'card.json')} lists no file digests`);
  const { files } = card.data;
  const checked = (name: 'alleles.csv.gz' | 'model.bin'): { path: string; bytes: Buffer } => {
    const path = join(folder, name);
    const bytes = read(path);
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== files[name])
      throw new AntigraphError(
        'MODEL_DIGEST_MISMATCH',
        `${path}: expected SHA-256 ${files[name]} (card.json), found ${found}`,
        { fix: 'The file was changed or cut off. Restore the models folder from the release.' },
      );
    return { path, bytes };
  };
  const alleles = checked('alleles.csv.gz');
  const model = checked('model.bin');
  return {
    model: parseModelFile(model.bytes, model.path),
    alleles: parseAlleleTable(alleles.bytes, alleles.path),
    digest: createHash('sha256').update(`${files['alleles.csv.gz']}\n${files['model.bin']}\n`).digest('hex'),
  };
}

function readJson(path: string): unknown {
  const text = read(path).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AntigraphError('MODEL_MISSING', `${path} is not JSON`, { cause });
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AntigraphError('MODEL_MISSING', `the model file ${path} cannot be read`, {
      cause,
      fix: 'Install the whole package; models/ must lie beside package.json.',
    });
  }
}
