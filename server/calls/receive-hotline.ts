import type { Account, Line } from '#shared/accounts/account.ts';
import { arrive } from '#shared/calls/call.ts';
import { toPin } from '#shared/calls/call-pin.ts';
import type { Call, CallEffect, CalledLine, Step } from '#shared/calls/call-state.ts';
import { type Hotline, recognise, unverified } from '#shared/calls/hotline.ts';
import type { RouteDecision } from '#shared/calls/routing.ts';
import type { Floor, Unstamped } from './floor-state.ts';
import { lineOf, routeOf } from './receive-call.ts';

type Called = { readonly account: Account; readonly line: Line };
type Arriving = Parameters<typeof arrive>[0];

/** A client calls the bureau's own number [P07]: his PIN is asked for if somebody with his number has one; else he waits for an operator. */
export function receiveHotline(floor: Floor, facts: Arriving, called: Called): Step {
  const { directory } = floor.deps;
  const candidates = recognise({ number: facts.caller, standing: facts.callerStanding }, directory.people());
  const hasPin = candidates.some(({ id }) => floor.withPin.has(id));
  const { accountId, hotline } = unverified(candidates, hasPin ? 'pin-not-given' : 'without-pin');
  const { line, route } = placeOf(floor, called, accountId);
  const { standing } = hotline;
  floor.deps.log('call.arrived', { callId: facts.id, accountId: line.accountId, to: route.to, reason: route.reason, standing });
  const arrived = { ...facts, hotline };
  const isAnswered = route.to === 'offer' || route.to === 'queue';
  if (!hasPin || !isAnswered) return arrive(arrived, line, route);
  return toPin(arrive(arrived, line, { to: 'queue', reason: 'nobody-free' }).call, candidates);
}

/** The hotline as a call of this account carries it; the bureau's own when it is nobody's. Clients call at any hour of the bureau. */
export function placeOf(
  floor: Floor,
  called: Called,
  accountId: string | null,
): { readonly line: CalledLine; readonly route: RouteDecision } {
  const his = accountId === null ? undefined : floor.deps.directory.account(accountId);
  if (his !== undefined) {
    const route = routeOf(floor, { offers: [], path: [] }, { ...his, openingHours: { kind: 'always' } });
    if (route.to !== 'voicemail') return { line: hotlineOf(his, called), route };
  }
  return { line: hotlineOf(called.account, called), route: routeOf(floor, { offers: [], path: [] }, called.account) };
}

const hotlineOf = (account: Account, { line }: Called): CalledLine => ({
  ...lineOf({ account, line }),
  keepsPlaces: false,
  overflow: 'voicemail',
  ...(account.id !== line.accountId && { ownerId: line.accountId }),
});

/** Looks up a PIN; whatever goes wrong, the caller goes on to an operator, not verified. Never logs what was typed. */
export async function checkPin(
  floor: Floor,
  call: Call,
  { candidates, pin }: Extract<CallEffect, { do: 'check-pin' }>,
): Promise<Unstamped> {
  const { pins, directory, log } = floor.deps;
  const answer = await pins
    .check(
      candidates.map(({ id }) => id),
      pin,
    )
    .catch((cause: unknown) => {
      log('pin.not_checked', { callId: call.id, cause: cause instanceof Error ? cause.name : 'unknown' });
      return 'limited' as const;
    });
  log('pin.checked', { callId: call.id, outcome: typeof answer === 'string' ? answer : 'right' });
  if (typeof answer === 'string') return { t: 'pin-wrong', final: answer === 'limited' };
  const accountId = candidates.find(({ id }) => id === answer.personId)?.accountId ?? null;
  const owner = directory.lines().find(({ id }) => id === call.line?.lineId);
  const account = owner && directory.account(owner.accountId);
  if (owner === undefined || account === undefined) return { t: 'pin-wrong', final: true };
  const hotline: Hotline = { personId: answer.personId, standing: 'verified' };
  return { t: 'pin-right', line: placeOf(floor, { account, line: owner }, accountId).line, hotline };
}
