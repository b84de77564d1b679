import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import { personSchema } from '../../shared/accounts/roster.ts';
import { api } from '../../shared/api.ts';
import { callRecordSchema } from '../../shared/calls/call-record.ts';
import { deliverySchema } from '../../shared/delivery/delivery.ts';
import type { MutationArgs } from '../../shared/sync/mutations.ts';
import { PROTOCOL_VERSION } from '../../shared/sync/protocol.ts';
import { demoPassword } from './desk.ts';

/** A user without a browser: signs in and speaks HTTP as the pages do. */
export async function signInByHttp(url: string, email: string) {
  const cookie = await cookieOf(url, email);
  const deviceId = randomUUID();
  let seq = 0;

  const request = (method: string, path: string, body?: object) =>
    fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie, origin: url },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const rows = async () => {
    const response = await request('POST', api.pull.path, { protocol: PROTOCOL_VERSION, deviceId, cursors: {}, limit: 10_000 });
    return api.pull.output.parse(await response.json()).rows;
  };
  const rowsOf = async <S extends z.ZodMiniType>(kind: string, schema: S): Promise<z.infer<S>[]> =>
    (await rows()).filter((r) => r.kind === kind && r.row !== null).map((r) => schema.parse(r.row));

  return {
    request,
    rowsOf,
    person: async (name: string) => {
      const person = (await rowsOf('person', personSchema)).find((p) => p.name === name);
      if (person === undefined) throw new Error(`${name} is on no roster that this user sees`);
      return person;
    },
    /** The facts of the calls from a number. */
    callsFrom: async (caller: string) => (await rowsOf('call', callRecordSchema)).filter((c) => c.caller === caller),
    deliveries: async (noteId: string) => (await rowsOf('delivery', deliverySchema)).filter((d) => d.noteId === noteId),
    /** Locks a note for the person of the roster, and answers its id. */
    async lockNote(forWhom: { readonly id: string; readonly accountId: string }, matter: string): Promise<string> {
      const { serverTime } = api.session.output.parse(await (await request('GET', api.session.path)).json());
      const args = noteFor(forWhom, matter);
      const mutations = [{ seq: ++seq, name: 'lockNote', args, saw: {}, at: serverTime }];
      const response = await request('POST', api.push.path, { protocol: PROTOCOL_VERSION, deviceId, mutations });
      const { lastSeq, refused } = api.push.output.parse(await response.json());
      if (lastSeq !== seq || refused.length > 0) throw new Error(`the note was refused: ${JSON.stringify(refused)}`);
      return args.id;
    },
  };
}

/** The cookies of a fresh sign-in, as a browser would send them. */
export async function cookieOf(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: demoPassword }),
  });
  if (!response.ok) throw new Error(`${email} cannot sign in: ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
}

const noteFor = (person: { readonly id: string; readonly accountId: string }, matter: string): MutationArgs<'lockNote'> => ({
  id: randomUUID(),
  accountId: person.accountId,
  callId: null,
  content: {
    forWhom: { kind: 'person', personId: person.id },
    fromWhom: 'Paul Durand',
    company: '',
    number: '+33639980001',
    numberVerified: true,
    matter,
    callback: 'please-call-back',
    urgent: false,
    disposition: 'message',
  },
  handledBy: 'Léa',
  operatorId: null,
});
