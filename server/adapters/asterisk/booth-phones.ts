import { randomBytes } from 'node:crypto';
import type { BoothPhones, PhoneCredentials } from '../../ports/telephony.ts';
import type { AriRequest } from './ari.ts';
import { endpointsSchema } from './ari-messages.ts';
import { enc, unlessGone } from './commands.ts';

const dynamic = '/asterisk/config/dynamic/res_pjsip';
const parts = ['endpoint', 'aor', 'auth'] as const;
const prefix = 'booth';
/** A booth registers at once; one that is not registered after this is left over. */
const registersWithinMs = 60_000;

/** SIP accounts of the demonstration's telephone booths: they are callers, in a context that only reaches our own numbers. */
export function createBoothPhones(request: AriRequest, transport: string, nowMs: () => number): BoothPhones {
  const madeAt = new Map<string, number>();

  async function removeLeft(): Promise<void> {
    const all = endpointsSchema.parse(await request('GET', '/endpoints/PJSIP'));
    for (const { resource: user, state } of all) {
      const young = nowMs() - (madeAt.get(user) ?? 0) < registersWithinMs;
      if (!user.startsWith(prefix) || state === 'online' || young) continue;
      for (const part of parts) await unlessGone(request('DELETE', `${dynamic}/${part}/${enc(user)}`));
      madeAt.delete(user);
    }
  }

  return {
    async fresh(caller): Promise<PhoneCredentials> {
      await removeLeft();
      const user = `${prefix}${randomBytes(8).toString('hex')}`;
      const secret = randomBytes(24).toString('base64url');
      madeAt.set(user, nowMs());
      await request('PUT', `${dynamic}/auth/${user}`, {}, fields({ auth_type: 'userpass', username: user, password: secret }));
      await request('PUT', `${dynamic}/aor/${user}`, {}, fields({ max_contacts: '1', remove_existing: 'yes' }));
      await request('PUT', `${dynamic}/endpoint/${user}`, {}, fields(endpoint(user, transport, caller)));
      return { user, secret };
    },
  };
}

const fields = (values: Readonly<Record<string, string>>) => ({
  fields: Object.entries(values).map(([attribute, value]) => ({ attribute, value })),
});

const endpoint = (user: string, transport: string, caller: string | null) => ({
  transport,
  context: 'from-booth',
  callerid: caller === null ? 'anonymous <anonymous>' : `<${caller}>`,
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
