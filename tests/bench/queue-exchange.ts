import { appendFileSync, chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type AriRequest, ariRequests } from '../../server/adapters/asterisk/ari.ts';
import { unlessGone } from '../../server/adapters/asterisk/commands.ts';
import { placesIn } from '../../server/supervisor/places.ts';
import type { Instance } from '../e2e/instance.ts';
import { ariOf } from '../faults/exchange.ts';

const endpointsSchema = z.array(z.object({ resource: z.string(), state: z.string() }));

/** A number of the fictitious range that no account has. */
export const queueNumber = '+33199000199';

/** An Asterisk that is to have a `Queue()`, and the folder of its configuration. */
export type QueueExchange = { readonly ari: AriRequest; readonly etc: string };

/** The instance's own. */
export const exchangeOf = ({ dataDir }: Instance): QueueExchange => ({
  ari: ariRequests({ url: ariOf(dataDir), application: 'bench' }),
  etc: join(placesIn(dataDir).asterisk, 'etc'),
});

/** The registered telephone of an operator at the instance's exchange. */
export async function telephoneOf({ ari }: QueueExchange, operatorId: string): Promise<string> {
  const telephones = endpointsSchema.parse(await ari('GET', '/endpoints/PJSIP'));
  const prefix = `op${operatorId.replaceAll('-', '')}`;
  const telephone = telephones.find(({ resource, state }) => resource.startsWith(prefix) && state === 'online');
  if (telephone === undefined) throw new Error('the operator of the queue has no telephone');
  return telephone.resource;
}

/**
 * Whom the queue rings from now on: telephones of this exchange. `inUse`: whether also while they speak, as without a word of
 * their state.
 */
export async function setMembers(
  { ari, etc }: QueueExchange,
  members: readonly string[],
  { inUse }: { readonly inUse: 'yes' | 'no' },
): Promise<void> {
  const queues = join(etc, 'queues.conf');
  const queue = ['[general]', '[bench]', 'strategy=rrmemory', 'timeout=30', `ringinuse=${inUse}`];
  writeFileSync(queues, [...queue, ...members.map((member) => `member => PJSIP/${member}`), ''].join('\n'));
  chmodSync(queues, 0o644); // Asterisk runs as another user
  await unlessGone(ari('POST', '/asterisk/modules/app_queue.so')); // 409: it is loaded, and reads anew what has changed
  await ari('PUT', '/asterisk/modules/app_queue.so');
}

/** The steps of the dialplan behind the queue's number, as a call centre built on `app_queue` would write them. */
export async function addQueue({ ari, etc }: QueueExchange, [first, ...next]: readonly string[]): Promise<void> {
  const lines = ['', '[from-trunk](+)', `exten => ${queueNumber},1,${first}`, ...next.map((step) => ` same => n,${step}`), ''];
  appendFileSync(join(etc, 'extensions.conf'), lines.join('\n'));
  await ari('PUT', '/asterisk/modules/pbx_config.so');
}
