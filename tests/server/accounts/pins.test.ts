import { describe, expect, test } from 'vitest';
import { checkPin, keepPin } from '../../../server/accounts/pins.ts';
import type { SignInFailures } from '../../../server/ports/sign-in.ts';
import type { PersonPins } from '../../../server/ports/store.ts';
import { uuid } from '../../fixtures/telephony.ts';

const claire = uuid(60);
const jan = uuid(61);

function world() {
  const hashes = new Map<string, string>();
  const pins: PersonPins = {
    all: async () => new Set(hashes.keys()),
    hashOf: async (id) => hashes.get(id) ?? null,
    save: async (id, hash) => void (hash === null ? hashes.delete(id) : hashes.set(id, hash)),
  };
  const failed: { key: string; at: number }[] = [];
  const failures: SignInFailures = {
    of: async (key, since) => failed.flatMap((f) => (f.key === key && f.at >= since ? [f.at] : [])),
    add: async (keys, at) => void failed.push(...keys.map((key) => ({ key, at }))),
    clear: async (keys) => void failed.splice(0, failed.length, ...failed.filter((f) => !keys.includes(f.key))),
    async takeBack(keys, at) {
      for (const key of keys) {
        const i = failed.findIndex((f) => f.key === key && f.at === at);
        if (i >= 0) failed.splice(i, 1);
      }
    },
  };
  let now = 1_000_000;
  const deps = { pins, failures, nowMs: () => now };
  return {
    hashes,
    keep: keepPin(deps),
    check: checkPin(deps),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('[P07] a client’s PIN', () => {
  test('is kept so that it cannot be read, and each time differently', async () => {
    const w = world();
    expect(await w.keep(claire, '2580')).toBe('kept');
    const first = w.hashes.get(claire);
    await w.keep(claire, '2580');
    expect(first).not.toContain('2580');
    expect(w.hashes.get(claire)).not.toBe(first);
    expect(await w.check([claire], '2580')).toEqual({ personId: claire });
    expect(await w.keep(claire, null)).toBe('removed');
    expect(await w.check([claire], '2580')).toBe('wrong');
  });

  test.each(['0000', '1234', '987654', '99999999'])('is not %s, which everybody would try first', async (pin) => {
    const w = world();
    expect(await w.keep(claire, pin)).toBe('guessable');
    expect(w.hashes.size).toBe(0);
  });

  test('tells apart who shares a telephone', async () => {
    const w = world();
    await w.keep(claire, '2580');
    await w.keep(jan, '4711');
    expect(await w.check([claire, jan], '4711')).toEqual({ personId: jan });
  });

  test('is looked up no more after five wrong ones, however fast they come, until a quarter of an hour has passed', async () => {
    const w = world();
    await w.keep(claire, '2580');
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, i) => w.check([claire], String(3000 + i))));
    expect(guesses.filter((g) => g === 'wrong').length).toBeLessThanOrEqual(5);
    for (let i = 0; i < 6; i += 1) await w.check([claire], '3333');
    expect(await w.check([claire], '2580')).toBe('limited');
    w.pass(901_000);
    expect(await w.check([claire], '2580')).toEqual({ personId: claire });
  });
});
