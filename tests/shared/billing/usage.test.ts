import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertedOf, noContract } from '#shared/billing/contract.ts';
import { countedOf, counting, forecast, greetedAfterMs, reachedOf } from '#shared/billing/usage.ts';
import { monthOf, openedOf, usageAt } from '#shared/billing/usage-month.ts';
import { usageLine, writeUsageMail, writeUsagePush } from '#shared/billing/usage-text.ts';
import type { CallRecord } from '#shared/calls/call-record.ts';
import { clientCallOf } from '#shared/calls/client-call.ts';
import { fromMs, toMs } from '#shared/time.ts';
import { anAccount, aRoster } from '../../fixtures/delivery.ts';
import { aCall } from '../../fixtures/rows.ts';

const answered = (given: Partial<CallRecord> = {}) =>
  clientCallOf(
    aCall({
      answeredAt: '2026-11-19T09:00:10.000Z',
      endedAt: '2026-11-19T09:02:00.000Z',
      outcome: 'handled',
      waitedSeconds: 10,
      disposition: 'message',
      billable: true,
      ...given,
    }),
  );
const unanswered = (outcome: CallRecord['outcome']) => answered({ answeredAt: null, disposition: null, billable: null, outcome });
const outbound = { taskId: null, shown: '+33199000102', result: null };

describe('[P25] whether a call counts, and why not', () => {
  test.each([
    ['answered and written up', answered(), 'counted'],
    ['answered, the note still being written', answered({ disposition: null, billable: null }), 'counted'],
    ['just being spoken', answered({ endedAt: null, outcome: null }), 'counted'],
    ['given up while waiting', unanswered('abandoned'), 'unanswered'],
    ['an announcement alone', unanswered('announced'), 'unanswered'],
    ['voicemail', unanswered('voicemail'), 'voicemail'],
    [
      'ended before the greeting',
      answered({ endedAt: fromMs(toMs('2026-11-19T09:00:10.000Z') + greetedAfterMs - 1) }),
      'not-greeted',
    ],
    ['ended just after it', answered({ endedAt: fromMs(toMs('2026-11-19T09:00:10.000Z') + greetedAfterMs) }), 'counted'],
    ['[J12] a test call', answered({ disposition: 'test-call', billable: false }), 'test-call'],
    ['[J09] a wrong number', answered({ disposition: 'wrong-number', billable: false }), 'wrong-number'],
    ['a caller who hung up', answered({ disposition: 'hung-up', billable: false }), 'hung-up'],
    ['left out for another reason', answered({ billable: false }), 'not-billed'],
    ['[P07] the client on the hotline', answered({ hotline: { personId: null, verified: 'no' } as never }), 'to-bureau'],
    ['made by the bureau', answered({ outbound }), 'by-bureau'],
  ] as const)('%s', (_, call, why) => {
    expect(counting(call)).toBe(why);
  });
});

test('what a client sees of a call names no operator, offer or price of the bureau', () => {
  const offers = [
    { operatorId: '01900000-0000-7000-8000-000000000041', at: '2026-11-19T09:00:00.000Z', outcome: 'answered' as const },
  ];
  const seen = clientCallOf(aCall({ offers, operatorId: offers[0]?.operatorId ?? null, outbound }));
  expect(JSON.stringify(seen)).not.toMatch(/operator|offers|price|0000000041/);
});

