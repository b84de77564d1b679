import { CodedError } from '#shared/errors.ts';
import { ariRequests } from '../adapters/asterisk/ari.ts';
import { createBoothPhones } from '../adapters/asterisk/booth-phones.ts';
import { lendRelay } from '../calls/lend-relay.ts';
import { createBooth } from '../demo/booth.ts';
import type { Storage } from './storage.ts';
import type { Telephone } from './telephone.ts';
import type { World } from './world.ts';

/** The demonstration's telephone booth; nobody stands in it elsewhere. */
export async function openBooth(
  { config, nowMs, newId }: World,
  { signingKey }: Storage,
  { directory }: Telephone,
  demo: boolean,
) {
  const booth = createBooth({ secret: await signingKey('booth'), nowMs, newId });
  const phones = createBoothPhones(ariRequests({ url: config.ari, application: 'permanence' }), 'operators', nowMs);
  const lend = lendRelay({ turn: config.turn, nowMs });
  const lines = () =>
    directory.lines().flatMap(({ number, accountId }) => {
      const account = directory.account(accountId);
      return account === undefined ? [] : [{ number, name: account.name, language: account.language }];
    });
  return {
    numbers: (): string[] => (demo ? directory.lines().map((line) => line.number) : []),
    async token(caller: string | null) {
      if (!demo) throw new CodedError('booth.not_found', 'only in the demonstration');
      return { token: booth.issue(caller), lines: lines(), relay: lend('booth') };
    },
    read: (token: string) => (demo ? booth.read(token) : null),
    phone: async (caller: string | null) => (demo ? phones.fresh(caller) : null),
  };
}
