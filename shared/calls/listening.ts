import type { Account } from '../accounts/account.ts';
import type { Conversation } from '../live.ts';
import { stay, unheard } from './call-ending.ts';
import type { Call, CallEffect, CallEvent, CallState, Step } from './call-state.ts';
import { isTheirs } from './call-with-operator.ts';
import type { Listened, Listening } from './listened.ts';

type Listen = Extract<CallEvent, { t: 'listen' }>;
type TakeOver = Extract<CallEvent, { t: 'take-over' }>;

type Heard = Extract<CallState, { name: Conversation['state'] }>;

const heard: readonly CallState['name'][] = ['talking', 'held', 'consulting', 'conference', 'rejoining'];
const isHeard = (state: CallState): state is Heard => heard.includes(state.name);

/** The operator whose leg can be followed; null while the call is with nobody. */
export const operatorHeard = ({ state }: Call): string | null => (isHeard(state) ? state.operatorId : null);

/** Who follows the call now, and how; the operator's page shows it [S15]. */
export const listenersOf = ({ listened }: Pick<Call, 'listened'>): readonly (Listened & { readonly how: Listening })[] =>
  listened.length === 0 ? [] : listened.flatMap((l) => (l.until === null && l.how !== 'take-over' ? [{ ...l, how: l.how }] : []));

/** A supervisor begins to listen, does it another way, or no longer (`how` null); the operator is told each time. */
export function stepListen(call: Call, { supervisorId, name, how, at }: Listen): Step {
  const operatorId = operatorHeard(call);
  const now = listenersOf(call).find((l) => l.supervisorId === supervisorId)?.how ?? null;
  const isPossible = how === null || (operatorId !== null && operatorId !== supervisorId);
  if (now === how || !isPossible) return stay(call);
  const over = call.listened.map((l) => (l.supervisorId === supervisorId ? { ...l, until: l.until ?? at } : l));
  const listened = how === null ? over : [...over, { supervisorId, name, how, from: at, until: null }];
  const told: CallEffect[] = operatorId === null ? [] : [{ do: 'tell', operatorId }];
  return { call: { ...call, listened }, effects: [...told, { do: 'facts' }] };
}

/** The supervisor has the caller from now on; the operator is free. His page is told with the note as far as it got. */
export function takeOver(call: Call, operatorId: string, event: TakeOver): Step {
  const { at, name } = event;
  if (isTheirs({ operatorId }, event)) return stay(call);
  const entry = { supervisorId: event.operatorId, name, how: 'take-over', from: at, until: null } as const;
  return {
    call: {
      ...call,
      operatorId: event.operatorId,
      listened: [...unheard(call, at).listened, entry],
      state: { name: 'talking', operatorId: event.operatorId },
    },
    effects: [
      { do: 'operator', operatorId: event.operatorId, event: { t: 'talking', callId: call.id, at } },
      { do: 'connect', operatorId: event.operatorId },
      { do: 'operator', operatorId, event: { t: 'released' } },
      { do: 'withdraw', operatorId, reason: 'taken-over' },
      { do: 'facts' },
    ],
  };
}

const takeable: readonly Call['state']['name'][] = ['talking', 'held', 'rejoining'];

/** The conversation as the floor shows it, the caller as the account's privacy lets him be seen; null when there is none. */
export function conversationOf(
  call: Call,
  { privacy, operator }: { readonly privacy: Account['privacy']; readonly operator: string },
): Conversation | null {
  const { state, line } = call;
  if (line === null || !isHeard(state)) return null;
  return {
    callId: call.id,
    accountId: line.accountId,
    operatorId: state.operatorId,
    operator,
    caller: privacy === 'waiting' ? null : call.caller,
    since: call.answeredAt ?? call.arrivedAt,
    state: state.name,
    listeners: listenersOf(call).map(({ supervisorId, name, how }) => ({ supervisorId, name, how })),
    takeable: takeable.includes(state.name),
  };
}
