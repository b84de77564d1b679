import { randomBytes } from 'node:crypto';
import type { PhoneCredentials } from '../../ports/telephony.ts';
import type { AriRequest } from './ari.ts';
import { endpointsSchema } from './ari-messages.ts';
import { enc, unlessGone } from './commands.ts';

const dynamic = '/asterisk/config/dynamic/res_pjsip';
const parts = ['endpoint', 'aor', 'auth'] as const;

/**
 * SIP accounts of the operators' browser telephones. A name is used for one sign-in only: writing over an account
 * with a registered contact freezes that contact for ever. The operator is in the name, so that a restarted server knows it.
 */
export function createPhones(request: AriRequest, transport: string) {
  const current = new Map<string, PhoneCredentials>();

  async function put(phone: PhoneCredentials): Promise<void> {
    const { user, secret } = phone;
    await request('PUT', `${dynamic}/auth/${user}`, {}, fields({ auth_type: 'userpass', username: user, password: secret }));
    await request('PUT', `${dynamic}/aor/${user}`, {}, fields({ max_contacts: '1', remove_existing: 'yes' }));
    await request('PUT', `${dynamic}/endpoint/${user}`, {}, fields(endpoint(user, transport)));
  }

  async function remove(user: string): Promise<void> {
    for (const part of parts) await unlessGone(request('DELETE', `${dynamic}/${part}/${enc(user)}`));
  }

  async function known(): Promise<{ user: string; online: boolean }[]> {
    const all = endpointsSchema.parse(await request('GET', '/endpoints/PJSIP'));
    return all.map(({ resource, state }) => ({ user: resource, online: state === 'online' }));
  }

  return {
    async fresh(operatorId: string): Promise<PhoneCredentials> {
      const phone = {
        user: `${prefix(operatorId)}${randomBytes(8).toString('hex')}`,
        secret: randomBytes(24).toString('base64url'),
      };
      const earlier = (await known()).filter((e) => e.user.startsWith(prefix(operatorId)));
      await put(phone);
      current.set(operatorId, phone);
      for (const { user } of earlier) await remove(user);
      return phone;
    },

    /** The registered account of an operator; null when his telephone is not registered. */
    async registered(operatorId: string): Promise<string | null> {
      const mine = (await known()).filter((e) => e.online && e.user.startsWith(prefix(operatorId)));
      const named = mine.find((e) => e.user === current.get(operatorId)?.user);
      return (named ?? mine[0])?.user ?? null;
    },

    /** A restarted Asterisk has forgotten the accounts: the same ones again, so that the pages' registrations go on. */
    async restore(): Promise<void> {
      const there = new Set((await known()).map((e) => e.user));
      for (const phone of current.values()) if (!there.has(phone.user)) await put(phone);
    },
  };
}

const prefix = (operatorId: string): string => `op${operatorId.replaceAll('-', '')}`;

const fields = (values: Readonly<Record<string, string>>) => ({
  fields: Object.entries(values).map(([attribute, value]) => ({ attribute, value })),
});

/** `rtp_timeout` is the last net for a dead Janus; shorter would end a leg during a change of network. */
const endpoint = (user: string, transport: string) => ({
  transport,
  context: 'from-operator',
  disallow: 'all',
  allow: 'opus,alaw,ulaw',
  auth: user,
  aors: user,
  direct_media: 'no',
  rtp_symmetric: 'yes',
  force_rport: 'yes',
  rewrite_contact: 'yes',
  allow_transfer: 'no',
  allow_subscribe: 'no',
  send_connected_line: 'no',
  rtp_timeout: '20',
});
