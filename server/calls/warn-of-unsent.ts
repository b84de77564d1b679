import { unsentUrgentOf } from '#shared/calls/unsent-urgent.ts';
import type { UnsentUrgent } from '#shared/live.ts';
import { type Floor, toPage } from './floor-state.ts';

/** Urgent notes that still stand at their operators' desks although the calls are over, the oldest first. */
export function unsentUrgent(floor: Floor): UnsentUrgent[] {
  const at = floor.deps.clock();
  const left = [...floor.wrapUps].flatMap(([id, call]) => {
    const onDuty = floor.operators.get(id) ?? null;
    const name = (onDuty?.operator ?? floor.deps.directory.operator(id))?.name ?? '';
    return unsentUrgentOf({ call, draft: floor.drafts.get(call.callId) ?? null, onDuty, operator: { id, name } }, at) ?? [];
  });
  return left.toSorted((a, b) => a.endedAt.localeCompare(b.endedAt));
}

/** Supervisors see every one, an operator those of colleagues for the accounts that he is trained for. */
export function warnOfUnsent(floor: Floor): void {
  const notes = unsentUrgent(floor);
  const told = notes.length === 0 ? '' : JSON.stringify([notes, [...floor.presences.keys()]]);
  if (told === floor.lastUnsent) return;
  floor.lastUnsent = told;
  floor.deps.live.toSupervisors({ t: 'unsent-urgent', notes });
  for (const { operator, supervises } of floor.operators.values()) {
    if (supervises) continue;
    const ofColleagues = notes.filter((n) => n.operatorId !== operator.id && operator.trainedFor.includes(n.accountId));
    toPage(floor, operator.id, { t: 'unsent-urgent', notes: ofColleagues });
  }
}
