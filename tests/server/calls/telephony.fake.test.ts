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
    promptEnds: (channelId, prompt) => fake.emit({ t: 'played', channelId, prompt }),
    recordingEnds: (channelId) => fake.recorded(channelId, 2),
    close: async () => undefined,
  };
});
