import type { Account } from '#shared/accounts/account.ts';
import { languages } from '#shared/accounts/language.ts';
import { type QueueRules, queuePriorities } from '#shared/accounts/queue-rules.ts';
import type { Call } from '#shared/calls/call-state.ts';
import type { Waiting } from '#shared/calls/routing.ts';
import { type OnDuty, type OperatorEvent, stepOperator } from '#shared/operators/presence.ts';
import { fromMs } from '#shared/time.ts';
import { anAccount, anOperator, onDuty, uuid } from '../fixtures/telephony.ts';
import type { Random } from '../simulation/random.ts';

/** Accounts, operators and callers at one instant. */
export type DrawnFloor = {
  readonly at: string;
  readonly accounts: readonly Account[];
  readonly operators: readonly OnDuty[];
  readonly waiting: readonly Waiting[];
};

export type Size = {
  readonly accounts: number;
  readonly operators: number;
  readonly waiting: number;
  readonly trainings: number;
};

const nowMs = Date.UTC(2026, 10, 19, 9, 0, 0);

/** Each account is a skill: somebody must be trained for it and speak its language. Everything that routing looks at is drawn. */
export function drawFloor(chance: Random, size: Size): DrawnFloor {
  const ids = Array.from({ length: size.operators }, (_, i) => uuid(10_000 + i));
  const accounts = Array.from({ length: size.accounts }, (_, i) => drawAccount(chance, i, ids));
  return {
    at: fromMs(nowMs),
    accounts,
    operators: ids.map((id) => drawOperator(chance, id, { accounts, trainings: size.trainings })),
    waiting: Array.from({ length: size.waiting }, (_, i) => drawWaiting(chance, i, { accounts, ids })),
  };
}

const some = <T>(chance: Random, list: readonly T[], share: number): T[] => list.filter(() => chance.chance(share));
const ago = (chance: Random, mostMs: number): string => fromMs(nowMs - chance.between(0, mostMs));

function drawAccount(chance: Random, i: number, ids: readonly string[]): Account {
  const overflow = chance.pick<QueueRules['overflow']>([
    { kind: 'voicemail' },
    { kind: 'everybody' },
    { kind: 'operators', operatorIds: some(chance, ids, 0.3) },
    { kind: 'number', number: '+33639970900' },
  ]);
  const first = chance.chance(0.3) ? some(chance, ids, 0.3) : [];
  const queue = { priority: chance.pick(queuePriorities), first, overflow, keepPlace: false };
  return anAccount({ id: uuid(100 + i), language: chance.pick(languages), ...(chance.chance(0.7) && { queue }) });
}

/** Trained for so many accounts, of whatever languages; three of four speak two. */
function drawOperator(
  chance: Random,
  id: string,
  { accounts, trainings }: { readonly accounts: readonly Account[]; readonly trainings: number },
): OnDuty {
  const trainedFor = Array.from({ length: trainings }, () => chance.pick(accounts).id);
  const spoken = chance.chance(0.75) ? [chance.pick(languages), chance.pick(languages)] : [chance.pick(languages)];
  const operator = anOperator({ id, languages: spoken, trainedFor });
  const events = Array.from({ length: chance.between(0, 2) }, () => drawEvent(chance));
  return { ...events.reduce(stepOperator, onDuty(fromMs(nowMs), operator)), idleSince: ago(chance, 8_000) };
}

/** What may have become of somebody who was free. */
function drawEvent(chance: Random): OperatorEvent {
  const callId = uuid(chance.between(1, 1_000_000));
  return chance.pick<OperatorEvent>([
    { t: 'talking', callId, at: ago(chance, 60_000) },
    { t: 'offered', callId, at: ago(chance, 8_000) },
    { t: 'wrap-up', callId, at: ago(chance, 90_000) },
    { t: 'pause', reason: 'break' },
    { t: 'page-gone', at: ago(chance, 5 * 3_600_000) },
    { t: 'page-gone', at: ago(chance, 90_000) },
    { t: 'beat', mic: 'live', at: ago(chance, 6_000) },
    { t: 'beat', mic: 'muted', at: ago(chance, 1_000) },
    { t: 'phone', state: 'gone' },
    { t: 'leg', state: 'silent' },
    { t: 'missed', outcome: 'not-shown', at: ago(chance, 10_000) },
    { t: 'telephone', telephone: { number: '+33639980101', price: { class: 'mobile', cents: 8, currency: 'EUR' } } },
  ]);
}

function drawWaiting(
  chance: Random,
  i: number,
  { accounts, ids }: { readonly accounts: readonly Account[]; readonly ids: readonly string[] },
): Waiting {
  const at = ago(chance, 300_000);
  const offers: Call['offers'] = chance.chance(0.3)
    ? Array.from({ length: chance.between(1, 3) }, () => ({ operatorId: chance.pick(ids), at, outcome: 'not-answered' as const }))
    : [];
  const path: Call['path'] = chance.chance(0.2) ? [{ at, what: 'more-operators', key: null, label: '' }] : [];
  return { call: { id: uuid(1_000_000 + i), arrivedAt: ago(chance, 300_000), offers, path }, account: chance.pick(accounts) };
}
