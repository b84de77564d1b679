import type { OperatorStatus } from '#shared/live.ts';
import { isSignedIn, presenceOf } from '#shared/operators/presence.ts';
import type { Operators } from './operators-on-duty.ts';

/**
 * Tells each operator what has changed of him, and everybody who is there for whom; those away for a minute without a call are
 * forgotten. Tells its caller whether anything has changed.
 */
export function tellPresence(floor: Operators): boolean {
  const at = floor.deps.clock();
  let [changed, operatorsChanged] = [false, false];
  for (const [id, o] of floor.operators) {
    if (o.work.kind === 'free' && o.leg === 'none' && !isSignedIn(o, at)) {
      floor.operators.delete(id);
      floor.presences.delete(id);
      [changed, operatorsChanged] = [true, true];
      continue;
    }
    const before = floor.presences.get(id) ?? null;
    const now = presenceOf(o, before, at, floor.inCharge ? 'there' : 'away');
    if (now === before) continue;
    floor.presences.set(id, now);
    changed = true;
    operatorsChanged ||= !o.supervises;
    floor.deps.live.toOperator(id, { t: 'presence', presence: now });
  }
  if (!operatorsChanged) return changed;
  const message = { t: 'floor' as const, operators: statuses(floor) };
  floor.deps.live.toSupervisors(message);
  floor.deps.live.toOperators(message);
  return changed;
}

/** Every operator on duty with the one word for his state. */
export function statuses(floor: Pick<Operators, 'operators' | 'presences' | 'deps'>): OperatorStatus[] {
  const at = floor.deps.clock();
  const operators = [...floor.operators.values()].filter((o) => !o.supervises);
  return operators.map((o) => ({
    operatorId: o.operator.id,
    name: o.operator.name,
    presence: floor.presences.get(o.operator.id) ?? presenceOf(o, null, at),
  }));
}
