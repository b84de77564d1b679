import * as z from 'zod/mini';
import type { CallbackTask } from '#shared/calls/callback-task.ts';
import { deliveryKey } from '#shared/delivery/delivery-key.ts';
import { alertTaskKey, type Climbed, climbOn, endClimb, startClimb } from '#shared/delivery/escalation.ts';
import type { PlanFacts } from '#shared/delivery/plan.ts';
import { present } from '#shared/errors.ts';
import type { Note } from '#shared/notes/note.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import { deliveryId } from './delivery-id.ts';
import { endCallsJobName, type FactsDeps, factsOf, queue } from './queue-delivery.ts';
import { tellWebhooks } from './tell-webhooks.ts';

/** The name of the job that takes the next step of an urgent note's ladder. */
export const climbJobName = 'climb';

const climbJobSchema = z.object({ noteId: z.uuid() });

export type ClimbDeps = FactsDeps & { readonly store: Store; readonly poke: (spaces: readonly string[]) => void };

/** In the transaction of the locked note: its first step, and the job of the second one. Twice is once. */
export async function beginClimb(tx: ServerTransaction, facts: PlanFacts): Promise<void> {
  const climb = startClimb(facts);
  if (climb !== null) await takeDueStep(tx, { ...facts, note: { ...facts.note, climb } });
}

/**
 * The job `climb`: reads the note anew and takes the step that is due, if one still is. The step, its deliveries and the
 * next job are one transaction, so a job that is cut off or runs twice takes no step twice and loses none.
 */
export const climb =
  (deps: ClimbDeps) =>
  async (payload: unknown): Promise<void> => {
    const { noteId } = climbJobSchema.parse(payload);
    const { changed } = await deps.store.transact(async (tx) => {
      const note = await tx.get('note', noteId);
      if (note !== undefined) await takeDueStep(tx, await factsOf(deps, tx, note));
    });
    deps.poke(changed);
  };

/** In the transaction of an acknowledgement, by whatever means: the client's systems are told, the ladder ends and those who were alerted are told. */
export async function settleClimb(
  deps: FactsDeps,
  tx: ServerTransaction,
  { noteId, personId }: { readonly noteId: string; readonly personId: string | null },
): Promise<void> {
  const note = present(await tx.get('note', noteId), 'note.not_found');
  if (note.acknowledged !== null) await tellWebhooks(deps, tx, note, { type: 'note.acknowledged', ...note.acknowledged });
  if (note.climb === undefined) return;
  const facts = await factsOf(deps, tx, note);
  const ended = endClimb(facts, personId);
  if (ended === null) return;
  await put(tx, note, ended);
  for (const person of facts.roster) await endTask(tx, facts, person.id);
  await endCalls(tx, facts);
}

/** The note's ladder with a place that was just changed: what is due now is taken, what is due later is asked for. */
export async function goOn(tx: ServerTransaction, facts: PlanFacts): Promise<void> {
  await tx.put('note', facts.note);
  await takeDueStep(tx, facts);
}

/** Telephones that ring by the note's last step are let alone as soon as this is written. */
async function endCalls(tx: ServerTransaction, { note, roster }: PlanFacts): Promise<void> {
  const step = note.climb?.step ?? 0;
  const ids = roster.map(({ id }) => deliveryId(deliveryKey({ noteId: note.id, step, personId: id, channel: 'telephone' })));
  const called: string[] = [];
  for (const id of ids) if (((await tx.get('delivery', id))?.attempts ?? 0) > 0) called.push(id);
  if (called.length > 0) await tx.addJob({ name: endCallsJobName, payload: { deliveryIds: called } });
}

/** Nobody needs to be telephoned any more. */
async function endTask(tx: ServerTransaction, { note, at }: PlanFacts, personId: string): Promise<void> {
  const task = await tx.get('task', deliveryId(alertTaskKey(note.id, personId)));
  if (task?.done === null) await tx.put('task', { ...task, done: { at, by: note.acknowledged?.by ?? '', how: 'client' } });
}

/** A step that comes too early, because the clock was set back, is asked for again at its time. */
async function takeDueStep(tx: ServerTransaction, facts: PlanFacts): Promise<void> {
  const { note } = facts;
  const taken = climbOn(facts);
  if (taken !== null) await put(tx, note, taken);
  const nextAt = (taken?.climb ?? note.climb)?.nextAt ?? null;
  if (nextAt === null || note.acknowledged !== null) return;
  await tx.addJob({ name: climbJobName, key: `climb:${note.id}`, payload: { noteId: note.id }, runAt: nextAt });
}

async function put(tx: ServerTransaction, note: Note, { climb, planned, task }: Climbed): Promise<void> {
  await tx.put('note', { ...note, climb });
  for (const one of planned) await queue(tx, note, one);
  if (task !== null) await putTask(tx, task);
}

/** In the next round the same task comes again; one that is open stays as it is. */
async function putTask(tx: ServerTransaction, task: CallbackTask): Promise<void> {
  const before = await tx.get('task', task.id);
  if (before === undefined || before.done !== null) await tx.put('task', { ...task, tries: before?.tries ?? [] });
}
