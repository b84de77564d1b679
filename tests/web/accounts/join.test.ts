import { beforeEach, describe, expect, test, vi } from 'vitest';
import { agreementIn } from '#shared/accounts/agreement.ts';
import { priceBookOn } from '#shared/billing/price-book.ts';
import { CodedError } from '#shared/errors.ts';
import { Join, type JoinDeps } from '../../../web/accounts/join/join.svelte.ts';
import { keepApplication } from '../../../web/accounts/join/kept-application.ts';
import { plainNumbers } from '../../../web/ui/phone-number.ts';

const dayMs = 24 * 3600_000;
const id = '0199a000-0000-7000-8000-00000000a001';

function memoryStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

let storage = memoryStorage();
let nowMs = 0;
let deps: JoinDeps;
const view = { state: 'confirmed' as const, name: 'Menuiserie Moreau', email: 'anne@example.test', officeNumber: '+33199005500' };

beforeEach(() => {
  storage = memoryStorage();
  nowMs = Date.parse('2026-11-22T11:00:00Z');
  deps = {
    kept: keepApplication(storage),
    nowMs: () => nowMs,
    newId: () => id,
    offer: async ({ language }) => ({ priceBook: priceBookOn('2026-11-22'), agreement: agreementIn(language) }),
    apply: async () => ({ outcome: 'sent' }),
    confirm: async () => ({ outcome: 'confirmed', token: 't', application: { ...view, number: null } }),
    complete: async () => ({ outcome: 'live', number: '+33199000110' }),
    signIn: async () => undefined,
    loadNumbers: async () => plainNumbers,
    browser: { country: 'FR', timeZone: 'Europe/Paris', language: 'fr' },
  };
});

const opened = async (more: Partial<JoinDeps> = {}) => {
  const join = new Join({ ...deps, ...more });
  await vi.waitFor(() => expect(join.offer).not.toBeNull());
  return join;
};

/** Up to the page with the code. */
async function written(join: Join): Promise<void> {
  join.edit({ trade: 'craftsman', firm: 'Menuiserie Moreau', officeNumber: '+33199005500' });
  await join.next();
  join.edit({ personName: 'Anne', email: 'anne@example.test', mobile: '+33639985500' });
  await join.next();
  await join.next();
  join.edit({ planId: 'calls-50' });
  await join.next();
  join.edit({ accepted: true });
}

describe('[P02] becoming a client', () => {
  test('goes page by page, names what is missing once one tries to go on, and asks for the number at the end', async () => {
    const completed = vi.fn(deps.complete);
    const join = await opened({ complete: completed });
    expect(join.problems).toEqual({});
    expect(await join.next()).toBe(false);
    expect(join.problems).toMatchObject({ trade: 'missing', firm: 'missing' });
    await written(join);
    expect(join.quote?.monthly.gross).toEqual({ amount: 8280, currency: 'EUR' });
    expect(await join.next()).toBe(true);
    expect(join.step).toBe('code');
    expect(await join.confirm('12 34')).toBe(false);
    expect(join.failure).toBe('wrong');
    expect(await join.confirm('123 456')).toBe(true);
    expect([join.step, join.view?.email]).toEqual(['password', 'anne@example.test']);
    expect(await join.complete('short')).toBe(false);
    expect(await join.complete('un-mot-de-passe-long')).toBe(true);
    expect(completed).toHaveBeenCalledExactlyOnceWith({ id, token: 't', password: 'un-mot-de-passe-long' });
  });

  test('is there again in the same browser where it was left, for thirty days', async () => {
    const join = await opened();
    join.edit({ trade: 'doctor', firm: 'SCM', officeNumber: '+33199005500' });
    await join.next();
    join.edit({ personName: 'Anne' });
    nowMs += 29 * dayMs;
    const again = await opened();
    expect([again.step, again.draft.firm, again.draft.personName]).toEqual(['person', 'SCM', 'Anne']);
    nowMs += 30 * dayMs;
    expect((await opened()).draft.firm).toBe('');
    expect(storage.getItem('permanence.join')).toBeNull();
  });

  test('keeps no words of the form on the device once the server has confirmed it', async () => {
    const join = await opened();
    await written(join);
    await join.next();
    await join.confirm('123456');
    expect(storage.getItem('permanence.join')).not.toContain('anne@example.test');
  });

  test('stays on its page without the server, and says when prices have changed meanwhile', async () => {
    let code = 'http.offline';
    const join = await opened({ apply: async () => Promise.reject(new CodedError(code, 'refused')) });
    await written(join);
    expect(await join.next()).toBe(false);
    expect([join.step, join.failure, join.isSending]).toEqual(['agreement', 'offline', false]);
    code = 'http.refused';
    await join.next();
    expect(join.failure).toBe('changed');
  });

  test('says how long to wait after too many attempts', async () => {
    const join = await opened({ apply: async () => ({ outcome: 'too-many', waitSeconds: 61 }) });
    await written(join);
    await join.next();
    expect([join.failure, join.waitMinutes]).toEqual(['too-many', 2]);
  });

  test('is opened by the link of the mail; one that counts no more begins nothing', async () => {
    const join = await opened();
    await join.open({ id, token: 't' });
    expect(join.step).toBe('password');
    storage = memoryStorage();
    const wrong = await opened({ kept: keepApplication(storage), confirm: async () => ({ outcome: 'wrong' }) });
    await wrong.open({ id, token: 'x' });
    expect([wrong.step, wrong.failure]).toEqual(['firm', 'wrong']);
  });
});
