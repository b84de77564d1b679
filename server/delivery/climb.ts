import * as z from 'zod/mini';
import { type Climbed, climbOn, endClimb, startClimb } from '#shared/delivery/escalation.ts';
import type { PlanFacts } from '#shared/delivery/plan.ts';
import { present } from '#shared/errors.ts';
import type { Note } from '#shared/notes/note.ts';
import type { ServerTransaction, Store } from '../ports.ts';
import { type FactsDeps, factsOf, queue } from './queue-delivery.ts';

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

/** In the transaction of an acknowledgement, by whatever means: the ladder ends and those who were alerted are told. */
export async function settleClimb(
  deps: FactsDeps,
  tx: ServerTransaction,
  { noteId, personId }: { readonly noteId: string; readonly personId: string | null },
): Promise<void> {
  const note = present(await tx.get('note', noteId), 'note.not_found');
  if (note.climb === undefined) return;
  const ended = endClimb(await factsOf(deps, tx, note), personId);
  if (ended !== null) await put(tx, note, ended);
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

async function put(tx: ServerTransaction, note: Note, { climb, planned }: Climbed): Promise<void> {
  await tx.put('note', { ...note, climb });
  for (const one of planned) await queue(tx, one);
}
