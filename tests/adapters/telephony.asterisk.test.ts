import { join } from 'node:path';
import { createAsteriskTelephony } from '../../server/adapters/asterisk/telephony.ts';
import { telephonyContract } from '../contracts/telephony.contract.ts';
import { farEnd } from '../e2e/answering-telephone.ts';
import { dial } from '../e2e/telephone.ts';
import { writeToneWav } from '../e2e/tones.ts';
import { uuid } from '../fixtures/telephony.ts';
import { startAsterisk } from './asterisk-instance.ts';
import { type OperatorPhone, operatorPhone } from './operator-phone.ts';

/** What each of them says; 440 Hz is the ringing tone, 700 the prompt. */
const tones = { caller: 600, third: 800, operator: 1000, supervisor: 1300 } as const;

telephonyContract('Asterisk', async () => {
  const asterisk = await startAsterisk({ rtpFirst: 22_400 });
  const prompt = join(asterisk.spool, 'prompts/prompt');
  writeToneWav(`${prompt}.wav`, 700, 1, 8000);
  const telephony = createAsteriskTelephony({
    ariUrl: asterisk.ariUrl,
    operatorTransport: 'operators',
    legFormats: 'alaw',
    nowMs: Date.now,
    log: (event, fields) => console.error(event, fields),
  });
  const phones = new Map<'operator' | 'supervisor', OperatorPhone>();
  /** How each of them is heard: shares of his tone; the newest telephone counts. */
  const ears = new Map<string, (hz: number) => number>();
  const far = await farEnd(asterisk.farPort);
  const called = async () => {
    const call = await far.incoming();
    ears.set('third', call.share);
    return {
      shown: call.shown,
      answer: () => call.answer(tones.third),
      hangUp: () => call.hangUp(),
      press: (digit: string) => call.press(digit),
      refuse: () => call.refuse(486),
    };
  };
  return {
    telephony,
    recordings: telephony.recordings,
    operatorId: uuid(10),
    supervisorId: uuid(40),
    prompt,
    connect: telephony.start,
    async register(phone, whose = 'operator') {
      const registered = await operatorPhone({ ...phone, port: asterisk.operatorPort, toneHz: tones[whose] });
      phones.set(whose, registered);
      ears.set(whose, registered.share);
    },
    async dial(did, from) {
      const phone = await dial({ sipPort: asterisk.trunkPort, did, from, toneHz: tones.caller });
      ears.set('caller', (hz) => phone.heard().share(hz));
      return { hangUp: phone.hangUp, press: phone.press };
    },
    third: called,
    called,
    async operatorHears(what) {
      await phones.get('operator')?.hears(what === 'ringing' ? 440 : tones.third);
    },
    heard() {
      const others = (who: string) => Object.entries(tones).filter(([other]) => other !== who);
      const heardBy = (who: string, share: (hz: number) => number) =>
        others(who)
          .flatMap(([other, hz]) => (share(hz) > 0.15 ? [other] : []))
          .join(' ');
      return Object.fromEntries([...ears].map(([who, share]) => [who, heardBy(who, share)]));
    },
    promptEnds: () => undefined,
    recordingEnds: () => undefined,
    async close() {
      telephony.stop();
      for (const phone of phones.values()) phone.close();
      far.close();
      await asterisk.stop();
    },
  };
});
