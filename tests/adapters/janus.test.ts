import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ariRequests } from '../../server/adapters/asterisk/ari.ts';
import { createBoothPhones } from '../../server/adapters/asterisk/booth-phones.ts';
import { createAsteriskTelephony } from '../../server/adapters/asterisk/telephony.ts';
import type { JanusUser } from '../../server/adapters/janus/messages.ts';
import { attachJanus } from '../../server/adapters/janus/proxy.ts';
import { createDoor } from '../../server/adapters/websocket/door.ts';
import type { TelephonyEvent } from '../../server/ports/telephony.ts';
import { browserWithTone } from '../e2e/desk.ts';
import { uuid } from '../fixtures/telephony.ts';
import { startAsterisk } from './asterisk-instance.ts';
import { startJanus } from './janus-instance.ts';
import { servePhonePage } from './phone-page.ts';

const toneHz = 1000;
const operatorId = uuid(10);
const closing: (() => unknown)[] = [];
let world: Awaited<ReturnType<typeof open>>;

/** Chromium, the proxy, Janus and Asterisk, with the project's own configuration and adapters. */
async function open() {
  const [asterisk, janus, site] = await Promise.all([
    startAsterisk({ rtpFirst: 22_800 }),
    startJanus({ rtpFirst: 23_000 }),
    servePhonePage(),
  ]);
  closing.push(
    () => asterisk.stop(),
    () => janus.stop(),
    site.close,
  );
  const log = () => undefined;
  const telephony = createAsteriskTelephony({ ariUrl: asterisk.ariUrl, operatorTransport: 'operators', nowMs: Date.now, log });
  const events: TelephonyEvent[] = [];
  let doorsOpened = 0;
  telephony.listen((event) => events.push(event));
  telephony.start();
  closing.push(telephony.stop);
  const booths = createBoothPhones(ariRequests({ url: asterisk.ariUrl, application: 'permanence' }), 'operators', Date.now);
  const proxy = attachJanus({
    janusUrl: janus.url,
    tokenSecret: janus.tokenSecret,
    sipPort: asterisk.operatorPort,
    credentials: (who) => (who.kind === 'booth' ? booths.fresh(who.caller) : telephony.phone(who.operatorId)),
    boothNumbers: () => ['+33199000101'],
    log,
    counters: { refused: log, opened: log },
  });
  site.server.on(
    'upgrade',
    createDoor<JanusUser>({
      origin: site.origin,
      protocol: 'janus-protocol',
      identify: async ({ url }) =>
        url.searchParams.has('booth')
          ? { kind: 'booth', userId: 'booth', session: 'booth', caller: '+33639980001' }
          : { kind: 'operator', userId: 'lea', session: 'lea', operatorId },
      accept(who, socket) {
        doorsOpened += 1;
        proxy.accept(who, socket);
      },
      recheck: async () => 'same',
      onRefused: log,
    }),
  );
  const browser = await browserWithTone(toneHz);
  closing.push(() => browser.close());
  const context = await browser.newContext({ permissions: ['microphone'] });
  await context.addInitScript(() => localStorage.setItem('permanence.rawAudio', '1'));
  const page = await context.newPage();
  await page.goto(site.origin);
  return {
    context,
    origin: site.origin,
    telephony,
    events,
    proxy,
    janus,
    page,
    get doorsOpened() {
      return doorsOpened;
    },
  };
}

const run = (page: Page, script: string) => page.evaluate(script);
const statesOf = (page: Page, name: string) => page.evaluate<string[]>(`${name}.states`);
const stateIs = (page: Page, name: string, state: string) =>
  expect.poll(async () => (await statesOf(page, name)).at(-1), { timeout: 15_000 }).toBe(state);
const hears = (page: Page, hz: number) =>
  expect.poll(() => page.evaluate<number>(`Math.abs(phone.heardHz() - ${hz})`), { timeout: 15_000 }).toBeLessThan(15);

const codec = (page: Page) => page.evaluate<string>('phone.voice().then((counted) => counted?.codec)');

