/** The example patient handed to a service, as a client does it. */
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { SubmitRunInput } from '../../schemas/api.js';
import { sha256 } from '../../schemas/canonical.js';
import { example } from './example-patient.js';

type Headers = Readonly<Record<string, string>>;

/** Sends a file; gives its id. */
export async function upload(
  app: FastifyInstance,
  headers: Headers,
  file: { readonly name: string; readonly content: Buffer | string },
): Promise<string> {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/uploads?name=${encodeURIComponent(file.name)}`,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    payload: file.content,
  });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json().id;
}

/** Sends the example patient's files and gives the body of the submission. */
export async function exampleSubmission(app: FastifyInstance, headers: Headers): Promise<SubmitRunInput> {
  const files = [
    { name: 'tumor.vcf', content: readFileSync(example.vcf) },
    { name: 'expression.tsv', content: readFileSync(example.expression) },
  ] as const;
  for (const file of files) await upload(app, headers, file);
  const [vcf, expression] = files.map(({ content }) => ({ upload: sha256(content) }));
  if (vcf === undefined || expression === undefined) throw new Error('two files were sent');
  return {
    files: { vcf, expression },
    hla: { file: { name: 'hla.txt', text: readFileSync(example.hla, 'utf8') } },
    reference: 'antigraph-example',
  };
}

/** Hands the body in. */
export function submit(app: FastifyInstance, headers: Headers, body: object) {
  return app.inject({ method: 'POST', url: '/api/v1/runs', headers: { ...headers }, payload: body });
}
