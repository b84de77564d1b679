import * as z from 'zod/mini';
import type { LegPrice } from '#shared/calls/leg-price.ts';
import type { PersonCallResult } from '#shared/calls/person-call.ts';
import type { Delivery } from '#shared/delivery/delivery.ts';
import { deliveryKey, stepOf } from '#shared/delivery/delivery-key.ts';
import { callEnded } from '#shared/delivery/escalation.ts';
import { type CallJob, callJobSchema } from '#shared/delivery/message.ts';
import { advance, type DeliveryEvent, isOver } from '#shared/delivery/progress.ts';
import { CodedError } from '#shared/errors.ts';
import { byTelephone } from '#shared/notes/by-telephone.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { PersonCalls } from '../ports/telephony.ts';
import { goOn } from './climb.ts';
import { deliveryId } from './delivery-id.ts';
import { type FactsDeps, factsOf } from './queue-delivery.ts';
import { acknowledgeFor } from './take-answer.ts';

export type TelephoneDeps = FactsDeps & {
  readonly store: Store;
  readonly poke: (spaces: readonly string[]) => void;
  readonly calls: PersonCalls;
};

/** A call that nobody can tell the end of, because the server died, is made once more. */
const mostAttempts = 2;

/** What became of a call, or why there was none. */
type Ended = { readonly result: Exclude<PersonCallResult, 'taken'> | 'interrupted'; readonly price: LegPrice | null };

/**
 * The job `telephone`: calls a person about an urgent note. The attempt is counted before it is made, and what it came to
 * is written before the last words are said: a call that was cut off is made again once, and none is lost [S14].
 */
export const telephonePerson =
  (deps: TelephoneDeps) =>
  async (payload: unknown): Promise<void> => {
    const job = callJobSchema.parse(payload);
    if (!deps.calls.isReady()) throw new CodedError('telephone.not_ready', 'the exchange is not ours now: called later');
    const delivery = await transact(deps, (tx) => begin(deps, tx, job.deliveryId));
    if (delivery === null) return;
    const { to: number, channel: _, ...words } = job.message;
    const person = { id: `${delivery.id}.${delivery.attempts}`, accountId: delivery.accountId, number, ...words };
    await deps.calls.call(person, (result, price) =>
      transact(deps, (tx) =>
        result === 'taken' ? taken(deps, tx, job, price) : endedInVain(deps, tx, job.deliveryId, { result, price }),
      ),
    );
  };

const endJobSchema = z.object({ deliveryIds: z.array(z.uuid()) });

/** The job `end-calls`: somebody has taken the note by other means while telephones ring. */
export const endCalls =
  ({ calls }: Pick<TelephoneDeps, 'calls'>) =>
  async (payload: unknown): Promise<void> => {
    for (const id of endJobSchema.parse(payload).deliveryIds) calls.end(`${id}.`);
  };

async function transact<T>({ store, poke }: TelephoneDeps, run: (tx: ServerTransaction) => Promise<T>): Promise<T> {
  const { result, changed } = await store.transact(run);
  poke(changed);
  return result;
}

/** The delivery with its attempt counted; null when nobody is to be called any more. */
async function begin(deps: TelephoneDeps, tx: ServerTransaction, id: string): Promise<Delivery | null> {
  const delivery = await tx.get('delivery', id);
  if (delivery === undefined || isOver(delivery)) return null;
  const note = await tx.get('note', delivery.noteId);
  if (note === undefined || note.acknowledged !== null) {
    await tx.put('delivery', advance(delivery, { kind: 'expired', problem: 'taken' }));
    return null;
  }
  if (delivery.attempts >= mostAttempts) {
    await endedInVain(deps, tx, id, { result: 'interrupted', price: null });
    return null;
  }
  const begun = { ...advance(delivery, { kind: 'retrying', problem: 'ringing' }), attempts: delivery.attempts + 1 };
  await tx.put('delivery', begun);
  return begun;
}

/** The person pressed 1. Who has left the roster meanwhile takes nothing on. */
async function taken(deps: TelephoneDeps, tx: ServerTransaction, job: CallJob, price: LegPrice | null): Promise<void> {
  const delivery = await tx.get('delivery', job.deliveryId);
  if (delivery === undefined) return;
  const [note, person] = [await tx.get('note', delivery.noteId), await tx.get('person', delivery.personId)];
  if (note === undefined || person === undefined) return endedInVain(deps, tx, delivery.id, { result: 'passed-on', price });
  await tx.put('delivery', { ...advance(delivery, { kind: 'delivered', at: deps.clock() }), ...priced(price) });
  await acknowledgeFor(deps, tx, { note, person, means: byTelephone[job.message.language] });
}

/** Why it failed stands on the delivery; the ladder goes on when no other call of the step runs. */
async function endedInVain(deps: TelephoneDeps, tx: ServerTransaction, id: string, { result, price }: Ended): Promise<void> {
  const delivery = await tx.get('delivery', id);
  if (delivery === undefined || isOver(delivery)) return;
  const event = result === 'not-needed' ? ({ kind: 'expired', problem: 'taken' } as const) : failedBy(result);
  await tx.put('delivery', { ...advance(delivery, event), ...priced(price) });
  const note = await tx.get('note', delivery.noteId);
  if (note === undefined) return;
  const facts = await factsOf(deps, tx, note);
  for (const { id: personId } of facts.roster) {
    const key = deliveryKey({ noteId: note.id, step: stepOf(delivery), personId, channel: 'telephone' });
    const other = await tx.get('delivery', deliveryId(key));
    if (other !== undefined && !isOver(other)) return;
  }
  const reachedNobody = result === 'not-allowed' || result === 'failed' || result === 'interrupted';
  const climb = callEnded(facts, delivery, result === 'passed-on' || reachedNobody ? 'now' : 'in-time');
  if (climb !== null) await goOn(tx, { ...facts, note: { ...note, climb } });
}

/** `refused` and `failed` are words for providers on the screens. */
function failedBy(result: Ended['result']): DeliveryEvent {
  const problem = result === 'refused' ? 'declined' : result === 'failed' ? 'not-connected' : result;
  return { kind: 'failed', problem };
}

const priced = (price: LegPrice | null): Pick<Delivery, 'price'> => (price === null ? {} : { price });
