import { expect } from 'vitest';
import { telephonyContract } from '../../contracts/telephony.contract.ts';
import { createFakeTelephony } from '../../fakes/telephony.ts';
import { uuid } from '../../fixtures/telephony.ts';

telephonyContract('the fake', async () => {
  const fake = createFakeTelephony();
  let calls = 0;
  return {
    telephony: fake.telephony,
    recordings: fake.recordings,
    operatorId: uuid(10),
    supervisorId: uuid(40),
    prompt: 'prompt',
    connect: fake.connect,
    register: async () => undefined,
    async dial(did, from) {
      calls += 1;
      const channelId = `c${calls}`;
      fake.arrive(channelId, did, from);
      return {
        hangUp: () => fake.callerHangsUp(channelId),
        press: async (digit) => fake.emit({ t: 'digit', channelId, digit }),
      };
    },
    third: async (of) => ({
      get shown() {
        const dialled = fake.asked.findLast((e) => e.do === 'dial-third');
        return dialled?.do === 'dial-third' ? dialled.shown : '';
      },
      answer: () => fake.thirdAnswers(of),
      hangUp: () => fake.thirdGoes(of, 'refused'),
      refuse: () => fake.thirdGoes(of, 'busy'),
    }),
    called: async (channelId) => ({
      get shown() {
        return (fake.dialled.get(channelId) ?? fake.persons.get(channelId))?.shown ?? '';
      },
      answer: () => fake.dialledAnswers(channelId),
      press: (digit) => fake.emit({ t: 'digit', channelId, digit }),
      hangUp: () => fake.dialledGoes(channelId, 'refused'),
      refuse: () => fake.dialledGoes(channelId, 'busy'),
    }),
    operatorHears: async (what) => expect(fake.hearsRinging()).toBe(what === 'ringing'),
    heard: () => heardIn(fake, { operator: uuid(10), supervisor: uuid(40) }),
    promptEnds: (channelId, prompt) => fake.emit({ t: 'played', channelId, prompt }),
    recordingEnds: (channelId) => fake.recorded(channelId, 2),
    close: async () => undefined,
  };
});

type Fake = ReturnType<typeof createFakeTelephony>;
type Legs = Readonly<Record<'operator' | 'supervisor', string>>;

/** Who hears whom, from where the fake has put everybody. */
function heardIn(fake: Fake, legs: Legs): Record<string, string> {
  const caller = [...fake.callers.values()].at(-1);
  const third = [...fake.thirds.values()].at(-1);
  const listener = fake.listeners.get(legs.supervisor);
  const placeOf = (where: string | undefined, operatorId?: string | null) =>
    where === 'with-operator' ? (operatorId ?? legs.operator) : where === 'joined' ? 'joined' : '';
  const bridges = new Map([
    ['caller', placeOf(caller?.place, caller?.operatorId)],
    ['third', placeOf(third?.place)],
    ['operator', legs.operator],
    ['supervisor', legs.supervisor],
  ]);
  const hears = (who: string, other: string): boolean => {
    if (other !== 'supervisor' && who === 'supervisor' && listener) return bridges.get(other) === listener.operatorId;
    if (other === 'supervisor' && listener)
      return listener.how === 'join'
        ? bridges.get(who) === listener.operatorId
        : listener.how === 'whisper' && who === 'operator';
    return bridges.get(who) !== '' && bridges.get(who) === bridges.get(other);
  };
  const names = [...bridges.keys()];
  return Object.fromEntries(names.map((who) => [who, names.filter((other) => other !== who && hears(who, other)).join(' ')]));
}
