import { CodedError } from '#shared/errors.ts';
import type { ReadOutbox } from '../../ports/account-server.ts';
import { contract } from './contract.ts';

/** The outbox over HTTP. */
export const httpOutbox =
  (fetch: typeof globalThis.fetch): ReadOutbox =>
  async () => {
    const { api } = await contract();
    const response = await fetch(api.outbox.path);
    if (!response.ok) throw new CodedError('http.refused', `the server answered ${response.status}`);
    return api.outbox.output.parse(await response.json()).items;
  };
