import type { Omission } from '../../schemas/omissions.js';
import type { ReferenceBundle } from '../../schemas/reference.js';
import type { Variant, VcfSource } from '../../schemas/rows.js';
import type { ByteSource } from '../../schemas/stage.js';
import { parseVariants, variantFileAlone } from '../../stages/parse-variants/index.js';

export interface ReadVcfText {
  readonly variants: Variant[];
  readonly omissions: Omission[];
  readonly source: VcfSource;
}

/** Bytes as a source, handed out in chunks of a given size. */
export function byteSource(
  content: string | Uint8Array,
  options: { readonly name?: string; readonly chunkSize?: number } = {},
): ByteSource {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const chunkSize = options.chunkSize ?? 65_536;
  return {
    name: options.name ?? 'calls.vcf',
    sizeBytes: bytes.length,
    *chunks() {
      for (let start = 0; start < bytes.length; start += chunkSize)
        yield bytes.subarray(start, start + chunkSize);
    },
  };
}

/** Runs parse-variants on text, bytes or a source; `params` over the defaults. */
export async function readVariants(
  content: string | Uint8Array | ByteSource,
  options: { readonly params?: Readonly<Record<string, unknown>>; readonly reference?: ReferenceBundle } = {},
): Promise<ReadVcfText> {
  const variants: Variant[] = [];
  const omissions: Omission[] = [];
  const sources: VcfSource[] = [];
  const vcf = typeof content === 'string' || content instanceof Uint8Array ? byteSource(content) : content;
  await parseVariants.run({
    params: parseVariants.params.parse(options.params ?? {}),
    inputs: { vcf, ...variantFileAlone },
    resources: { reference: options.reference ?? null, predictor: null, classTwoPredictor: null },
    emit: {
      variants: (row) => variants.push(row),
      source: (row) => sources.push(row),
      germlineVariants: () => undefined,
    },
    omit: (omission) => omissions.push(omission),
  });
  const [source] = sources;
  if (source === undefined || sources.length > 1)
    throw new Error(`source was emitted ${sources.length} times`);
  return { variants, omissions, source };
}

/** A VCF of data lines whose columns are separated by spaces for readability; `samples` add FORMAT and their names. */
export function vcfText(
  lines: readonly string[],
  options: {
    readonly meta?: readonly string[];
    readonly samples?: readonly string[];
    readonly version?: string;
  } = {},
): string {
  const samples = options.samples ?? [];
  const columns = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO'];
  if (samples.length > 0) columns.push('FORMAT', ...samples);
  return [
    `##fileformat=${options.version ?? 'VCFv4.2'}`,
    ...(options.meta ?? []),
    columns.join('\t'),
    ...lines.map((line) => line.replace(/ +/g, '\t')),
    '',
  ].join('\n');
}
