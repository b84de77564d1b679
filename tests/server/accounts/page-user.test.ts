import { expect, test } from 'vitest';
import { createApp, type Handlers } from '../../../server/app.ts';
import type { Identity } from '../../../shared/accounts/access.ts';
import { api } from '../../../shared/api.ts';
import { CodedError } from '../../../shared/errors.ts';
import { createClient, createSyncWire, fetchAs } from '../../../web/adapters/http/client.ts';

const claire: Identity = { role: 'person', userId: 'claire', name: 'Claire', personId: 'p', accountId: 'a', office: false };
const pulled = { rows: [], cursors: {}, lastSeq: 0, more: false };

/** The installation as a browser in which Claire signed in last reaches it. */
function browserOfClaire() {
  const unused = async () => Promise.reject(new CodedError('server.failed', 'not asked for here'));
  const names = Object.keys(api) as (keyof typeof api)[];
  const handlers = {
    ...Object.fromEntries(names.map((name) => [name, unused])),
    pull: async () => pulled,
  } as unknown as Handlers;
  const app = createApp({
    identify: async () => claire,
    handlers,
    publicUrl: 'http://localhost:8080',
    version: '0.0.0',
    special: [],
    webFolder: import.meta.dirname,
    onUnexpected: () => undefined,
  });
  return async (input: string | URL | Request, init?: RequestInit) => app.request(input, init);
}

test.each([
  ['of the same user', 'claire', null],
  ['that another user has left open', 'lea', 'http.signed_out'],
])('[AC4] the page %s synchronises with the cookie of who signed in last: %s, %s', async (_, pageUser, refusal) => {
  const wire = createSyncWire(createClient(fetchAs(browserOfClaire(), pageUser)));
  const answer = wire.pull({ protocol: 1, deviceId: '0199a000-0000-7000-8000-000000000001', cursors: {}, limit: 10 });
  if (refusal === null) await expect(answer).resolves.toEqual(pulled);
  else await expect(answer).rejects.toMatchObject({ code: refusal });
});
