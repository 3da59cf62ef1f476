/** A WES form on its way in: attachments go straight into the store, fields are few and short. */
import type { TenantStore } from '../../../pipeline/ports.js';
import { type FileRef, fileLabelSchema, type SubmitRunBody } from '../../../schemas/api.js';
import { invalid, malformed, tooLarge } from '../problem.js';
import { receiveUpload } from '../receive-upload.js';
import { recordUpload } from '../runs/uploads.js';
import { type FormPart, partsOf } from './multipart.js';
import { wesFormSchema, wesParamsSchema } from './schemas.js';

interface Form {
  readonly fields: Readonly<Record<string, string>>;
  /** Name of the attachment → upload. */
  readonly attachments: ReadonlyMap<string, FileRef>;
}

export interface FormLimits {
  readonly bodyBytes: number;
  readonly uploadBytes: number;
}

/** What the form asks for. @throws REQUEST_MALFORMED, PARAMETER_INVALID, REQUEST_TOO_LARGE, STORE_UNAVAILABLE */
export async function receiveForm(
  source: AsyncIterable<Uint8Array>,
  options: {
    readonly boundary: string;
    readonly store: TenantStore;
    readonly limits: FormLimits;
    readonly by: string;
    readonly now: () => number;
  },
): Promise<SubmitRunBody> {
  const { store, limits, by, now } = options;
  const fields: Record<string, string> = {};
  const attachments = new Map<string, FileRef>();
  let fieldBytes = 0;
  for await (const part of partsOf(source, options.boundary)) {
    if (part.name !== 'workflow_attachment' || part.fileName === null) {
      fields[part.name] = await textOf(part, limits.bodyBytes - fieldBytes);
      fieldBytes += Buffer.byteLength(fields[part.name] ?? '');
      continue;
    }
    const name = labelOf(part.fileName);
    const received = await receiveUpload(store.artifacts, part.body, {
      limitBytes: limits.uploadBytes,
      expected: null,
    });
    const { sha256: id, sizeBytes } = received;
    await recordUpload(store, { id, sizeBytes, name, uploadedAtMs: now(), uploadedBy: by });
    attachments.set(name, { upload: id, name });
  }
  return bodyOf({ fields, attachments });
}

async function textOf({ body, name }: FormPart, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge(`field ${name}: the fields of the form are too long`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Clients send paths of their own disk as names. */
function labelOf(fileName: string): string {
  const label = fileLabelSchema.safeParse(fileName.split(/[/\\]/).at(-1));
  if (label.success) return label.data;
  throw malformed('an attachment has a name that is no name of a file', 'workflow_attachment');
}

function bodyOf({ fields, attachments }: Form): SubmitRunBody {
  const form = wesFormSchema.omit({ workflow_attachment: true }).safeParse(fields);
  if (!form.success) {
    const [issue] = form.error.issues;
    const field = issue?.path.join('.') || 'form';
    throw malformed(`${field}: ${issue?.message}`, field);
  }
  const params = wesParamsSchema.safeParse(jsonOf(form.data.workflow_params));
  if (!params.success) {
    const [issue] = params.error.issues;
    const field = ['workflow_params', ...(issue?.path ?? [])].join('.');
    throw invalid(`${field}: ${issue?.message}`, field);
  }
  const { vcf, ...others } = params.data.files;
  const resolve = (file: string | FileRef) => (typeof file === 'string' ? attached(file, attachments) : file);
  const files: SubmitRunBody['files'] = { vcf: resolve(vcf) };
  for (const [option, file] of Object.entries(others))
    if (file !== undefined) Object.assign(files, { [option]: resolve(file) });
  return { ...params.data, files };
}

function attached(name: string, attachments: ReadonlyMap<string, FileRef>): FileRef {
  const ref = attachments.get(name);
  if (ref !== undefined) return ref;
  throw invalid(
    `workflow_params names the attachment '${name}', which the form has not`,
    'workflow_params.files',
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid('workflow_params is not JSON', 'workflow_params', cause);
  }
}
