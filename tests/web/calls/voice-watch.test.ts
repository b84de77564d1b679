import { expect, test } from 'vitest';
import type { VoiceCounters } from '#shared/calls/voice-quality.ts';
import type { ToServer } from '#shared/live.ts';
import { countersOf } from '../../../web/adapters/janus/voice-counters.ts';
import { VoiceWatch } from '../../../web/calls/voice-watch.svelte.ts';
import type { PhoneState } from '../../../web/ports/phone.ts';
import { virtualTime } from '../../fakes/virtual-time.ts';

function onTheLine() {
  const time = virtualTime('2026-11-19T09:00:00.000Z');
  const sent: ToServer[] = [];
  let counted: VoiceCounters = {
    codec: 'opus',
    received: 0,
    lost: 0,
    bufferedSeconds: 0,
    playedSamples: 0,
    jitterMs: 5,
    roundTripMs: 40,
    lostThere: 0,
  };
  let phone: (state: PhoneState, problem: string | null) => void = () => undefined;
  const watch = new VoiceWatch({
    phone: {
      voice: async () => counted,
      onState(listener) {
        phone = listener;
        return () => undefined;
      },
    },
    live: { send: (message) => void sent.push(message) },
    now: time.clock,
    later: time.after,
  });
  return {
    watch,
    sent,
    phoneIs: (state: PhoneState) => phone(state, null),
    /** Three seconds in which so many of 150 packets did not come. */
    async threeSeconds(lost: number) {
      await time.pass(0);
      counted = { ...counted, received: counted.received + 150 - lost, lost: counted.lost + lost };
      await time.pass(3000);
    },
  };
}

test('the voice is judged every three seconds, and told to the server at the end of the call', async () => {
  const { watch, sent, threeSeconds } = onTheLine();
  expect(watch.quality).toBeNull();
  watch.follow('c1');
  await threeSeconds(0);
  expect(watch.quality).toMatchObject({ grade: 'good', reason: null });
  await threeSeconds(15);
  expect(watch.quality).toMatchObject({ grade: 'poor', reason: 'loss' });
  await threeSeconds(0);
  expect(sent).toEqual([]);
  watch.follow(null);
  expect(watch.quality).toBeNull();
  expect(sent).toEqual([
    {
      t: 'voice',
      callId: 'c1',
      voice: { from: '2026-11-19T09:00:03.000Z', codec: 'opus', worst: 3.35, mean: 4.04 },
    },
  ]);
});

test('when the leg changes, what it was like is told, and the next one is measured anew', async () => {
  const { watch, sent, threeSeconds, phoneIs } = onTheLine();
  watch.follow('c1');
  await threeSeconds(15);
  phoneIs('registered');
  await threeSeconds(0);
  phoneIs('leg-up');
  await threeSeconds(0);
  watch.close();
  const legs = sent.flatMap((message) => (message.t === 'voice' ? [message.voice.worst] : []));
  expect(legs).toEqual([3.35, 4.38]);
});

test('a call in which nothing was heard is told nothing of', async () => {
  const { watch, sent } = onTheLine();
  watch.follow('c1');
  watch.follow('c2');
  watch.close();
  expect(sent).toEqual([]);
});

test('what browsers count is understood', () => {
  const report = new Map<string, unknown>([
    ['T', { type: 'transport' }],
    ['C', { type: 'codec', mimeType: 'audio/PCMA' }],
    [
      'I',
      {
        type: 'inbound-rtp',
        kind: 'audio',
        codecId: 'C',
        packetsReceived: 90,
        packetsLost: 3,
        jitter: 0.004,
        jitterBufferDelay: 86,
        jitterBufferEmittedCount: 960,
      },
    ],
    ['R', { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.05, fractionLost: 0.25 }],
  ]);
  expect(countersOf(report)).toEqual({
    codec: 'pcma',
    received: 90,
    lost: 3,
    bufferedSeconds: 86,
    playedSamples: 960,
    jitterMs: 4,
    roundTripMs: 50,
    lostThere: 0.25,
  });
  report.delete('R');
  report.delete('C');
  expect(countersOf(report)).toMatchObject({ codec: 'other', roundTripMs: null, lostThere: 0 });
  expect(countersOf(new Map([['T', { type: 'transport' }]]))).toBeNull();
});
