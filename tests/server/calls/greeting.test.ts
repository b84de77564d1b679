import { describe, expect, test } from 'vitest';
import type { Identity } from '#shared/accounts/access.ts';
import { soundOf, writeWav } from '#shared/calls/greeting-sound.ts';
import type { BureauHours } from '#shared/calls/routing.ts';
import { createDirectory } from '../../../server/accounts/directory.ts';
import { keepGreeting } from '../../../server/calls/keep-greeting.ts';
import { greetingRoutes } from '../../../server/calls/routes.ts';
import { soundOfGreeting, tellGreeting } from '../../../server/calls/tell-greeting.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { anAccount, aRecordedGreeting, uuid } from '../../fixtures/telephony.ts';
import { bureau } from './bureau.ts';

const claire: Identity = {
  role: 'person',
  userId: 'u1',
  name: 'Claire Martin',
  personId: uuid(20),
  accountId: uuid(1),
  office: false,
};
const jan: Identity = { ...claire, userId: 'u2', name: 'Jan de Boer', accountId: uuid(2) };
const mornings: BureauHours = {
  hours: { kind: 'weekly', periods: [{ day: 1, from: '08:00', to: '12:00' }], closedOn: [] },
  timeZone: 'Europe/Paris',
};
const speech = writeWav(
  soundOf(
    8000,
    Float32Array.from({ length: 16_000 }, (_, i) => Math.sin(i / 3) / 4),
  ),
);

async function office() {
  const store = createMemoryStore();
  await store.transact((tx) => tx.put('account', anAccount()));
  const directory = createDirectory(store, () => '2026-11-19T09:00:00.000Z');
  await directory.load();
  const sounds = new Map<string, Uint8Array>();
  const poked: string[] = [];
  const greetings = {
    save: async ({ id, wav }: { id: string; wav: Uint8Array }) => void sounds.set(id, wav),
    load: async (id: string) => sounds.get(id),
    removeReplaced: async () => undefined,
  };
  const speak = async (text: string) => text;
  const readSound = async (path: string) => new TextEncoder().encode(path);
  const known = { directory, bureau: mornings };
  return {
    directory,
    sounds,
    poked,
    account: () => store.get('account', uuid(1)),
    keep: keepGreeting({
      store,
      greetings,
      bureau: mornings,
      clock: () => '2026-11-19T09:00:00.000Z',
      newId: () => uuid(300),
      poke: (spaces) => void poked.push(...spaces),
    }),
    tell: tellGreeting(known),
    sound: soundOfGreeting({ ...known, greetings, speak, readSound }),
  };
}

describe('[P13] the voicemail greeting of an account', () => {
  test('as the voice speaks it names the hours in which bureau and account both answer', async () => {
    const { tell, sound } = await office();
    const spoken = await tell(claire, { accountId: uuid(1) });
    expect(spoken.hours).toEqual(mornings.hours);
    expect(spoken.closed).toContain('8 heures à 12 heures');
    expect(new TextDecoder().decode(await sound(claire, uuid(1), 'busy'))).toBe(spoken.busy);
  });

  test('as a person records it is in use at once, and remembers the hours of its day', async () => {
    const { keep, account, sounds, poked, directory, sound } = await office();
    await keep(claire, { accountId: uuid(1), sound: speech });
    expect((await account())?.recordedGreeting).toEqual({
      recordingId: uuid(300),
      seconds: 2,
      by: 'Claire Martin',
      at: '2026-11-19T09:00:00.000Z',
      hours: mornings.hours,
      inUse: true,
    });
    expect(poked).toEqual([`account:${uuid(1)}:shared`]);
    expect(sounds.get(uuid(300))).toEqual(speech);
    await directory.load();
    expect(await sound(claire, uuid(1), 'recorded')).toEqual(speech);
  });

  test('a sound that does not fit is refused by its part, and nothing is kept', async () => {
    const { keep, account, sounds } = await office();
    const stereo = speech.slice();
    stereo[22] = 2;
    await expect(keep(claire, { accountId: uuid(1), sound: stereo })).rejects.toMatchObject({
      code: 'input.invalid',
      field: 'sound.channels',
    });
    expect(sounds.size).toBe(0);
    expect((await account())?.recordedGreeting).toBeUndefined();
  });

  test('another account is answered like none at all', async () => {
    const { keep, tell, sound } = await office();
    const gone = { code: 'account.not_found' };
    await expect(keep(jan, { accountId: uuid(1), sound: speech })).rejects.toMatchObject(gone);
    await expect(tell(jan, { accountId: uuid(1) })).rejects.toMatchObject(gone);
    await expect(tell(jan, { accountId: uuid(2) })).rejects.toMatchObject(gone);
    await expect(sound(jan, uuid(1), 'busy')).rejects.toMatchObject(gone);
    await expect(sound(claire, uuid(1), 'recorded')).rejects.toMatchObject({ code: 'greeting.not_found' });
  });

  test('is answered in the range that a player asks for', async () => {
    const { sound } = await office();
    const app = greetingRoutes({ identify: async () => claire, sound, accountSound: async () => speech });
    const path = `/api/accounts/${uuid(1)}/voicemail-greeting/busy`;
    const part = await app.request(path, { headers: { range: 'bytes=0-6' } });
    expect([part.status, await part.text()]).toEqual([206, 'Bonjour']);
  });
});

describe('what a caller hears before the beep', () => {
  /** The file is asked for at the call; before it, while the prompts are made, there is none. */
  const played = async (inUse: boolean, greetingFile: (id: string) => Promise<string | null>) => {
    let arrived = false;
    const b = await bureau({
      account: { recordedGreeting: aRecordedGreeting({ inUse }) },
      operators: [],
      greetingFile: async (id) => (arrived ? greetingFile(id) : null),
    });
    await b.time.pass(20_000); // after a restart nobody is held to be signed out for a while
    arrived = true;
    b.exchange.arrive('c1', '+33199000101');
    await b.time.pass(2000);
    const effect = b.exchange.asked.findLast((asked) => asked.do === 'play');
    return effect?.do === 'play' ? effect.file : null;
  };
  const spoken = 'Bonjour. Nous ne pouvons pas';

  test('is the recording in use', async () => {
    expect(await played(true, async (id) => `/spool/${id}`)).toBe(`/spool/${uuid(5)}`);
  });

  test.each([
    ['is not in use', false, async (id: string) => `/spool/${id}`],
    ['is gone', true, async () => null],
    ['cannot be read', true, async () => Promise.reject(new Error('database away'))],
    ['does not come in time', true, () => new Promise<null>(() => undefined)],
  ] as const)('is the voice when the recording %s', async (_, inUse, file) => {
    expect(await played(inUse, file)).toContain(spoken);
  });
});
