import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { secondsToWait, signInLimits } from '#shared/accounts/sign-in-limit.ts';
import { isGuessable } from '#shared/calls/pin.ts';
import type { SignInFailures } from '../ports/sign-in.ts';
import type { PersonPins } from '../ports/store.ts';

const scrypt = promisify<string, Buffer, number, Buffer>(scryptWithCallback);

type Deps = {
  readonly pins: PersonPins;
  readonly failures: SignInFailures;
  /** Real time, milliseconds since the epoch. */
  readonly nowMs: () => number;
};

/** Keeps a person's PIN, hashed; null ends it. One that everybody would try first is not kept. */
export const keepPin =
  ({ pins, failures }: Pick<Deps, 'pins' | 'failures'>) =>
  async (personId: string, pin: string | null): Promise<'kept' | 'guessable' | 'removed'> => {
    if (pin !== null && isGuessable(pin)) return 'guessable';
    await pins.save(personId, pin === null ? null : await hashOf(pin));
    await failures.clear([keyOf(personId)]);
    return pin === null ? 'removed' : 'kept';
  };

/**
 * Whose PIN it is, of these persons. Failures are counted per person as those of sign-in are: an attempt counts before it is looked
 * at, so that guesses made at the same moment see each other.
 */
export const checkPin =
  ({ pins, failures, nowMs }: Deps) =>
  async (personIds: readonly string[], pin: string): Promise<{ readonly personId: string } | 'wrong' | 'limited'> => {
    const now = nowMs();
    const keys = personIds.map(keyOf);
    await failures.add(keys, now);
    const since = now - signInLimits.windowSeconds * 1000;
    const waits = keys.map(async (key) =>
      secondsToWait(await failures.of(key, since), signInLimits.perAccountAndAddress + 1, now),
    );
    if (Math.max(...(await Promise.all(waits))) > 0) {
      await failures.takeBack(keys, now);
      return 'limited';
    }
    for (const personId of personIds) {
      const hash = await pins.hashOf(personId);
      if (hash === null || !(await isHashOf(hash, pin))) continue;
      await failures.clear([keyOf(personId)]);
      return { personId };
    }
    return 'wrong';
  };

const keyOf = (personId: string): string => `pin:${personId}`;

const hashBytes = 32;

async function hashOf(pin: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await scrypt(pin, salt, hashBytes)).toString('base64url')}`;
}

async function isHashOf(kept: string, pin: string): Promise<boolean> {
  const [salt = '', hash = ''] = kept.split('.');
  const expected = Buffer.from(hash, 'base64url');
  const found = await scrypt(pin, Buffer.from(salt, 'base64url'), hashBytes);
  return expected.length === hashBytes && timingSafeEqual(found, expected);
}
