import type { Account } from '../accounts/account.ts';
import type { Instant } from '../time.ts';
import { arrive, step } from './call.ts';
import type { Call, CallEffect, ForwardTo, Step } from './call-state.ts';
import { planReception } from './reception-plan.ts';
import { isAnswered } from './routing.ts';

/** One step of what a caller would live through. */
export type Tried =
  | { readonly t: 'hears'; readonly text: string; readonly isRecorded: boolean }
  | { readonly t: 'presses'; readonly key: string; readonly label: string | null }
  | { readonly t: 'presses-nothing' }
  | { readonly t: 'queue' | 'message' | 'closed' }
  | { readonly t: 'called'; readonly to: ForwardTo; readonly otherwise: 'queue' | 'closed' };

/**
 * What a caller hears and where he ends who calls at this instant and presses these keys, by the same rules as a real call.
 * `account` has the hours in which calls are answered (bureau ∩ account).
 */
export function tryReception(account: Account, { at, keys }: { readonly at: Instant; readonly keys: string }): Tried[] {
  const now = { at, bureau: { hours: { kind: 'always' as const }, timeZone: account.timeZone } };
  const plan = planReception(account, now);
  if (plan === null) return [{ t: isAnswered(account, now) ? 'queue' : 'closed' }];
  const tried: Tried[] = [];
  const left = [...keys];
  let next = arrive(nobody(at), lineOf(account), { to: 'reception', plan });
  while (next.call.state.name === 'reception') {
    tried.push(...heard(next.effects));
    next = goOn(next.call, left, tried, at);
  }
  return [...tried, ...endOf(next.call)];
}

/** He listens to the end, or presses his next key when he is asked. */
function goOn(call: Call, left: string[], tried: Tried[], at: Instant): Step {
  const { state } = call;
  if (state.name !== 'reception' || state.part !== 'question') return step(call, { t: 'played', prompt: 'reception', at });
  const key = left.shift();
  if (key === undefined) {
    tried.push({ t: 'presses-nothing' });
    return step(call, { t: 'key-due', asked: state.asked, at });
  }
  tried.push({ t: 'presses', key, label: state.plan.choices.find((choice) => choice.key === key)?.label ?? null });
  return step(call, { t: 'digit', digit: key, at });
}

const heard = (effects: readonly CallEffect[]): Tried[] =>
  effects.flatMap((effect) =>
    effect.do === 'say' ? [{ t: 'hears' as const, text: effect.said.text, isRecorded: effect.said.recordingId !== null }] : [],
  );

function endOf({ state }: Call): Tried[] {
  if (state.name === 'waiting') return [{ t: 'queue' }];
  if (state.name === 'voicemail') return [{ t: state.reason === 'closed' ? 'closed' : 'message' }];
  if (state.name !== 'forwarding') return [];
  return [{ t: 'called', to: state.to, otherwise: state.otherwise === 'queue' ? 'queue' : 'closed' }];
}

const nobody = (at: Instant) =>
  ({ id: '', channelId: '', caller: null, callerStanding: 'withheld', diversion: null, arrivedAt: at }) as const;

const lineOf = ({ id, language, maxWaitSeconds }: Account) =>
  ({ accountId: id, lineId: '', number: '', language, maxWaitSeconds, overflow: 'voicemail', keepsPlaces: false }) as const;
