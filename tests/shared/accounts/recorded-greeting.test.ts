import { describe, expect, test } from 'vitest';
import { chooseVoicemailGreeting } from '#shared/accounts/account-mutations.ts';
import type { OpeningHours } from '#shared/accounts/opening-hours.ts';
import { mayNameOldHours } from '#shared/accounts/recorded-greeting.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { anAccount, aRecordedGreeting } from '../../fixtures/telephony.ts';

const weekly = (from: string, closedOn: string[] = []): OpeningHours => ({
  kind: 'weekly',
  periods: [{ day: 1, from, to: '18:00' }],
  closedOn,
});

describe('[P13] a recorded greeting', () => {
  test.each([
    ['the same hours', weekly('09:00'), false],
    ['a day off more, which is not told', weekly('09:00', ['2026-12-25']), false],
    ['other hours', weekly('08:30'), true],
    ['all hours', { kind: 'always' }, true],
  ] as const)('recorded when one answered from nine: with %s now, may it name old hours?', (_, now, expected) => {
    expect(mayNameOldHours(aRecordedGreeting({ hours: weekly('09:00') }), now)).toBe(expected);
  });

  const author = { name: 'Claire Martin', at: '2026-11-19T09:00:00.000Z' };
  const choosing = async (recordedGreeting: ReturnType<typeof aRecordedGreeting> | undefined, use: 'recorded' | 'spoken') => {
    const store = createMemoryStore();
    const account = anAccount(recordedGreeting && { recordedGreeting });
    await store.transact((tx) => tx.put('account', account));
    const { result } = await store.transact((tx) => chooseVoicemailGreeting.run(tx, { accountId: account.id, use }, author));
    return { result, inUse: (await store.get('account', account.id))?.recordedGreeting?.inUse };
  };

  test('is kept when the voice speaks again, and can be used again', async () => {
    expect(await choosing(aRecordedGreeting(), 'spoken')).toEqual({ result: 'applied', inUse: false });
    expect(await choosing(aRecordedGreeting({ inUse: false }), 'recorded')).toEqual({ result: 'applied', inUse: true });
    expect(await choosing(aRecordedGreeting(), 'recorded')).toEqual({ result: 'unchanged', inUse: true });
  });

  test('cannot be used when nothing was recorded', async () => {
    expect(await choosing(undefined, 'recorded')).toEqual({ result: 'not-found', inUse: undefined });
  });
});
