import { legWish, type OnDuty } from '#shared/operators/presence.ts';
import { toMs } from '#shared/time.ts';
import type { TelephonyEffect } from '../ports/telephony.ts';
import { change } from './change-operator.ts';
import type { Operators } from './operators-on-duty.ts';

/** Janus answers a new call with 486 for up to a second after the last one ended. */
const retryMs = 1_500;

/** Brings legs up and takes them down as their operators need them; the audio check's echo too. */
export function keepLegs(floor: Operators): void {
  const at = floor.deps.clock();
  for (const o of floor.operators.values()) {
    const wish = legWish(o, at);
    if (wish === 'up' && o.leg === 'none') bringUp(floor, o);
    if (wish === 'drop' && o.leg !== 'none') takeDown(floor, o);
    keepEcho(floor, o);
  }
}

/** Gives up a leg that is of no use; a new one comes by itself. */
export function renewLeg(floor: Operators, operatorId: string): void {
  ask(floor, { do: 'drop-leg', operatorId });
}

function bringUp(floor: Operators, o: OnDuty): void {
  const { id } = o.operator;
  const now = toMs(floor.deps.clock());
  if (now - (floor.legTriedAtMs.get(id) ?? 0) < retryMs) return;
  floor.legTriedAtMs.set(id, now);
  change(floor, id, { t: 'leg', state: 'coming' });
  floor.deps.live.toOperator(id, { t: 'leg', wanted: true });
  ask(floor, { do: 'bring-leg', operatorId: id }, () => change(floor, id, { t: 'leg', state: 'none' }));
}

function takeDown(floor: Operators, o: OnDuty): void {
  const { id } = o.operator;
  floor.legTriedAtMs.set(id, toMs(floor.deps.clock()));
  change(floor, id, { t: 'leg', state: 'none' });
  floor.deps.live.toOperator(id, { t: 'leg', wanted: false });
  ask(floor, { do: 'drop-leg', operatorId: id });
}

function keepEcho(floor: Operators, o: OnDuty): void {
  const { id } = o.operator;
  const on = o.echo && o.leg === 'alive';
  if (on === floor.echoing.has(id)) return;
  if (on) floor.echoing.add(id);
  else floor.echoing.delete(id);
  ask(floor, { do: 'echo', operatorId: id, on }, () => floor.echoing.delete(id));
}

function ask(floor: Operators, effect: TelephonyEffect, failed: () => void = () => undefined): void {
  floor.deps.telephony.perform(effect).catch((cause: unknown) => {
    floor.deps.log('operator.effect_failed', { effect: effect.do, cause: String(cause) });
    failed();
  });
}