async function bringLeg(page = world.page): Promise<void> {
  await expect
    .poll(
      async () => {
        await world.telephony.perform({ do: 'bring-leg', operatorId });
        return (await statesOf(page, 'phone')).at(-1);
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe('leg-up');
}

beforeAll(async () => {
  world = await open();
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

test("the page registers without knowing a secret, its leg comes up, and its own voice comes back from Asterisk's echo", async () => {
  const { page, telephony } = world;
  await run(page, 'phone.start()');
  await stateIs(page, 'phone', 'registered');
  await bringLeg();
  await telephony.perform({ do: 'echo', operatorId, on: true });
  await hears(page, toneHz);
  expect(await codec(page)).toBe('opus');
  await run(page, 'phone.mute(true)');
  await expect.poll(() => page.evaluate<number>('phone.levels().heard'), { timeout: 10_000 }).toBeLessThan(0.001);
  await run(page, 'phone.mute(false)');
  await hears(page, toneHz);
});

test('when the server restarts the sound goes on and the page claims its session', async () => {
  const { page, proxy, events } = world;
  const before = events.length;
  const opened = world.doorsOpened;
  proxy.close();
  await hears(page, toneHz);
  await expect.poll(() => world.doorsOpened).toBe(opened + 1);
  expect(await run(page, 'phone.states.at(-1)')).toBe('leg-up');
  await run(page, 'phone.mute(true)');
  await run(page, 'phone.mute(false)');
  await hears(page, toneHz);
  expect(events.slice(before).filter((event) => event.t === 'leg' && event.state !== 'alive')).toEqual([]);
});

test('when Janus is new the page registers anew and gets a new leg', async () => {
  const { page, janus, telephony } = world;
  const registered = (states: string[]) => states.filter((state) => state === 'registered').length;
  const before = registered(await statesOf(page, 'phone'));
  await janus.restart();
  await expect.poll(async () => registered(await statesOf(page, 'phone')), { timeout: 20_000 }).toBe(before + 1);
  // Asterisk would keep the leg of the dead Janus until its RTP timeout.
  await telephony.perform({ do: 'drop-leg', operatorId });
  await bringLeg();
});

test('when the exchange has forgotten the telephone, a leg that is wanted and does not ring makes it register anew', async () => {
  const { page, telephony } = world;
  await telephony.perform({ do: 'drop-leg', operatorId });
  await stateIs(page, 'phone', 'registered');
  await telephony.phone(operatorId); // the page's own account is gone
  await run(page, 'phone.start()');
  await stateIs(page, 'phone', 'connecting janus.renewed');
  await stateIs(page, 'phone', 'registered');
  await bringLeg();
});

test('the booth calls a demonstration line like the telephone network, and nothing else', async () => {
  const { page, events } = world;
  await run(page, "booth.start('token')");
  await stateIs(page, 'booth', 'ready');
  await run(page, "booth.call('+33142000000')");
  expect(await run(page, 'booth.states.at(-1)')).toMatch(/^ready .*not allowed/);
  await run(page, "booth.call('+33199000101')");
  await stateIs(page, 'booth', 'ringing');
  expect(events.findLast((event) => event.t === 'caller-arrived')).toMatchObject({
    dialled: '+33199000101',
    caller: { number: '+33639980001', standing: 'shown' },
  });
  await run(page, 'booth.hangup()');
  await stateIs(page, 'booth', 'ready');
});

/** Runs in the page: a browser without Opus does not see it in what it is offered. */
function withoutOpus(): void {
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = function (this: RTCPeerConnection, offer: RTCSessionDescriptionInit) {
    const sdp = offer.sdp ?? '';
    const opus = /a=rtpmap:(\d+) opus/.exec(sdp)?.[1] ?? 'none';
    const lines = sdp.split('\r\n').filter((line) => !new RegExp(`^a=(rtpmap|fmtp|rtcp-fb):${opus} `).test(line));
    const media = lines.map((line) => (line.startsWith('m=audio') ? line.replace(` ${opus}`, '') : line));
    return (setRemoteDescription as (offer: RTCSessionDescriptionInit) => Promise<void>).call(this, {
      ...offer,
      sdp: media.join('\r\n'),
    });
  };
}

test('a page whose browser has only G.711 speaks and hears as well', async () => {
  const { page, context, origin, telephony } = world;
  await run(page, 'phone.stop()');
  await telephony.perform({ do: 'drop-leg', operatorId });
  const plain = await context.newPage();
  await plain.addInitScript(withoutOpus);
  await plain.goto(origin);
  await run(plain, 'phone.start()');
  await stateIs(plain, 'phone', 'registered');
  await bringLeg(plain);
  await telephony.perform({ do: 'echo', operatorId, on: true });
  await hears(plain, toneHz);
  expect(await codec(plain)).toMatch(/^pcm[au]$/);
});
