import { api } from '#shared/api.ts';
import { CodedError } from '#shared/errors.ts';
import type { GreetingServer } from '../../ports.ts';
import type { Client } from './client.ts';

/** Two minutes: a minute of sound on a slow mobile network. */
const timeoutMs = 120_000;

/** Greetings over HTTP; an upload tells how far it is, which `fetch` cannot. */
export const httpGreetings = (client: Client): GreetingServer => ({
  spoken: (accountId) => client('voicemailGreeting', { accountId }),
  send: (accountId, wav, onProgress) =>
    new Promise((resolve, reject) => {
      const { method, path, body } = api.recordGreeting;
      const request = new XMLHttpRequest();
      const offline = () => reject(new CodedError('http.offline', 'no answer'));
      request.open(method, path.replace(':accountId', encodeURIComponent(accountId)));
      request.setRequestHeader('content-type', body ?? '');
      request.timeout = timeoutMs;
      request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
      request.onload = () => {
        const problem = problemOf(request.status);
        if (problem === null) resolve();
        else reject(problem);
      };
      request.onerror = offline;
      request.ontimeout = offline;
      request.send(wav);
    }),
});

function problemOf(status: number): CodedError | null {
  if (status === 200) return null;
  if (status === 401) return new CodedError('http.signed_out', 'sign in first');
  return new CodedError(status >= 500 ? 'http.offline' : 'http.refused', `status ${status}`);
}
