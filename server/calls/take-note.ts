import type { UnsentUrgent } from '#shared/live.ts';
import { change } from '../operators/change-operator.ts';
import { type Floor, toPage } from './floor-state.ts';
import { unsentUrgent } from './warn-of-unsent.ts';

/**
 * A colleague or supervisor goes on with an urgent note that was left at its author's desk [S14], as far as the server heard of
 * it. It gets an id of its own: what the author may still send of his is another note, and not lost.
 */
export function takeNote(floor: Floor, takerId: string, callId: string): void {
  const left = unsentUrgent(floor).find((note) => note.callId === callId);
  const draft = floor.drafts.get(callId);
  const call = left === undefined ? undefined : floor.wrapUps.get(left.operatorId);
  if (left === undefined || call === undefined || draft === undefined || !mayTake(floor, takerId, left)) {
    return void toPage(floor, takerId, { t: 'refused', code: 'note.not_possible', callId });
  }
  const { clock, newId } = floor.deps;
  const his = { ...draft, id: newId() };
  floor.wrapUps.delete(left.operatorId);
  change(floor, left.operatorId, { t: 'wrapped-up', callId, at: clock() });
  floor.takenNotes.set(left.operatorId, { callId, by: floor.operators.get(takerId)?.operator.name ?? '' });
  tellOfTakenNote(floor, left.operatorId);
  floor.wrapUps.set(takerId, call);
  floor.drafts.set(callId, his);
  change(floor, takerId, { t: 'wrap-up', callId, at: clock() });
  toPage(floor, takerId, { t: 'call', call, draft: his });
}

/** Whoever sees the warning, and has no call or note of his own in hand. */
function mayTake(floor: Floor, takerId: string, { operatorId, accountId }: UnsentUrgent): boolean {
  const taker = floor.operators.get(takerId);
  if (taker === undefined || takerId === operatorId || taker.work.kind !== 'free') return false;
  return taker.supervises || taker.operator.trainedFor.includes(accountId);
}

/** Its author is told until his page has heard it: it may be away. */
export function tellOfTakenNote(floor: Floor, operatorId: string): void {
  const taken = floor.takenNotes.get(operatorId);
  if (taken !== undefined) toPage(floor, operatorId, { t: 'note-taken', ...taken });
}
