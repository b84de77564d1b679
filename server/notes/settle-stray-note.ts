import { type Identity, seesAccount } from '#shared/accounts/access.ts';
import { never, present } from '#shared/errors.ts';
import type { NoteContent } from '#shared/notes/note.ts';
import { lockNote } from '#shared/notes/note-mutations.ts';
import type { StrayDecision, StrayNote, StrayOutcome } from '#shared/notes/stray-note.ts';
import type { Space } from '#shared/sync/rows.ts';
import { showCallOf } from '../calls/show-call.ts';
import type { PlanNote, ServerTransaction, Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';

export type SettleStrayNoteDeps = {
  readonly store: Pick<Store, 'transact'>;
  readonly clock: Clock;
  readonly planNote: PlanNote;
  readonly poke: (spaces: readonly Space[]) => void;
};

/** The supervisor decides about a note that nobody was allowed to lock: once, and kept in history. */
export const settleStrayNote =
  (deps: SettleStrayNoteDeps) =>
  async (who: Identity, asked: { readonly id: string; readonly decision: StrayDecision }): Promise<StrayOutcome> => {
    const { result, changed } = await deps.store.transact((tx) => settle(deps, tx, who, asked));
    if (changed.length > 0) deps.poke(changed);
    return result;
  };

async function settle(
  deps: SettleStrayNoteDeps,
  tx: ServerTransaction,
  who: Identity,
  { id, decision }: { readonly id: string; readonly decision: StrayDecision },
): Promise<StrayOutcome> {
  const stray = await tx.strayNote(id);
  if (stray === null) return 'gone';
  switch (decision.kind) {
    case 'put-aside':
      break;
    case 'assign':
      if (!seesAccount(who, decision.accountId)) return 'no-account';
      if (!(await lockIn(deps, tx, stray, decision.accountId))) return 'no-account';
      break;
    default:
      never(decision);
  }
  await tx.settleStrayNote(id, { ...decision, userId: who.userId, at: deps.clock() });
  return 'settled';
}

/** Locked as it was written, in the account that the supervisor named; then it is delivered like any note. */
async function lockIn(deps: SettleStrayNoteDeps, tx: ServerTransaction, stray: StrayNote, accountId: string): Promise<boolean> {
  const { id, callId, content } = stray.note;
  const call = callId === null ? undefined : await tx.get('call', callId);
  const args = {
    ...stray.note,
    accountId,
    callId: call?.accountId === accountId ? callId : null,
    content: { ...content, forWhom: await wantedIn(tx, accountId, content) },
  };
  const outcome = await lockNote.run(tx, args, { name: stray.note.handledBy, at: stray.at });
  if (outcome === 'applied') await showCallOf(tx, id);
  if (outcome === 'applied') await deps.planNote(tx, present(await tx.get('note', id), 'note.not_found'));
  return outcome === 'applied' || outcome === 'unchanged';
}

/** A person of another client's roster cannot be meant: the note goes to position 1 [J10]. */
async function wantedIn(tx: ServerTransaction, accountId: string, { forWhom }: NoteContent): Promise<NoteContent['forWhom']> {
  if (forWhom.kind === 'nobody-named') return forWhom;
  const person = await tx.get('person', forWhom.personId);
  return person?.accountId === accountId ? forWhom : { kind: 'nobody-named' };
}
