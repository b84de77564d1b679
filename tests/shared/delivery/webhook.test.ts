import { expect, test } from 'vitest';
import { afterAttempt, signingVersions, type WebhookDelivery } from '#shared/delivery/webhook.ts';
import { fromMs, type Instant, toMs } from '#shared/time.ts';
import { anEndpoint } from '../../fixtures/delivery.ts';

const at = '2026-11-19T09:42:00.000Z';
const later = (hours: number) => fromMs(toMs(at) + hours * 3600_000);
const onTime = (when: Instant) => ({ at: when, spread: 0 });
const delivery = (attempts = 0): WebhookDelivery => ({
  ...{ id: 'd', endpointId: anEndpoint().id, accountId: anEndpoint().accountId, type: 'note.created', at, body: '{}' },
  ...{ state: 'waiting', attempts, triedAt: null, status: null, problem: null },
});

test.each([200, 204, 299])('%i is success: the endpoint is well again', (status) => {
  const after = afterAttempt(
    { endpoint: anEndpoint({ failingSince: at }), delivery: delivery(3) },
    { status, waitMs: null },
    onTime(later(1)),
  );
  expect(after.delivery).toMatchObject({ state: 'delivered', status, attempts: 4, triedAt: later(1), problem: null });
  expect(after.endpoint.failingSince).toBeNull();
  expect(after.again).toBeNull();
});

test.each([100, 199, 300, 307, 400, 404, 429, 500, 503])('%i is none: it is tried again after 5 s', (status) => {
  const after = afterAttempt({ endpoint: anEndpoint(), delivery: delivery() }, { status, waitMs: null }, onTime(at));
  expect(after).toMatchObject({ delivery: { state: 'waiting', status }, endpoint: { failingSince: at, off: null } });
  expect(after.again).toBe('2026-11-19T09:42:05.000Z');
});

test('what failed together does not come again together: the wait is up to a fifth longer', () => {
  const again = (spread: number) =>
    afterAttempt({ endpoint: anEndpoint(), delivery: delivery(1) }, { status: 503, waitMs: null }, { at, spread }).again;
  expect([again(0), again(0.5), again(1)]).toEqual([
    '2026-11-19T09:47:00.000Z',
    '2026-11-19T09:47:30.000Z',
    '2026-11-19T09:48:00.000Z',
  ]);
});

test('whoever asks for more time than the next wait has it, less changes nothing', () => {
  const again = (waitMs: number) =>
    afterAttempt({ endpoint: anEndpoint(), delivery: delivery(1) }, { status: 429, waitMs }, onTime(at)).again;
  expect([again(60_000), again(600_000)]).toEqual(['2026-11-19T09:47:00.000Z', '2026-11-19T09:52:00.000Z']);
});

test('no answer is told as what it was, and the first failure stays the beginning of the trouble', () => {
  const after = afterAttempt(
    { endpoint: anEndpoint({ failingSince: at }), delivery: delivery(1) },
    { problem: 'timeout' },
    onTime(later(1)),
  );
  expect(after).toMatchObject({ delivery: { status: null, problem: 'timeout' }, endpoint: { failingSince: at } });
});

test('the tenth failure, after three days, is the end of a delivery, not of its endpoint', () => {
  let now = toMs(at);
  let tried = { endpoint: anEndpoint(), delivery: delivery() };
  const hours: number[] = [];
  for (let i = 0; i < 10; i++) {
    const after = afterAttempt(tried, { status: 500, waitMs: null }, onTime(fromMs(now)));
    tried = after;
    if (after.again !== null) now = toMs(after.again);
    hours.push(Math.floor((now - toMs(at)) / 3600_000));
  }
  expect(hours).toEqual([0, 0, 0, 2, 7, 17, 31, 51, 75, 75]);
  expect(tried).toMatchObject({ delivery: { state: 'failed', attempts: 10 }, endpoint: { off: null } });
});

test('an endpoint that says it is gone, or has taken nothing for five days, is told nothing any more', () => {
  const gone = afterAttempt({ endpoint: anEndpoint(), delivery: delivery() }, { status: 410, waitMs: null }, onTime(at));
  expect(gone).toMatchObject({ delivery: { state: 'failed' }, endpoint: { off: { at, why: 'gone' } }, again: null });
  const failing = (hours: number) =>
    afterAttempt(
      { endpoint: anEndpoint({ failingSince: at }), delivery: delivery() },
      { status: 500, waitMs: null },
      onTime(later(hours)),
    );
  expect(failing(119.9).endpoint.off).toBeNull();
  expect(failing(120)).toMatchObject({ endpoint: { off: { at: later(120), why: 'failing' } }, again: null });
});

test('for a day after a change both secrets sign, the new one first', () => {
  expect(signingVersions(anEndpoint(), at)).toEqual([1]);
  const changed = anEndpoint({ secretVersion: 3, rotatedAt: at });
  expect(signingVersions(changed, later(23.9))).toEqual([3, 2]);
  expect(signingVersions(changed, later(24))).toEqual([3]);
});
