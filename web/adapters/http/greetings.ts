import type { api } from '#shared/api.ts';
import { CodedError } from '#shared/errors.ts';
import type { GreetingServer } from '../../ports/account-server.ts';
import type { Client } from './client.ts';
import { contract } from './contract.ts';

/** Two minutes: a minute of sound on a slow mobile network. */
const timeoutMs = 120_000;

/** Greetings over HTTP; an upload tells how far it is, which `fetch` cannot. */
export const httpGreetings = (client: Client): GreetingServer => ({
  spoken: (accountId) => client('voicemailGreeting', { accountId }),
  async send(accountId, wav, onProgress) {
    await upload((await contract()).api.recordGreeting, { accountId, wav, onProgress });
  },
  async keep(accountId, wav, onProgress) {
    const { keepSound } = (await contract()).api;
    const answer = await upload(keepSound, { accountId, wav, onProgress });
    return keepSound.output.parse(JSON.parse(answer)).recordingId;
  },
});

type Upload = {
  readonly accountId: string;
  readonly wav: Uint8Array<ArrayBuffer>;
  readonly onProgress: (share: number) => void;
};

/** Resolves with the text of the answer. */
const upload = (
  { method, path, body }: typeof api.recordGreeting | typeof api.keepSound,
  { accountId, wav, onProgress }: Upload,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const offline = () => reject(new CodedError('http.offline', 'no answer'));
    request.open(method, path.replace(':accountId', encodeURIComponent(accountId)));
    request.setRequestHeader('content-type', body ?? '');
    request.timeout = timeoutMs;
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      const problem = problemOf(request.status);
      if (problem === null) resolve(request.responseText);
      else reject(problem);
    };
    request.onerror = offline;
    request.ontimeout = offline;
    request.send(wav);
  });

function problemOf(status: number): CodedError | null {
  if (status === 200) return null;
  if (status === 401) return new CodedError('http.signed_out', 'sign in first');
  return new CodedError(status >= 500 ? 'http.offline' : 'http.refused', `status ${status}`);
}
