import { CodedError } from '#shared/errors.ts';
import type { Author } from '#shared/sync/mutation.ts';
import { type Change, type MutationArgs, type MutationName, parseChange } from '#shared/sync/mutations.ts';
import type { ContactSearch } from '../ports/contacts.ts';
import type { Device, Lost, SyncStatus } from '../ports/device.ts';
import type { DeviceMarker, LocalStatus, LocalStore, SyncWire } from '../ports/sync.ts';
import type { Clock } from '../ports/time.ts';
import { createLoop, type LoopState } from './loop.ts';
import { syncRound } from './round.ts';

export type DeviceDeps = {
  readonly local: LocalStore;
  readonly contacts: ContactSearch;
  readonly wire: SyncWire;
  readonly marker: DeviceMarker;
  /** Name of the signed-in user, who stands as the author of what this device changes. */
  readonly userName: string;
  readonly clock: Clock;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly random: () => number;
  /** One tab at a time: in the browser the Web Lock `permanence-push`. */
  readonly exclusive: (run: () => Promise<void>) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/** Puts the user's database and the sync loop together; the loop begins at once. */
export function createDevice(deps: DeviceDeps): Device {
  const { local } = deps;
  const status = createStatus(local);
  const lost = noticeLoss(local, deps.marker, status.listen);
  const loop = createLoop({
    round: (heed) =>
      deps.exclusive(() => syncRound({ ...deps, heed, onFetching: status.fetching })).finally(() => status.fetching(null)),
    after: deps.after,
    random: deps.random,
    onState: status.loop,
    onError: deps.onError,
  });
  const author = (): Author => ({ name: deps.userName, at: deps.clock() });
  const queued = async (queueing: Promise<void>) => {
    await queueing;
    loop.wake();
  };
  loop.wake();
  return {
    deviceId: local.deviceId,
    contacts: deps.contacts,
    lost,
    read: local.read,
    watch: local.watch,
    mutate: async (name, args) => queued(local.mutate(parsed(name, args), author())),
    mutateAll: async (name, all) =>
      queued(
        local.mutateAll(
          all.map((args) => parsed(name, args)),
          author(),
        ),
      ),
    saveDraft: local.saveDraft,
    removeDraft: local.removeDraft,
    readForm: local.readForm,
    keepForm: local.keepForm,
    lockDraft: async (draft, args) => queued(local.lockDraft(draft, parsed('lockNote', args), author())),
    takeBack: (draft) => local.takeBack(draft, deps.clock()),
    sync: loop.wake,
    onStatus: status.listen,
    dismissRefused: local.dismissRefused,
    sendAgain: async (seq) => queued(local.sendAgain(seq, author())),
    keepBoth: async (seq) => queued(local.keepBoth(seq, author())),
    async close() {
      status.stop();
      await loop.stop();
      deps.contacts.close();
      local.close();
    },
    async wipe({ force }) {
      const kept = force ? 'nothing' : await local.undecided();
      if (kept !== 'nothing') return kept;
      status.stop();
      await loop.stop();
      deps.contacts.close();
      await local.wipe();
      deps.marker.forget();
      return 'wiped';
    },
  };
}

function parsed<N extends MutationName>(name: N, args: MutationArgs<N>): Change {
  const change = parseChange(name, args);
  if (!change) throw new CodedError('sync.invalid', `${name}: arguments do not fit`);
  return change;
}

/** What is missing of the database that there was; null when it is the same one, or there never was another. */
function noticeLoss(local: LocalStore, marker: DeviceMarker, onStatus: Device['onStatus']): Lost | null {
  const before = marker.read();
  let [drafts, changes] = [0, 0];
  const mark = () => marker.write({ unsent: drafts + changes });
  local.watch(
    async (rows) => (await rows.drafts()).length,
    (count) => {
      drafts = count;
      mark();
    },
  );
  onStatus(({ unsent }) => {
    if (unsent === changes) return;
    changes = unsent;
    mark();
  });
  if (local.anew === null) return null;
  const { back } = local.anew;
  return before === null && back === 0 ? null : { back, gone: Math.max(0, (before?.unsent ?? 0) - back) };
}

type Listener = (status: SyncStatus) => void;

/** The queue's status and the loop's, as one. */
function createStatus(local: LocalStore): {
  loop(state: LoopState): void;
  fetching(fetching: SyncStatus['fetching']): void;
  listen(l: Listener): () => void;
  stop(): void;
} {
  const listeners = new Set<Listener>();
  let state: LoopState = 'syncing';
  let fetching: SyncStatus['fetching'] = null;
  let kept: LocalStatus | null = null;
  const tell = () => {
    if (kept !== null) for (const listener of listeners) listener({ ...kept, state, fetching });
  };
  const stop = local.watchStatus((next) => {
    kept = next;
    tell();
  });
  return {
    loop(next) {
      state = next;
      tell();
    },
    fetching(next) {
      if (next === null && fetching === null) return;
      fetching = next;
      tell();
    },
    listen(listener) {
      listeners.add(listener);
      if (kept !== null) listener({ ...kept, state, fetching });
      return () => listeners.delete(listener);
    },
    stop,
  };
}
