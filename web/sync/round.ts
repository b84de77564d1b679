import { PROTOCOL_VERSION } from '#shared/sync/protocol.ts';
import type { Clock, LocalStore, SyncWire } from '../ports.ts';
import { MAX_CHANGES, takeBatch } from './batch.ts';

/** Large enough for a quick first sync, small enough that a screen pop never waits long for the database. */
const PULL_LIMIT = 2000;

export type RoundDeps = { readonly local: LocalStore; readonly wire: SyncWire; readonly clock: Clock };

/** Push until nothing is unsent, then pull until nothing is newer; a pull before the answer to a push could lose a refusal [PU6]. */
export async function syncRound({ local, wire, clock }: RoundDeps): Promise<void> {
  const { deviceId } = local;
  for (let queue = await local.unsent(MAX_CHANGES); queue.length > 0; queue = await local.unsent(MAX_CHANGES)) {
    const mutations = takeBatch(queue);
    await local.answered(await wire.push({ protocol: PROTOCOL_VERSION, deviceId, mutations }));
  }
  for (let more = true; more; ) {
    const cursors = { ...(await local.cursors()) };
    const response = await wire.pull({ protocol: PROTOCOL_VERSION, deviceId, cursors, limit: PULL_LIMIT });
    await local.applyPull(response, clock());
    more = response.more;
  }
}
