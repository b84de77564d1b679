import { PROTOCOL_VERSION, type PullRequest } from '#shared/sync/protocol.ts';
import type { SyncStatus } from '../ports/device.ts';
import type { LocalStore, SyncWire } from '../ports/sync.ts';
import type { Clock } from '../ports/time.ts';
import { MAX_CHANGES, takeBatch } from './batch.ts';

/** Large enough for a quick first sync, small enough that a screen pop never waits long for the database. */
const PULL_LIMIT = 2000;

export type RoundDeps = {
  readonly local: LocalStore;
  readonly wire: SyncWire;
  readonly clock: Clock;
  /** Called before each look at the queue: what has woken the loop until then is in this round. */
  readonly heed: () => void;
  /** Hears how far a pull of several parts is; null: it is over. */
  readonly onFetching: (fetching: SyncStatus['fetching']) => void;
};

/**
 * Push until nothing is unsent, then pull until nothing is newer; a pull before the answer to a push could lose a refusal
 * [PU6]. The pull counts as made when the queue was looked at last: what was locked since may not have been pushed.
 */
export async function syncRound({ local, wire, clock, heed, onFetching }: RoundDeps): Promise<void> {
  const { deviceId } = local;
  let looked = clock();
  const look = () => {
    heed();
    looked = clock();
    return local.unsent(MAX_CHANGES);
  };
  const pushAll = async () => {
    for (let queue = await look(); queue.length > 0; queue = await look()) {
      const mutations = takeBatch(queue);
      await local.answered(await wire.push({ protocol: PROTOCOL_VERSION, deviceId, mutations }));
    }
  };
  const [known] = await Promise.all([local.cursors(), pushAll()]); // pushing does not move the cursors
  const ask = (cursors: PullRequest['cursors']) =>
    wire.pull({ protocol: PROTOCOL_VERSION, deviceId, cursors: { ...cursors }, limit: PULL_LIMIT });
  let asked = ask(known);
  for (let more = true, got = 0; more; ) {
    const response = await asked;
    more = response.more;
    if (more) {
      asked = ask(response.cursors); // comes while this part is written
      asked.catch(() => undefined); // heard when it is awaited, unless this part cannot be written
    }
    await local.applyPull(response, looked);
    got += response.rows.length;
    onFetching(more ? { got, left: response.left ?? 0 } : null);
  }
}
