import { z } from 'zod';
import { AntigraphError } from '../../../schemas/errors.js';

const MAGIC = 'AGMODEL1';

const commonHeader = {
  name: z.string(),
  version: z.string(),
  minLength: z.int().positive(),
  maxLength: z.int().positive(),
  residues: z.string().length(20),
  nets: z.int().positive(),
  /** Of each net the weight of each of its heads in the mean; without it all nets weigh the same. */
  headWeights: z.array(z.array(z.number().nonnegative())).optional(),
  percentiles: z.array(z.number().positive()).min(2),
  calibration: z.object({ offset: z.number(), step: z.number().positive(), peptides: z.int().positive() }),
  tensors: z.array(
    z.object({
      name: z.string(),
      dtype: z.enum(['f16', 'f32', 'u16']),
      shape: z.array(z.int().nonnegative()),
      offset: z.int().nonnegative(),
    }),
  ),
};

const headerSchema = z.discriminatedUnion('mhcClass', [
  z.object({
    mhcClass: z.literal('I'),
    ...commonHeader,
    side: z.int().positive(),
    /** Added to the ligand logit of the alleles of a gene: how much of it stands on the cell surface, which training cells do not show. */
    logOddsByGene: z.record(z.string(), z.number()).optional(),
    /** A small net that settles the pairs far from binding; `percentile` (one of `percentiles`) and better passes on to the nets. */
    screen: z.object({ percentile: z.number().positive() }),
  }),
  z.object({
    mhcClass: z.literal('II'),
    ...commonHeader,
    registers: z.object({
      core: z.int().positive(),
      flank: z.int().nonnegative(),
      flankLength: z.int().nonnegative(),
    }),
  }),
]);

export type ModelHeader = z.infer<typeof headerSchema>;

export interface Tensor {
  readonly dtype: 'f16' | 'f32' | 'u16';
  readonly shape: readonly number[];
  /** Row-major, little-endian. */
  readonly bytes: Uint8Array;
}

export interface ModelFile<Header extends ModelHeader = ModelHeader> {
  readonly header: Header;
  /** Bytes of all tensors. */
  readonly sizeBytes: number;
  has(name: string): boolean;
  /** The named tensor. @throws MODEL_MISSING if the file does not hold it, or not in this shape (null: any) */
  tensor(name: string, shape: readonly (number | null)[]): Tensor;
  /** The error that this file cannot be used. */
  malformed(found: string): AntigraphError;
}

/**
 * Parses a model file: "AGMODEL1", uint32 header length, JSON header, padding to 16 bytes, tensors, all little-endian
 * (training/class1/pack.py writes it). @throws MODEL_MISSING
 */
export function parseModelFile(bytes: Uint8Array, path: string): ModelFile {
  const malformed = (found: string): AntigraphError =>
    new AntigraphError('MODEL_MISSING', `${path} is not a usable model file: ${found}`, {
      fix: 'Reinstall the package, or restore the models folder from the release.',
    });
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw malformed(`it begins with "${magic}", not "${MAGIC}"`);
  const headerStart = MAGIC.length + 4;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerEnd = headerStart + (bytes.length < headerStart ? 0 : view.getUint32(MAGIC.length, true));
  const parsed = headerSchema.safeParse(readJson(bytes.subarray(headerStart, headerEnd)));
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error));
  const header = parsed.data;
  const body = bytes.subarray(Math.ceil(headerEnd / 16) * 16);
  const byName = new Map(header.tensors.map((entry) => [entry.name, entry]));
  return {
    header,
    sizeBytes: body.length,
    malformed,
    has: (name) => byName.has(name),
    tensor(name, shape) {
      const entry = byName.get(name);
      if (entry === undefined) throw malformed(`it holds no tensor "${name}"`);
      const fits =
        entry.shape.length === shape.length &&
        shape.every((size, axis) => size === null || size === entry.shape[axis]);
      if (!fits)
        throw malformed(
          `tensor "${name}" has shape ${entry.shape.join(' × ')}, not ${shape.map((size) => size ?? '?').join(' × ')}`,
        );
      const size = entry.shape.reduce((a, b) => a * b, 1) * (entry.dtype === 'f32' ? 4 : 2);
      if (entry.offset + size > body.length) throw malformed(`tensor "${name}" is cut off`);
      return {
        dtype: entry.dtype,
        shape: entry.shape,
        bytes: body.subarray(entry.offset, entry.offset + size),
      };
    },
  };
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // No header at all fails the schema, which says what is missing.
    return null;
  }
}
