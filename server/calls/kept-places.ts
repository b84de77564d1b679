import { outboundRulesOf } from '#shared/accounts/outbound-rules.ts';
import type { CallbackTask } from '#shared/calls/callback-task.ts';
import { offerTurn } from '#shared/calls/kept-place.ts';
import type { Waiting } from '#shared/calls/routing.ts';
import type { WaitingCall } from '#shared/live.ts';
import { accountAndLine } from './account-and-line.ts';
import { settle } from './advance-call.ts';
import type { Floor } from './floor-state.ts';
import { lineOf } from './receive-call.ts';
import { judge } from './reserve-leg.ts';

/** Reads anew who kept his place; while the database is away those known go on waiting. */
export async function readPlaces(floor: Floor): Promise<void> {
  const { store, log } = floor.deps;
  try {
    const tasks = (await store.keptPlaces()).filter(isOpenPlace);
    const known = new Map(floor.places);
    floor.places.clear();
    floor.stirred = true;
    for (const task of tasks) floor.places.set(task.id, { offers: [], refused: null, ...known.get(task.id), task });
  } catch (cause) {
    log('places.unreadable', { cause: String(cause) });
  }
}

/** One try is a turn: whoever was not reached stands in the list like every other task. */
const isOpenPlace = ({ tries, number }: CallbackTask): boolean => tries.length === 0 && number !== null;

/** Those whose turn may come now: they have hung up, nobody calls them already, and nothing forbids it. */
export function placesInTurn(floor: Floor): Waiting[] {
  if (floor.places.size === 0) return [];
  const beingCalled = new Set([...floor.calls.values()].map((call) => call.outbound?.taskId));
  return [...floor.places.values()].flatMap(({ task, offers, refused }): Waiting[] => {
    const account = floor.deps.directory.account(task.accountId);
    if (account === undefined || refused !== null || beingCalled.has(task.id)) return [];
    if (floor.calls.has(task.id)) return []; // still on the line when a server before us fell: he is served there
    if (outboundRulesOf(account).calls === 'none') return [];
    return [{ call: { id: task.id, arrivedAt: task.place?.since ?? task.createdAt, offers, path: [] }, account }];
  });
}

/** Those who kept their place and are not offered just now, as the queue shows them. */
export const placesWaiting = (floor: Floor): WaitingCall[] =>
  placesInTurn(floor).map(({ call, account }) => ({
    callId: call.id,
    accountId: account.id,
    since: call.arrivedAt,
    state: 'waiting',
    keptPlace: true,
  }));

/** It is his turn: the operator is asked to call him. Where the policy refuses, the task is left to people. */
export function askForTurn(floor: Floor, taskId: string, operatorId: string): void {
  const place = floor.places.get(taskId);
  const called = place && accountAndLine(floor, place.task.accountId);
  if (!place || !called) return;
  const { account, line } = called;
  const decision = judge(floor, { account, operatorId, home: line.number, number: place.task.number ?? '' });
  if (decision.dial === 'no') {
    if (decision.reason !== 'too-many-legs') refuseTurn(floor, taskId, decision.reason);
    return;
  }
  const { clock, newId } = floor.deps;
  const [at, id] = [clock(), newId()];
  floor.places.set(taskId, { ...place, offers: [...place.offers, { operatorId, at, outcome: 'withdrawn' }] });
  const outbound = { taskId, shown: outboundRulesOf(account).shownNumber ?? line.number, price: decision.price };
  const since = place.task.place?.since ?? at;
  const turn = { id, channelId: `out-${id}`, line: lineOf(called), operatorId, number: decision.number, outbound, since, at };
  settle(floor, offerTurn(turn));
}

/** He is not asked for again: from now on the task is one of the list at the desk, where people decide. */
export function refuseTurn(floor: Floor, taskId: string, reason: string): void {
  const place = floor.places.get(taskId);
  if (place === undefined) return;
  floor.places.set(taskId, { ...place, refused: reason });
  floor.stirred = true;
  floor.deps.log('place.over', { taskId, accountId: place.task.accountId, reason });
}