describe('a month by the account’s calendar', () => {
  test.each([
    ['Europe/Amsterdam', '2026-11-19T09:00:00.000Z', '2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z'],
    ['over the clock change of autumn', '2026-10-19T09:00:00.000Z', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
    ['over the end of a year', '2026-12-31T22:59:59.000Z', '2026-11-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
  ])('%s', (_, at, from, to) => {
    expect(monthOf(at, 'Europe/Amsterdam')).toEqual({ from, to });
  });

  test('a call counts in the month of its answer', () => {
    const call = answered({ arrivedAt: '2026-10-31T22:59:50.000Z', answeredAt: '2026-10-31T23:00:00.000Z' });
    const november = monthOf('2026-11-19T09:00:00.000Z', 'Europe/Amsterdam');
    const october = monthOf('2026-10-19T09:00:00.000Z', 'Europe/Amsterdam');
    expect([countedOf([call], november), countedOf([call], october)]).toEqual([1, 0]);
  });
});

describe('opened time of a month', () => {
  const weekdays = (from: string, to: string, closedOn: string[] = []) => ({
    openingHours: { kind: 'weekly' as const, periods: [1, 2, 3, 4, 5].map((day) => ({ day, from, to })), closedOn },
    timeZone: 'Europe/Paris',
  });
  const month = monthOf('2026-11-19T09:00:00.000Z', 'Europe/Paris');
  const opened = (of: Parameters<typeof openedOf>[0], at: string) => openedOf(of, month, at);

  test.each([
    ['before the first hour', weekdays('09:00', '18:00'), '2026-11-02T07:00:00.000Z', 0, 21 * 9],
    ['in the middle of a day', weekdays('09:00', '18:00'), '2026-11-02T12:00:00.000Z', 4, 21 * 9],
    ['a day off is none', weekdays('09:00', '18:00', ['2026-11-02']), '2026-11-02T12:00:00.000Z', 0, 20 * 9],
    ['until midnight', weekdays('00:00', '24:00'), '2026-11-03T23:00:00.000Z', 48, 21 * 24],
    ['after its end', weekdays('09:00', '18:00'), '2026-12-24T12:00:00.000Z', 21 * 9, 21 * 9],
    ['always', { openingHours: { kind: 'always' as const }, timeZone: 'Europe/Paris' }, '2026-11-01T23:00:00.000Z', 24, 30 * 24],
  ])('%s', (_, of, at, soFar, inAll) => {
    const { soFar: past, inAll: all } = opened(of, at);
    expect([past / 60, all / 60]).toEqual([soFar, inAll]);
  });

  test('a month without any hours goes by the calendar', () => {
    const never = { openingHours: { kind: 'weekly' as const, periods: [], closedOn: [] }, timeZone: 'Europe/Paris' };
    expect(opened(never, '2026-11-01T23:00:00.000Z')).toEqual({ soFar: 24 * 60, inAll: 30 * 24 * 60 });
  });
});

test('[I07] the forecast goes by opened time, is never less than what is used, and never falls with more calls', () => {
  expect(forecast(0, { soFar: 0, inAll: 100 })).toBeNull();
  expect(forecast(3, { soFar: 0, inAll: 100 })).toBeNull();
  expect(forecast(0, { soFar: 10, inAll: 100 })).toBe(0);
  expect(forecast(34, { soFar: 100, inAll: 153 })).toBe(52);
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), fc.integer({ min: 1, max: 1000 }), fc.nat(1000), (used, more, soFar, rest) => {
      const opened = { soFar, inAll: soFar + rest };
      const expected = forecast(used, opened) ?? 0;
      expect(expected).toBeGreaterThanOrEqual(used);
      expect(forecast(used + more, opened)).toBeGreaterThanOrEqual(expected);
    }),
  );
});

test.each([
  [0, []],
  [39, []],
  [40, [80]],
  [47, [80]],
  [48, [80, 95]],
  [49, [80, 95]],
  [50, [80, 95, 100]],
  [51, [80, 95, 100]],
])('[I08] with %i of 50 calls the thresholds reached are %j', (used, reached) => {
  expect(reachedOf(used, 50)).toEqual(reached);
});

test('[I08] somebody who is named but has left the roster is told no more; nobody named: the first of the roster', () => {
  const [sanne, jan] = aRoster();
  const contract = noContract(anAccount().id);
  expect(alertedOf(contract, aRoster()).map(({ name }) => name)).toEqual([jan?.name]);
  const gone = '01900000-0000-7000-8000-000000000099';
  expect(alertedOf({ ...contract, alertTo: [gone, sanne?.id ?? ''] }, aRoster()).map(({ name }) => name)).toEqual([sanne?.name]);
});

test('[I08] the counter says what is used, what is to come, which plan that is, and how the forwarding is ended', () => {
  const calls = Array.from({ length: 34 }, () => answered());
  const account = anAccount({ language: 'fr' });
  const usage = usageAt({ account, contract: undefined, calls }, '2026-11-20T14:00:00.000Z');
  expect(usage).toMatchObject({ used: 34, capacity: 50, expected: 52, expectedCapacity: 150 });
  expect(usageLine(usage, 'fr')).toBe('34 appels traités sur 50 ; À ce rythme, 52 à la fin du mois : forfait 150.');
  const alert = { account, usage, threshold: 80, line: '+33199000101', link: 'https://notes.example.test/portal/usage' } as const;
  const mail = writeUsageMail(alert);
  expect(mail.subject).toBe('Consommation de Garage De Boer');
  expect(mail.text).toContain('Couper le renvoi : ##002# (mobile), #21# (fixe).');
  expect(JSON.parse(writeUsagePush(alert, 'p').payload)).toMatchObject({
    notification: { title: '34 appels traités sur 50 : 80 % du forfait.', navigate: alert.link },
  });
});

test('a larger plan than the month needs is not forecast away', () => {
  const contract = { ...noContract(anAccount().id), plan: 2 };
  const usage = usageAt({ account: anAccount(), contract, calls: [answered()] }, '2026-11-20T14:00:00.000Z');
  expect(usage).toMatchObject({ capacity: 250, expectedCapacity: 250 });
});
