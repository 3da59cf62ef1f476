import { z } from 'zod';
import { AntigraphError } from '../../../schemas/errors.js';
import { decodeHalf } from './half.js';

const MAGIC = 'AGMODEL1';

const headerSchema = z.object({
  name: z.string(),
  version: z.string(),
  mhcClass: z.enum(['I', 'II']),
  minLength: z.int().positive(),
  maxLength: z.int().positive(),
  side: z.int().positive(),
  residues: z.string().length(20),
  nets: z.int().positive(),
  percentiles: z.array(z.number().positive()),
  calibration: z.object({ offset: z.number(), step: z.number().positive(), peptides: z.int().positive() }),
  tensors: z.array(
    z.object({
      name: z.string(),
      dtype: z.enum(['f16', 'f32', 'u16']),
      shape: z.array(z.int().nonnegative()),
      offset: z.int().nonnegative(),
    }),
  ),
});

export type ModelHeader = z.infer<typeof headerSchema>;

export interface Tensor {
  readonly shape: readonly number[];
  /** Row-major. 'u16' tensors are de-quantised by the header's offset and step. */
  readonly values: Float32Array;
}

export interface ModelFile {
  readonly header: ModelHeader;
  /** The named tensor; MODEL_MISSING if the file does not hold it. */
  tensor(name: string): Tensor;
}

/**
 * Parses a model file: "AGMODEL1", uint32 header length, JSON header, padding to 16 bytes, tensors, all little-endian
 * (training/class1/pack.py writes it). Tensors are decoded when asked for.
 */
export function parseModelFile(bytes: Uint8Array, path: string): ModelFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw malformed(path, `it begins with "${magic}", not "${MAGIC}"`);
  const headerStart = MAGIC.length + 4;
  const headerEnd = headerStart + view.getUint32(MAGIC.length, true);
  const parsed = headerSchema.safeParse(
    JSON.parse(new TextDecoder().decode(bytes.subarray(headerStart, headerEnd))),
  );
  if (!parsed.success) throw malformed(path, z.prettifyError(parsed.error));
  const header = parsed.data;
  const body = bytes.subarray(Math.ceil(headerEnd / 16) * 16);
  const byName = new Map(header.tensors.map((entry) => [entry.name, entry]));
  return {
    header,
    tensor(name) {
      const entry = byName.get(name);
      if (entry === undefined) throw malformed(path, `it holds no tensor "${name}"`);
      const size = entry.shape.reduce((a, b) => a * b, 1);
      const width = entry.dtype === 'f32' ? 4 : 2;
      if (entry.offset + size * width > body.length) throw malformed(path, `tensor "${name}" is cut off`);
      // A copy, so that its buffer is aligned; not slice(), which on a Buffer is a view of the whole file.
      const raw = new Uint8Array(body.subarray(entry.offset, entry.offset + size * width));
      return { shape: entry.shape, values: decode(raw, entry.dtype, header.calibration) };
    },
  };
}

function decode(
  raw: Uint8Array,
  dtype: 'f16' | 'f32' | 'u16',
  quantised: { readonly offset: number; readonly step: number },
): Float32Array {
  // Every platform Node supports is little-endian, as the file is.
  if (dtype === 'f32') return new Float32Array(raw.buffer);
  const codes = new Uint16Array(raw.buffer);
  if (dtype === 'f16') return decodeHalf(codes);
  return new Float32Array(codes).map((code) => code * quantised.step + quantised.offset);
}

function malformed(path: string, found: string): AntigraphError {
  return new AntigraphError('MODEL_MISSING', `${path} is not a usable model file: ${found}`, {
    fix: 'Reinstall the package, or restore the models folder from the release.',
  });
}
