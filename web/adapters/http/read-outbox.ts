import { api } from '#shared/api.ts';
import { CodedError } from '#shared/errors.ts';
import type { ReadOutbox } from '../../ports.ts';

/** The outbox over HTTP. */
export const httpOutbox =
  (fetch: typeof globalThis.fetch): ReadOutbox =>
  async () => {
    const response = await fetch(api.outbox.path);
    if (!response.ok) throw new CodedError('http.refused', `the server answered ${response.status}`);
    return api.outbox.output.parse(await response.json()).items;
  };
