import { AntigraphError } from '../../../schemas/errors.js';
import { type ApiClient, apiClient } from '../../client/api-client.js';

export interface ServerOptions {
  readonly server?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** The service that --server or ANTIGRAPH_SERVER names, with the key of ANTIGRAPH_API_KEY: a flag would show it to everybody on the machine. @throws USAGE */
export function serviceOf(options: ServerOptions, environment: NodeJS.ProcessEnv = process.env): ApiClient {
  const text = options.server ?? environment['ANTIGRAPH_SERVER'] ?? '';
  if (text === '') {
    throw new AntigraphError('USAGE', 'which service is not said', {
      fix: 'Give --server https://…, or set ANTIGRAPH_SERVER.',
    });
  }
  const server = URL.canParse(text) ? new URL(text) : null;
  if (server === null || !/^https?:$/.test(server.protocol) || !['', '/'].includes(server.pathname)) {
    throw new AntigraphError('USAGE', `'${text}' is not the address of a service`, {
      fix: 'Write scheme and host without a path, such as https://antigraph.example.org or http://127.0.0.1:8080.',
    });
  }
  const key = (environment['ANTIGRAPH_API_KEY'] ?? '').trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new AntigraphError('USAGE', 'there is no API key', {
      fix: "Set ANTIGRAPH_API_KEY to a key that the operator of the service made by 'antigraph keys create'.",
    });
  }
  if (server.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(server.hostname))
    process.stderr.write(
      `warning: ${server.origin} is not encrypted: key and patient data can be read on the way\n`,
    );
  return apiClient({ server, key });
}
