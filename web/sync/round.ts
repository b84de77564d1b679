import { PROTOCOL_VERSION } from '#shared/sync/protocol.ts';
import type { Clock, LocalStore, SyncStatus, SyncWire } from '../ports.ts';
import { MAX_CHANGES, takeBatch } from './batch.ts';

/** Large enough for a quick first sync, small enough that a screen pop never waits long for the database. */
const PULL_LIMIT = 2000;

export type RoundDeps = {
  readonly local: LocalStore;
  readonly wire: SyncWire;
  readonly clock: Clock;
  /** Hears how far a pull of several parts is; null: it is over. */
  readonly onFetching: (fetching: SyncStatus['fetching']) => void;
};

/** Push until nothing is unsent, then pull until nothing is newer; a pull before the answer to a push could lose a refusal [PU6]. */
export async function syncRound({ local, wire, clock, onFetching }: RoundDeps): Promise<void> {
  const { deviceId } = local;
  for (let queue = await local.unsent(MAX_CHANGES); queue.length > 0; queue = await local.unsent(MAX_CHANGES)) {
    const mutations = takeBatch(queue);
    await local.answered(await wire.push({ protocol: PROTOCOL_VERSION, deviceId, mutations }));
  }
  for (let more = true, got = 0; more; ) {
    const cursors = { ...(await local.cursors()) };
    const response = await wire.pull({ protocol: PROTOCOL_VERSION, deviceId, cursors, limit: PULL_LIMIT });
    await local.applyPull(response, clock());
    got += response.rows.length;
    more = response.more;
    onFetching(more ? { got, left: response.left ?? 0 } : null);
  }
}
