import { describe, expect, test } from 'vitest';
import { type Sound, soundOf } from '#shared/calls/greeting-sound.ts';
import { CodedError } from '#shared/errors.ts';
import { VoicemailGreeting, type VoicemailGreetingDeps } from '../../../web/calls/voicemail-greeting.svelte.ts';
import type { Reader } from '../../../web/ports/device.ts';
import type { MicrophoneProblem } from '../../../web/ports/sound.ts';
import { anAccount, aRecordedGreeting } from '../../fixtures/telephony.ts';

const tone = (loudness: number): Sound =>
  soundOf(
    8000,
    Float32Array.from({ length: 16_000 }, (_, i) => loudness * Math.sin(i / 3)),
  );
const file = new Blob(['x']);

/** A page of the greeting: `sound` is what any file turns out to be, `answer` what the server does with an upload. */
function page(over: { sound?: Sound | null; microphone?: MicrophoneProblem; answer?: () => Promise<void> } = {}) {
  const sent: Uint8Array[] = [];
  const mutations: unknown[] = [];
  let shown = anAccount({ recordedGreeting: aRecordedGreeting() });
  let refresh: () => Promise<void> = async () => undefined;
  let tick: () => void = () => undefined;
  let released = 0;
  let asked = 0;
  const device: VoicemailGreetingDeps['device'] = {
    watch: (query, onValue) => {
      refresh = async () => onValue(await query({ get: async () => shown } as unknown as Reader));
      return () => undefined;
    },
    mutate: async (...change) => void mutations.push(change),
    sync: () => undefined,
  };
  const greeting = new VoicemailGreeting({
    accountId: shown.id,
    device,
    server: {
      spoken: async () => {
        asked += 1;
        return { closed: 'fermé', busy: 'occupé', hours: { kind: 'always' } };
      },
      send: async (_, wav, onProgress) => {
        onProgress(0.5);
        await over.answer?.();
        sent.push(wav);
      },
      keep: async () => 'nobody asks for it here',
    },
    recorder: async () => ({
      read: async () => (over.sound === undefined ? tone(0.3) : over.sound),
      record: async () =>
        over.microphone ?? {
          level: () => 0.2,
          stop: async () => {
            released += 1;
            return file;
          },
        },
    }),
    tenTimesASecond: (run) => {
      tick = run;
      return () => {
        tick = () => undefined;
      };
    },
  });
  return {
    greeting,
    sent,
    mutations,
    tick: () => tick(),
    released: () => released,
    asked: () => asked,
    show: (account = shown) => {
      shown = account;
      return refresh();
    },
  };
}

describe('what callers hear when nobody answers', () => {
  test('a chosen file is listened to first, and used only then', async () => {
    const { greeting, sent } = page();
    await greeting.recorder.choseFile(file);
    expect(greeting.recorder.work).toMatchObject({ step: 'draft', draft: { seconds: 2, clipped: false } });
    expect(sent).toEqual([]);
    await greeting.recorder.use();
    expect(greeting.recorder.work.step).toBe('idle');
    expect(sent[0]?.length).toBe(44 + 32_000);
  });

  test('a recording lets the microphone go when it is stopped, and when the page is left', async () => {
    const first = page();
    await first.greeting.recorder.record();
    first.tick();
    expect(first.greeting.recorder.work).toMatchObject({ step: 'recording', level: 0.2 });
    await first.greeting.recorder.stop();
    expect([first.greeting.recorder.work.step, first.released()]).toEqual(['draft', 1]);
    const second = page();
    await second.greeting.recorder.record();
    second.greeting.close();
    expect(second.released()).toBe(1);
  });

  test.each([
    ['cannot be read', null, 'unreadable'],
    ['is next to silence', tone(0.001), 'silent'],
  ] as const)('a file that %s is refused with the reason', async (_, sound, problem) => {
    const { greeting } = page({ sound });
    await greeting.recorder.choseFile(file);
    expect([greeting.recorder.work.step, greeting.recorder.problem]).toEqual(['idle', problem]);
  });

  test('a sound that crackles may be used, with a warning', async () => {
    const { greeting } = page({ sound: tone(1.5) });
    await greeting.recorder.choseFile(file);
    expect(greeting.recorder.work).toMatchObject({ step: 'draft', draft: { clipped: true } });
  });

  test('a refused microphone is told', async () => {
    const { greeting } = page({ microphone: 'denied' });
    await greeting.recorder.record();
    expect([greeting.recorder.work.step, greeting.recorder.problem]).toEqual(['idle', 'denied']);
  });

  test('when the server does not answer the recording stays, to be sent again', async () => {
    const { greeting } = page({ answer: async () => Promise.reject(new CodedError('http.offline', 'no answer')) });
    await greeting.recorder.choseFile(file);
    await greeting.recorder.use();
    expect([greeting.recorder.work.step, greeting.recorder.problem]).toEqual(['draft', 'offline']);
  });

  test('the voice’s words are asked for when the hours change, and old hours are told', async () => {
    const { greeting, show, asked } = page();
    await show();
    expect([asked(), greeting.mayNameOldHours]).toEqual([1, false]);
    await show();
    expect(asked()).toBe(1);
    const nine = { kind: 'weekly' as const, periods: [{ day: 1, from: '09:00', to: '12:00' }], closedOn: [] };
    await show(anAccount({ openingHours: nine, recordedGreeting: aRecordedGreeting({ hours: nine }) }));
    expect([asked(), greeting.mayNameOldHours]).toEqual([2, true]);
  });

  test('going back to the voice is a change of rows, which can be taken back', async () => {
    const { greeting, mutations } = page();
    await greeting.choose('spoken');
    await greeting.choose('recorded');
    const accountId = anAccount().id;
    expect(mutations).toEqual([
      ['chooseVoicemailGreeting', { accountId, use: 'spoken' }],
      ['chooseVoicemailGreeting', { accountId, use: 'recorded' }],
    ]);
  });
});
