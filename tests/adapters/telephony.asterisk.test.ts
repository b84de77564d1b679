import { join } from 'node:path';
import { createAsteriskTelephony } from '../../server/adapters/asterisk/telephony.ts';
import { telephonyContract } from '../contracts/telephony.contract.ts';
import { farEnd } from '../e2e/answering-telephone.ts';
import { dial } from '../e2e/telephone.ts';
import { writeToneWav } from '../e2e/tones.ts';
import { uuid } from '../fixtures/telephony.ts';
import { startAsterisk } from './asterisk-instance.ts';
import { type OperatorPhone, operatorPhone } from './operator-phone.ts';

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
  const phones: OperatorPhone[] = [];
  const far = await farEnd(asterisk.farPort);
  const called = async () => {
    const call = await far.incoming();
    return {
      shown: call.shown,
      answer: () => call.answer(800),
      hangUp: () => call.hangUp(),
      press: (digit: string) => call.press(digit),
      refuse: () => call.refuse(486),
    };
  };
  return {
    telephony,
    recordings: telephony.recordings,
    operatorId: uuid(10),
    prompt,
    connect: telephony.start,
    async register(phone) {
      phones.push(await operatorPhone({ ...phone, port: asterisk.operatorPort, toneHz: 1000 }));
    },
    async dial(did, from) {
      const phone = await dial({ sipPort: asterisk.trunkPort, did, from, toneHz: 600 });
      return { hangUp: phone.hangUp, press: phone.press };
    },
    third: called,
    called,
    async operatorHears(what) {
      await phones.at(-1)?.hears(what === 'ringing' ? 440 : 800);
    },
    promptEnds: () => undefined,
    recordingEnds: () => undefined,
    async close() {
      telephony.stop();
      for (const phone of phones) phone.close();
      far.close();
      await asterisk.stop();
    },
  };
});
