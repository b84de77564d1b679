import type { Delivery } from '#shared/delivery/delivery.ts';
import { isAdded, isAssigned, stepOf } from '#shared/delivery/delivery-key.ts';
import { type DeliverJob, deliverJobSchema, type Message } from '#shared/delivery/message.ts';
import { advance, type DeliveryEvent, isOver } from '#shared/delivery/progress.ts';
import { pauseBeforeRetry } from '#shared/delivery/retry.ts';
import { fromMs, type Instant, toMs } from '#shared/time.ts';
import { SendFailed } from '../ports/delivery.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import { addressRefused } from './address-refused.ts';
import { deliverJobOf } from './queue-delivery.ts';
import { readTogether } from './read-together.ts';
import { receiptEvent } from './receipt-event.ts';
import type { SendMessage } from './send-message.ts';
import { writeTogether } from './write-together.ts';

export type DeliverDeps = {
  readonly store: Store;
  readonly poke: (spaces: readonly string[]) => void;
  readonly clock: Clock;
  readonly send: SendMessage;
};

/** What one attempt came to, before anything is written. */
type Attempted = {
  readonly events: readonly DeliveryEvent[];
  readonly again: Message | null;
  /** What the other side asked for before the next attempt, milliseconds. */
  readonly waitMs: number;
};

/** Jobs `deliver` at the same time: most of them wait for others, and what they read and write is read and written together. */
export const deliveriesAtOnce = 64;
/** Jobs `deliver-urgent` at the same time. */
export const urgentDeliveriesAtOnce = 16;

/** The jobs `deliver` and `deliver-urgent`: hands one message over, records what happened, plans the next attempt. */
export const deliver = (deps: DeliverDeps) => {
  const read = readTogether(deps.store, 'delivery');
  const write = writeTogether(deps.store);
  return async (payload: unknown, stopping?: AbortSignal): Promise<void> => {
    const job = deliverJobSchema.parse(payload);
    const delivery = await read(job.deliveryId);
    if (delivery === undefined || delivery.attempts >= job.attempt || isOver(delivery)) return;
    const attempted = (await isTaken(deps, delivery)) ? taken : await attempt(deps, { job, delivery, stopping });
    const row = { kind: 'delivery', id: job.deliveryId } as const;
    const { changed } = await write([row], (tx) => record(deps, tx, job, attempted));
    deps.poke(changed);
  };
};

const taken: Attempted = { events: [{ kind: 'expired', problem: 'taken' }], again: null, waitMs: 0 };

/** A step of the ladder, or what waited for the end of quiet hours, does not leave any more when somebody has acknowledged. */
async function isTaken({ store }: DeliverDeps, delivery: Delivery): Promise<boolean> {
  const step = stepOf(delivery);
  if (step === 'taken' || isAdded(step) || isAssigned(step) || (step === 1 && delivery.notBefore === undefined)) return false;
  return ((await store.get('note', delivery.noteId))?.acknowledged ?? null) !== null;
}

async function attempt(
  deps: DeliverDeps,
  {
    job,
    delivery,
    stopping,
  }: { readonly job: DeliverJob; readonly delivery: Delivery; readonly stopping: AbortSignal | undefined },
): Promise<Attempted> {
  const at = deps.clock();
  try {
    const { receipts, remaining, waitMs } = await deps.send(job.message, delivery.id, stopping);
    const now = deps.clock();
    const events = [{ kind: 'sent', at: now } as const, ...receipts.map((status) => receiptEvent(status, now))];
    return { events, again: remaining, waitMs };
  } catch (error) {
    if (!(error instanceof SendFailed)) throw error;
    return afterFailure(error, { job, delivery, at });
  }
}

function afterFailure(
  failed: SendFailed,
  { job, delivery, at }: { readonly job: DeliverJob; readonly delivery: Delivery; readonly at: Instant },
): Attempted {
  const { problem } = failed;
  const waitMs = failed.waitMs ?? 0;
  if (failed.permanent) return { events: [{ kind: 'failed', problem }], again: null, waitMs };
  if (pauseAfter(job, delivery, { at, waitMs }) === null) return { events: [{ kind: 'expired', problem }], again: null, waitMs };
  return { events: [{ kind: 'retrying', problem }], again: job.message, waitMs };
}

const pauseAfter = (
  job: DeliverJob,
  delivery: Delivery,
  { at, waitMs }: { readonly at: Instant; readonly waitMs: number },
): number | null => pauseBeforeRetry(job.attempt, toMs(at) - toMs(delivery.notBefore ?? delivery.queuedAt), waitMs);

/** The row and the next attempt in one transaction; the attempt's number keeps a job that runs twice from sending twice. */
async function record(
  deps: DeliverDeps,
  tx: Parameters<Parameters<Store['transact']>[0]>[0],
  job: DeliverJob,
  { events, again, waitMs }: Attempted,
): Promise<void> {
  const delivery = await tx.get('delivery', job.deliveryId);
  if (delivery === undefined) return;
  const next = events.reduce(advance, { ...delivery, attempts: job.attempt });
  await tx.put('delivery', next);
  if (events.some(({ kind }) => kind === 'failed')) await addressRefused(deps, tx, { delivery, status: '' });
  const now = deps.clock();
  const pause = again === null ? null : pauseAfter(job, delivery, { at: now, waitMs });
  if (again === null || pause === null || isOver(next)) return; // over: its note was erased meanwhile
  const payload: DeliverJob = { ...job, attempt: job.attempt + 1, message: again };
  await tx.addJob({ name: deliverJobOf(job), key: delivery.key, payload, runAt: fromMs(toMs(now) + pause) });
}
