import type { Listening } from '#shared/calls/listened.ts';
import { listenersOf, operatorHeard } from '#shared/calls/listening.ts';
import type { OnDuty } from '#shared/operators/presence.ts';
import { change } from '../operators/change-operator.ts';
import type { TelephonyEffect } from '../ports/telephony.ts';
import { advance } from './advance-call.ts';
import { inTurn } from './execute.ts';
import type { Floor } from './floor-state.ts';

type Wish = { readonly operatorId: string; readonly how: Listening };

/** Brings supervisors to the legs that they follow, as the calls say, and lets go whoever cannot follow any more. */
export function keepListening(floor: Floor): void {
  for (const call of floor.calls.values()) {
    for (const { supervisorId, name } of listenersOf(call)) {
      const isThere = floor.operators.get(supervisorId)?.page.open === true && operatorHeard(call) !== null;
      if (!isThere) advance(floor, call.id, { t: 'listen', supervisorId, name, how: null });
    }
  }
  const wishes = wishesNow(floor);
  for (const o of floor.operators.values()) if (o.supervises) keepOne(floor, o, wishes.get(o.operator.id) ?? null);
}

function wishesNow(floor: Floor): Map<string, Wish> {
  const wishes = new Map<string, Wish>();
  for (const call of floor.calls.values()) {
    const operatorId = operatorHeard(call);
    if (operatorId === null) continue;
    for (const { supervisorId, how } of listenersOf(call)) wishes.set(supervisorId, { operatorId, how });
  }
  return wishes;
}

/** What the exchange was asked last is remembered: it is asked again only for another leg, or for another way. */
function keepOne(floor: Floor, o: OnDuty, wish: Wish | null): void {
  const { id } = o.operator;
  if (o.listening !== (wish !== null)) change(floor, id, { t: 'listening', on: wish !== null });
  const effect: TelephonyEffect =
    wish !== null && hasLeg(o) && hasLeg(floor.operators.get(wish.operatorId))
      ? { do: 'listen', supervisorId: id, ...wish }
      : { do: 'listen-no-more', supervisorId: id };
  const asked = effect.do === 'listen' ? `${effect.how} ${effect.operatorId}` : '';
  if ((floor.listening.get(id) ?? '') === asked) return;
  floor.listening.set(id, asked);
  inTurn(floor, `listening ${id}`, () =>
    floor.deps.telephony.perform(effect).catch((cause: unknown) => {
      floor.deps.log('listen.effect_failed', { supervisorId: id, effect: effect.do, cause: String(cause) });
      if (floor.listening.get(id) === asked) floor.listening.delete(id);
    }),
  );
}

const hasLeg = (o: OnDuty | undefined): boolean => o?.leg === 'alive' || o?.leg === 'silent';
