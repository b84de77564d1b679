import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import { personSchema } from '../../shared/accounts/roster.ts';
import { api } from '../../shared/api.ts';
import { callRecordSchema } from '../../shared/calls/call-record.ts';
import { deliverySchema } from '../../shared/delivery/delivery.ts';
import type { Ladder } from '../../shared/delivery/ladder.ts';
import type { MutationArgs, MutationName } from '../../shared/sync/mutations.ts';
import { PROTOCOL_VERSION } from '../../shared/sync/protocol.ts';
import { demoPassword } from './desk.ts';

/** A user without a browser: signs in and speaks HTTP as the pages do, which are at `origin`. */
export async function signInByHttp(url: string, email: string, origin = url) {
  const cookie = await cookieOf(url, email, origin);
  const deviceId = randomUUID();
  let seq = 0;

  const request = (method: string, path: string, body?: object) =>
    fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie, origin },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const rows = async () => {
    const response = await request('POST', api.pull.path, { protocol: PROTOCOL_VERSION, deviceId, cursors: {}, limit: 10_000 });
    return api.pull.output.parse(await response.json()).rows;
  };
  const rowsOf = async <S extends z.ZodMiniType>(kind: string, schema: S): Promise<z.infer<S>[]> =>
    (await rows()).filter((r) => r.kind === kind && r.row !== null).map((r) => schema.parse(r.row));

  const push = async (change: { name: string; args: object; saw: Record<string, number>; at?: string }) => {
    const { serverTime } = api.session.output.parse(await (await request('GET', api.session.path)).json());
    const mutations = [{ seq: ++seq, at: serverTime, ...change }];
    const response = await request('POST', api.push.path, { protocol: PROTOCOL_VERSION, deviceId, mutations });
    const { lastSeq, refused } = api.push.output.parse(await response.json());
    if (lastSeq !== seq || refused.length > 0) throw new Error(`${change.name} was refused: ${JSON.stringify(refused)}`);
  };

  /** One change on top of the present rows, made now or at another time; throws when it is refused. */
  const change = async <N extends MutationName>(name: N, args: MutationArgs<N>, at?: string) => {
    const saw = Object.fromEntries((await rows()).map(({ kind, id, version }) => [`${kind}/${id}`, version]));
    await push({ name, args, saw, ...(at === undefined ? {} : { at }) });
  };

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
    change,
    /** Locks a note for the person of the roster, and answers its id. */
    async lockNote(
      forWhom: { readonly id: string; readonly accountId: string },
      matter: string,
      { urgent = false }: { readonly urgent?: boolean } = {},
    ): Promise<string> {
      const args = noteFor(forWhom, { matter, urgent });
      await push({ name: 'lockNote', args, saw: {} });
      return args.id;
    },
    /** The account's urgent ladder, as a supervisor sets it. */
    async setLadder(accountId: string, ladder: Ladder): Promise<void> {
      const version = (await rows()).find((r) => r.kind === 'account' && r.id === accountId)?.version ?? 0;
      await push({ name: 'setLadder', args: { accountId, ladder }, saw: { [`account/${accountId}`]: version } });
    },
  };
}

/** The cookies of a fresh sign-in, as a browser would send them. */
export async function cookieOf(url: string, email: string, origin = url): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password: demoPassword }),
  });
  if (!response.ok) throw new Error(`${email} cannot sign in: ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
}

const noteFor = (
  person: { readonly id: string; readonly accountId: string },
  { matter, urgent }: { readonly matter: string; readonly urgent: boolean },
): MutationArgs<'lockNote'> => ({
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
    urgent,
    disposition: 'message',
  },
  handledBy: 'Léa',
  operatorId: null,
});
