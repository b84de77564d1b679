import { describe, expect, test } from 'vitest';
import { assign, decideRoute, inTurn } from '#shared/calls/routing.ts';
import { stepOperator } from '#shared/operators/presence.ts';
import { always, anAccount, anOperator, onDuty, uuid } from '../../fixtures/telephony.ts';

const at = '2026-11-19T09:00:00.000Z';
const earlier = '2026-11-19T08:59:58.000Z';
const now = { at, bureau: always };
const fresh = { offers: [], path: [] };
const lea = anOperator();
const sofie = anOperator({ id: uuid(11), name: 'Sofie Maes' });

describe('where a call goes', () => {
  test('to an announcement when the number is nobody’s', () => {
    expect(decideRoute(fresh, null, [onDuty(at)], now)).toEqual({ to: 'announce', reason: 'unknown-number' });
  });

  test('[P13] to voicemail when the account or the bureau is closed', () => {
    const closed = { kind: 'weekly', periods: [], closedOn: [] } as const;
    const account = anAccount({ openingHours: { ...closed, periods: [], closedOn: [] } });
    expect(decideRoute(fresh, account, [onDuty(at)], now)).toEqual({ to: 'voicemail', reason: 'closed' });
    const bureau = { hours: { ...closed, periods: [], closedOn: [] }, timeZone: 'Europe/Paris' };
    expect(decideRoute(fresh, anAccount(), [onDuty(at)], { at, bureau })).toEqual({ to: 'voicemail', reason: 'closed' });
  });

  test.each([
    ['does not speak the account’s language', anOperator({ languages: ['nl'] })],
    ['is not trained for the account', anOperator({ trainedFor: [uuid(99)] })],
  ])('[P29] to voicemail when the only operator %s', (_why, operator) => {
    expect(decideRoute(fresh, anAccount(), [onDuty(at, operator)], now)).toEqual({ to: 'voicemail', reason: 'nobody-signed-in' });
  });

  test('to the queue when somebody is signed in but pauses', () => {
    const paused = stepOperator(onDuty(at), { t: 'pause', reason: 'lunch' });
    expect(decideRoute(fresh, anAccount(), [paused], now)).toEqual({ to: 'queue', reason: 'nobody-free' });
  });

  test('to the longest idle of those who can', () => {
    const late = stepOperator(onDuty(at, lea), { t: 'ready', at });
    const idle = stepOperator(onDuty(at, sofie), { t: 'ready', at: earlier });
    expect(decideRoute(fresh, anAccount(), [late, idle], now)).toMatchObject({ to: 'offer', operatorId: sofie.id });
  });

  test('to somebody not yet asked before one who did not answer', () => {
    const asked = { path: [], offers: [{ operatorId: sofie.id, at, outcome: 'not-answered' as const }] };
    const idle = stepOperator(onDuty(at, sofie), { t: 'ready', at: earlier });
    expect(decideRoute(asked, anAccount(), [onDuty(at, lea), idle], now)).toMatchObject({ to: 'offer', operatorId: lea.id });
  });
});

test('waiting callers are served in order of arrival, each operator once', () => {
  const call = (n: number, arrivedAt: string) => ({ id: uuid(n), arrivedAt, offers: [], path: [] });
  const waiting = [
    { call: call(2, '2026-11-19T08:59:10.000Z'), account: anAccount() },
    { call: call(1, '2026-11-19T08:59:00.000Z'), account: anAccount() },
  ];
  expect(assign(inTurn(waiting), [onDuty(at, lea)], at)).toEqual([{ callId: uuid(1), operatorId: lea.id }]);
});
