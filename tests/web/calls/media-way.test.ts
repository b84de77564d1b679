import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  lookEveryMs,
  type MediaWay,
  newWay,
  stepWay,
  type WayEvent,
  type WayWish,
} from '../../../web/adapters/janus/media-way.ts';
import { mediaBytes } from '../../../web/adapters/janus/voice-counters.ts';
import { watchWay } from '../../../web/adapters/janus/way-watch.ts';

const looked = (bytes: number): WayEvent => ({ t: 'looked', bytes });
const online: WayEvent = { t: 'online' };
const reached: WayEvent = { t: 'reached' };

/** What each event asks for, and how the way stands at the end. */
function lived(...events: readonly WayEvent[]): { readonly wishes: readonly WayWish[]; readonly way: MediaWay } {
  const wishes: WayWish[] = [];
  let way = newWay;
  for (const event of events) {
    const next = stepWay(way, event);
    way = next.way;
    wishes.push(next.wish);
  }
  return { wishes, way };
}

test.each<[string, readonly WayEvent[], WayWish, MediaWay['state']]>([
  [
    'a leg has just come up, and its first packet takes time',
    [looked(0), looked(0), looked(0), looked(0), looked(0)],
    'nothing',
    'begun',
  ],
  ['a leg has come up, and nothing comes for six seconds', Array.from({ length: 15 }, () => looked(0)), 'renew', 'begun'],
  ['packets come', [looked(10), looked(20), looked(30), looked(40)], 'nothing', 'flows'],
  ['two looks find nothing', [looked(10), looked(10), looked(10)], 'nothing', 'flows'],
  ['only reports come, one a second', [looked(10), looked(10), looked(10), looked(11), looked(11)], 'nothing', 'flows'],
  ['three looks find nothing', [looked(10), looked(10), looked(10), looked(10)], 'reach', 'lost'],
  ['it stays lost', [looked(8), looked(8), looked(8), looked(8), looked(8), looked(8), looked(8), looked(8)], 'nothing', 'lost'],
  ['packets come before the gateway is reached', [looked(8), looked(8), looked(8), looked(8), looked(9)], 'nothing', 'lost'],
  ['the network is back', [looked(10), online], 'reach', 'lost'],
  ['the last packets of before are counted', [looked(10), online, looked(20)], 'nothing', 'lost'],
  [
    'the network is back while ICE looks for a way',
    [looked(8), looked(8), looked(8), looked(8), reached, online],
    'reach',
    'lost',
  ],
  ['the gateway is reached', [looked(8), looked(8), looked(8), looked(8), reached], 'restart', 'restarted'],
  ['the gateway is reached while packets come', [looked(10), reached], 'nothing', 'flows'],
  [
    'packets come on the new way',
    [looked(8), looked(8), looked(8), looked(8), reached, looked(8), looked(9)],
    'nothing',
    'flows',
  ],
  [
    'none come on the new way',
    [looked(8), looked(8), looked(8), looked(8), reached, looked(8), looked(8), looked(8), looked(8)],
    'renew',
    'begun',
  ],
])('%s', (_, events, wish, state) => {
  const { wishes, way } = lived(...events);
  expect([wishes.at(-1), way.state]).toEqual([wish, state]);
});

test('a way that ICE has left takes its bytes along, and what comes on the next one counts', () => {
  const { wishes } = lived(looked(900), looked(900), looked(900), looked(900), reached, looked(0), looked(60));
  expect(wishes).toEqual(['nothing', 'nothing', 'nothing', 'reach', 'restart', 'nothing', 'nothing']);
});

test('what comes on every way counts, voice and reports alike', () => {
  const report = new Map<string, unknown>([
    ['T', { type: 'transport', bytesReceived: 7 }],
    ['P1', { type: 'candidate-pair', bytesReceived: 100 }],
    ['P2', { type: 'candidate-pair' }],
    ['P3', { type: 'candidate-pair', bytesReceived: 20 }],
  ]);
  expect(mediaBytes(report)).toBe(120);
  expect(mediaBytes(new Map([['T', { type: 'transport' }]]))).toBeNull();
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A leg whose packets come as long as `comes` is true. */
function leg(restart: () => Promise<void> = async () => undefined) {
  const asked: string[] = [];
  let bytes = 1;
  const lea = {
    comes: true,
    asked,
    watch: watchWay({
      async received() {
        if (lea.comes) bytes += 1;
        return bytes;
      },
      silent: () => void asked.push('silent'),
      reach: () => void asked.push('reach'),
      restart() {
        asked.push('restart');
        return restart();
      },
      renew: () => void asked.push('renew'),
    }),
    looks: (times: number) => vi.advanceTimersByTimeAsync(times * lookEveryMs),
  };
  return lea;
}

test('another network: the gateway is reached within 1.6 s, ICE is restarted, and without a packet there is a new leg', async () => {
  const lea = leg();
  lea.watch.begin();
  await lea.looks(5);
  lea.comes = false;
  await lea.looks(2);
  expect(lea.asked).toEqual([]);
  await lea.looks(2);
  expect(lea.asked).toEqual(['silent', 'reach']);
  await lea.looks(20);
  lea.watch.reached();
  expect(lea.asked).toEqual(['silent', 'reach', 'restart']);
  await lea.looks(4);
  expect(lea.asked).toEqual(['silent', 'reach', 'restart', 'renew']);
});

test('when the network is back nobody waits for silence, and who hears of it by himself is not told', async () => {
  const lea = leg();
  lea.watch.begin();
  await lea.looks(5);
  lea.watch.online();
  expect(lea.asked).toEqual(['reach']);
  lea.watch.reached();
  await lea.looks(5);
  expect(lea.asked).toEqual(['reach', 'restart']);
});

test('a way that cannot be restarted is given up at once', async () => {
  const lea = leg(() => Promise.reject(new Error('no call')));
  lea.comes = false;
  lea.watch.begin();
  await lea.looks(4);
  lea.watch.reached();
  await lea.looks(0);
  expect(lea.asked).toEqual(['silent', 'reach', 'restart', 'renew']);
});

test('nothing is looked at or asked for without a leg, and a new leg begins anew', async () => {
  const lea = leg();
  lea.comes = false;
  lea.watch.begin();
  await lea.looks(4);
  lea.watch.end();
  lea.watch.reached();
  await lea.looks(20);
  expect(lea.asked).toEqual(['silent', 'reach']);
  lea.watch.begin();
  await lea.looks(2);
  lea.watch.reached();
  expect(lea.asked).toEqual(['silent', 'reach']);
});
