import type { Account } from '#shared/accounts/account.ts';
import { liveCallOf } from '#shared/calls/call-facts.ts';
import type { Call } from '#shared/calls/call-state.ts';
import { conversationOf, listenersOf, operatorHeard } from '#shared/calls/listening.ts';
import type { Conversation, ToServer } from '#shared/live.ts';
import { supervise } from '#shared/operators/presence.ts';
import { change } from '../operators/change-operator.ts';
import { advance } from './advance-call.ts';
import { type Floor, toPage } from './floor-state.ts';
import { followPage, tellHowThingsStand } from './follow-page.ts';

/** A supervisor as the calls know him: by the id of his telephone. */
export type Supervisor = { readonly id: string; readonly name: string };

/** A supervisor's page is open: if he has a call, or was found with a leg, it is told how things stand. */
export function supervisorOpened(floor: Floor, { id, name }: Supervisor): void {
  const o = floor.operators.get(id);
  if (o === undefined) return;
  floor.operators.set(id, { ...o, operator: { ...o.operator, name } });
  change(floor, id, { t: 'page-open', at: floor.deps.clock() });
  if (o.intent.kind === 'unknown') change(floor, id, { t: 'pause', reason: 'signed-in' });
  tellHowThingsStand(floor, id);
}

/** What a supervisor's page says: of the calls of others, and of one that he has taken over. */
export function followSupervisor(floor: Floor, who: Supervisor, message: ToServer): void {
  if (!floor.operators.has(who.id)) {
    if (message.t === 'beat') return;
    floor.operators.set(who.id, supervise(who, floor.deps.clock()));
  }
  if (message.t === 'listen') listen(floor, who, message);
  else if (message.t === 'take-over') takeOver(floor, who, message.callId);
  else followPage(floor, who.id, message);
}

/** One conversation at a time: another one takes the place of the one before. */
function listen(floor: Floor, { id, name }: Supervisor, { callId, how }: Extract<ToServer, { t: 'listen' }>): void {
  const isBusy = floor.operators.get(id)?.work.kind === 'talking' || floor.operators.get(id)?.work.kind === 'held';
  const done = !isBusy && advance(floor, callId, { t: 'listen', supervisorId: id, name, how });
  if (!done) return void toPage(floor, id, { t: 'refused', code: 'listen.not_possible', callId });
  for (const other of floor.calls.values()) {
    const isHeard = other.id !== callId && listenersOf(other).some(({ supervisorId }) => supervisorId === id);
    if (isHeard) advance(floor, other.id, { t: 'listen', supervisorId: id, name, how: null });
  }
}

/** Only from a leg that is up: the caller must not hear silence. */
function takeOver(floor: Floor, { id, name }: Supervisor, callId: string): void {
  const o = floor.operators.get(id);
  const done =
    o?.leg === 'alive' && o.work.kind !== 'talking' && advance(floor, callId, { t: 'take-over', operatorId: id, name });
  const call = floor.calls.get(callId);
  const live = call === undefined ? null : liveCallOf(call);
  if (!done || live === null) return void toPage(floor, id, { t: 'refused', code: 'take_over.not_possible', callId });
  toPage(floor, id, { t: 'call', call: live, draft: floor.drafts.get(callId) ?? null });
}

/** With whom operators speak now, the longest first. */
export function conversations(floor: Floor): Conversation[] {
  return partsOfConversations(floor)
    .flatMap(({ call, privacy, operator }) => conversationOf(call, { privacy, operator }) ?? [])
    .toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
}

/** What they are made of: as long as it is the same, they are. */
export function partsOfConversations(floor: Floor): { call: Call; privacy: Account['privacy']; operator: string }[] {
  const parts = [];
  for (const call of floor.calls.values()) {
    const operatorId = operatorHeard(call);
    const account = call.line === null || operatorId === null ? undefined : floor.deps.directory.account(call.line.accountId);
    if (operatorId === null || account === undefined) continue;
    parts.push({ call, privacy: account.privacy, operator: floor.operators.get(operatorId)?.operator.name ?? '' });
  }
  return parts;
}
