import { type Identity, mayMutate } from '#shared/accounts/access.ts';
import { CodedError } from '#shared/errors.ts';
import { type Author, isRefusal, type Outcome, type RowRef, refKey } from '#shared/sync/mutation.ts';
import { type Change, guardsOf, isMutationName, isOnlyOffices, parseChange, runChange } from '#shared/sync/mutations.ts';
import {
  PROTOCOL_VERSION,
  type PushRequest,
  type PushResponse,
  type QueuedMutation,
  servedProtocols,
} from '#shared/sync/protocol.ts';
import { accountOf, type Space } from '#shared/sync/rows.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import { type Digest, forgetting, memoryOfErasures } from './erased-marks.ts';

/** What follows from an applied change, in its transaction: deliveries, jobs. `who` made the change. */
export type AfterMutation = (tx: ServerTransaction, change: Change, who: Identity) => Promise<void>;

export type PushDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly afterMutation: AfterMutation;
  /** Keyed digest of a number or name, as erasures keep it. */
  readonly digest: Digest;
  /** Called after each commit with the spaces that changed. */
  readonly poke: (spaces: readonly Space[]) => void;
};

/** Why a change is refused; `for-supervisor` notes are kept in history and not answered as refused [NO2]. */
type Refusal = 'unknown' | 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'for-supervisor';
type Refused = PushResponse['refused'][number];
type Device = { readonly deviceId: string; readonly userId: string };

/**
 * Applies a device's changes once each, in order, each in its own transaction [PU1–PU5]. A device that is too old to be
 * served hands in what it has all the same: what cannot be read of it is kept in history as it came [PU4].
 */
export const push =
  (deps: PushDeps) =>
  async (who: Identity, request: PushRequest): Promise<PushResponse> => {
    if (request.protocol > PROTOCOL_VERSION) requireKnownProtocol(request.protocol);
    const device = { deviceId: request.deviceId, userId: who.userId };
    const refused: Refused[] = [];
    let lastSeq = 0;
    for (const queued of [...request.mutations].sort((a, b) => a.seq - b.seq)) {
      const { result, changed } = await deps.store.transact((tx) => pushOne(deps, tx, { who, device, queued }));
      if (changed.length > 0) deps.poke(changed);
      if (result.refused) refused.push(result.refused);
      lastSeq = result.lastSeq;
    }
    return { lastSeq, refused };
  };

/** Throws `protocol.too_old`. */
export function requireKnownProtocol(protocol: number): void {
  if (servedProtocols.includes(protocol)) return;
  throw new CodedError('protocol.too_old', `protocol ${protocol} is not served, ${servedProtocols.join(', ')} are`);
}

type Pushed = { readonly who: Identity; readonly device: Device; readonly queued: QueuedMutation };

async function pushOne(
  deps: PushDeps,
  tx: ServerTransaction,
  pushed: Pushed,
): Promise<{ lastSeq: number; refused: Refused | null }> {
  const { device, queued } = pushed;
  const lastSeq = await tx.lastSeq(device);
  if (queued.seq <= lastSeq) return { lastSeq, refused: await answerAgain(tx, pushed) }; // [PU2]
  const { at } = authorOf(pushed.who, queued, deps.clock());
  const memory = await memoryOfErasures(deps, tx, { args: queued.args, at });
  const refusal = await apply(deps, memory === null ? tx : forgetting(tx, memory), pushed);
  const args = memory === null ? queued.args : null;
  await tx.addHistory({ ...device, seq: queued.seq, name: queued.name, args, refused: refusal, at });
  await tx.setLastSeq(device, queued.seq);
  const refused = refusal === null ? null : await answer(tx, pushed, refusal);
  return { lastSeq: queued.seq, refused };
}

/** The answer to the first push may have been lost: a refusal is repeated, else it would be dropped. */
async function answerAgain(tx: ServerTransaction, pushed: Pushed): Promise<Refused | null> {
  const code = await tx.refusedEarlier(pushed.device, pushed.queued.seq);
  return code === null ? null : answer(tx, pushed, code);
}

async function answer(tx: ServerTransaction, pushed: Pushed, code: string): Promise<Refused | null> {
  if (code === ('for-supervisor' satisfies Refusal)) return null;
  const theirs = code === ('conflict' satisfies Refusal) ? await currentRows(tx, pushed) : null;
  return { seq: pushed.queued.seq, code, theirs };
}

async function apply(deps: PushDeps, tx: ServerTransaction, { who, device, queued }: Pushed): Promise<Refusal | null> {
  const change = isMutationName(queued.name) ? parseChange(queued.name, queued.args) : null;
  if (!change) return isMutationName(queued.name) ? 'invalid' : 'unknown';
  const denied = await denial(tx, who, change);
  if (denied) return denied;
  if (await isConflict(tx, { device, queued, guards: await guardsOf(tx, change) })) return 'conflict';
  const outcome = await runChange(tx, change, authorOf(who, queued, deps.clock()));
  if (outcome === 'applied') await deps.afterMutation(tx, change, who);
  return refusalOf(outcome, change);
}

/** The device's instant, but never later than the server's [MU3]. */
const authorOf = (who: Identity, queued: QueuedMutation, now: string): Author => ({
  name: who.name,
  at: queued.at < now ? queued.at : now,
});

function refusalOf(outcome: Outcome, change: Change): Refusal | null {
  if (!isRefusal(outcome)) return null;
  return change.name === 'lockNote' ? 'for-supervisor' : outcome;
}

/** A note is never refused for access: who handled its call may lock it, any other becomes the supervisor's [NO2]. */
async function denial(tx: ServerTransaction, who: Identity, change: Change): Promise<Refusal | null> {
  if (mayMutate(who, change.name, change.args)) {
    return who.role === 'person' && !who.office && (await isOnlyOffices(tx, change)) ? 'forbidden' : null;
  }
  if (change.name !== 'lockNote') return 'forbidden';
  const call = change.args.callId === null ? undefined : await tx.get('call', change.args.callId);
  const handled = who.role === 'operator' && call?.operatorId === who.operatorId;
  return handled && call?.accountId === change.args.accountId ? null : 'for-supervisor';
}

type Guarded = { readonly device: Device; readonly queued: QueuedMutation; readonly guards: readonly RowRef[] };

/** Changed since the device saw it, and not by an earlier change of the same device [CO1, CO3]. */
async function isConflict(tx: ServerTransaction, { device, queued, guards }: Guarded): Promise<boolean> {
  for (const ref of guards) {
    const version = await tx.version(ref.kind, ref.id);
    if (version <= (queued.saw[refKey(ref)] ?? 0)) continue;
    if ((await tx.lastWriter(ref.kind, ref.id)) !== device.deviceId) return true;
  }
  return false;
}

/** Both texts are shown under "needs your attention": these are the server's, of this account only [AC3]. */
async function currentRows(tx: ServerTransaction, { who, queued }: Pushed): Promise<unknown> {
  const change = isMutationName(queued.name) ? parseChange(queued.name, queued.args) : null;
  if (!change || !mayMutate(who, change.name, change.args)) return null;
  const accountId = 'accountId' in change.args ? change.args.accountId : null;
  const theirs: Record<string, unknown> = {};
  for (const ref of await guardsOf(tx, change)) {
    const row = await tx.get(ref.kind, ref.id);
    if (!row || accountOf(ref.kind, row) === accountId) theirs[refKey(ref)] = row ?? null;
  }
  return theirs;
}
