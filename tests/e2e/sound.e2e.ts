import type { Page } from '@playwright/test';
import { signInByHttp } from './api-user.ts';
import { Desk } from './desk.ts';
import { expect, lines, test } from './world.ts';

type Watched = Window & {
  /** Every sound element of the page. */
  speakers: HTMLAudioElement[];
  plug(unplugged: readonly string[]): void;
};

/** Runs in the page: its sound elements are found again, and devices can be unplugged by their label. */
function watchSound(): void {
  const page = window as unknown as Watched;
  page.speakers = [];
  const { Audio: Original } = window;
  window.Audio = class extends Original {
    constructor(src?: string) {
      super(src);
      page.speakers.push(this);
    }
  };
  let unplugged: readonly string[] = [];
  const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
  navigator.mediaDevices.enumerateDevices = async () => (await list()).filter(({ label }) => !unplugged.includes(label));
  page.plug = (labels) => {
    unplugged = labels;
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  };
}

const unplug = (page: Page, ...labels: string[]) => page.evaluate((all) => (window as unknown as Watched).plug(all), labels);

/** The elements that play something somewhere, by the label of their output; `default`: where the system says. */
const playing = (page: Page) =>
  page.evaluate(async () => {
    const outputs = await navigator.mediaDevices.enumerateDevices();
    const { speakers } = window as unknown as Watched;
    const loud = speakers.filter(({ srcObject, muted, volume }) => srcObject !== null && !muted && volume > 0);
    return loud.map(
      ({ sinkId }) => outputs.find(({ deviceId }) => deviceId === sinkId)?.label ?? (sinkId === '' ? 'default' : 'gone'),
    );
  });

/** In which ear what is played is heard. */
const ears = (page: Page) =>
  page.evaluate(async () => {
    const { speakers } = window as unknown as Watched;
    const stream = speakers.findLast(({ srcObject, muted }) => srcObject !== null && !muted)?.srcObject;
    if (!(stream instanceof MediaStream)) return [];
    const context = new AudioContext();
    const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    context.createMediaStreamSource(stream).connect(splitter);
    const analysers = [0, 1].map((channel) => {
      const analyser = new AnalyserNode(context);
      splitter.connect(analyser, channel);
      return analyser;
    });
    const samples = new Float32Array(2048);
    await new Promise((resolve) => setTimeout(resolve, 300)); // so much sound is measured
    const loud = analysers.map((analyser) => {
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    });
    await context.close();
    return loud.map((level) => level > 0.005);
  });

/** What the newest connection sends, and how often it was negotiated. */
const sends = (page: Page) =>
  page.evaluate(() => {
    const { lastPeer } = window as Window & { lastPeer?: RTCPeerConnection };
    return { label: lastPeer?.getSenders()[0]?.track?.label, sdp: lastPeer?.localDescription?.sdp };
  });

async function openSound(page: Page): Promise<void> {
  await page.click('summary');
  await page.click('[data-act=own-sound]');
  await page.locator('[data-sound]').waitFor();
}

const shown = (page: Page, part: string) =>
  page.locator(`[name=sound-${part}]`).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.textContent?.trim());

test('microphone, voice and ring have devices of their own, which a reload finds again; one that goes in mid-call leaves silence and says so', async ({
  world,
}) => {
  const lea = await Desk.open(world.instance.url, 'lea@permanence.test', 1100, watchSound);
  const { page } = lea;
  await lea.ready();
  await openSound(page);
  await page.selectOption('[name=sound-microphone]', { label: 'Fake Audio Input 1' });
  await page.selectOption('[name=sound-voice]', { label: 'Fake Audio Output 1' });
  await page.selectOption('[name=sound-ringer]', { label: 'Fake Audio Output 2' });
  await page.selectOption('[name=sound-ear]', 'left');
  await page.reload();
  await lea.state('ready');
  await openSound(page);
  await expect.poll(() => shown(page, 'microphone')).toBe('Fake Audio Input 1');
  expect([await shown(page, 'voice'), await shown(page, 'ringer')]).toEqual(['Fake Audio Output 1', 'Fake Audio Output 2']);
  expect(await page.locator('[name=sound-ear]').inputValue()).toBe('left');
  await page.selectOption('[name=sound-ear]', 'both');
  await lea.press('Escape');

  const caller = await world.call(lines.martin, { from: '+33639980777', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await caller.hears(1100);
  await expect.poll(() => playing(page)).toEqual(['Fake Audio Output 1']);
  expect((await sends(page)).label).toBe('Fake Audio Input 1');
  await expect(page.locator('[data-voice]')).toContainText(/Voice good · MOS 4\.\d · Opus/);

  const lost = page.locator('[data-lost=voice]');
  await unplug(page, 'Fake Audio Output 1');
  await expect(lost).toContainText('Fake Audio Output 1 is gone');
  expect(await playing(page)).toEqual([]);
  await lea.state('talking');
  await unplug(page);
  await expect(lost).toBeHidden();
  await expect.poll(() => playing(page)).toEqual(['Fake Audio Output 1']);

  await unplug(page, 'Fake Audio Output 1');
  await lost.getByRole('button', { name: 'Use Fake Audio Output 2' }).click();
  await expect.poll(() => playing(page)).toEqual(['Fake Audio Output 2']);
  await expect(lost).toBeHidden();
  await unplug(page);
  await expect.poll(() => playing(page)).toEqual(['Fake Audio Output 1']);

  const before = await sends(page);
  await openSound(page);
  for (const [ear, expected] of [
    ['left', [true, false]],
    ['right', [false, true]],
  ] as const) {
    await page.selectOption('[name=sound-ear]', ear);
    await expect.poll(() => ears(page)).toEqual(expected);
  }
  await page.selectOption('[name=sound-ear]', 'both');
  await page.selectOption('[name=sound-microphone]', { label: 'Fake Audio Input 2' });
  await expect.poll(() => sends(page)).toEqual({ ...before, label: 'Fake Audio Input 2' });
  await lea.press('Escape');
  await caller.hears(1100);

  caller.hangUp();
  await lea.dismiss();
  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const facts = async () => (await max.callsFrom('+33639980777')).flatMap(({ voice }) => voice ?? []);
  await expect.poll(facts).toEqual([expect.objectContaining({ codec: 'opus' })]);
  const [voice] = await facts();
  expect(voice?.worst).toBeGreaterThan(3.6);
  expect(voice?.mean).toBeGreaterThanOrEqual(voice?.worst ?? 5);

  await unplug(page, 'Fake Audio Output 1');
  await lea.state('unreachable');
  await unplug(page);
  await lea.state('ready');
  await unplug(page, 'Fake Audio Input 2');
  await expect(page.locator('[data-lost=microphone]')).toContainText('Nobody hears you');
  await lea.state('unreachable');
  await unplug(page);
  await lea.state('ready');
  await lea.close();
});

type FakeHeadset = Window & {
  /** What the lights were last set to, by report id. */
  lit: Record<number, number[]>;
  report(bytes: readonly number[]): void;
  plug(isIn: boolean): void;
};

/** Runs in the page: a headset that was allowed before. Its hook is a switch, its mute button a pulse, as most have them. */
function plugHeadset(): void {
  const page = window as unknown as FakeHeadset;
  page.lit = {};
  const bit = (usages: number[], isAbsolute = true) => ({
    usages,
    isAbsolute,
    hasPreferredState: false,
    logicalMinimum: 0,
    reportSize: 1,
    reportCount: usages.length,
  });
  const device = Object.assign(new EventTarget(), {
    opened: false,
    productName: 'Evolve Test',
    collections: [
      {
        usagePage: 0x0b,
        usage: 0x05,
        inputReports: [{ reportId: 2, items: [bit([0x0b0020]), bit([0x0b002f], false), bit([0x0b0021], false)] }],
        outputReports: [{ reportId: 3, items: [bit([0x080017, 0x080009, 0x080018])] }],
      },
    ],
    async open() {
      device.opened = true;
    },
    async close() {
      device.opened = false;
    },
    async sendReport(reportId: number, data: Uint8Array) {
      page.lit[reportId] = [...data];
    },
  });
  let isIn = true;
  const hid = Object.assign(new EventTarget(), { getDevices: async () => (isIn ? [device] : []), requestDevice: async () => [] });
  Object.defineProperty(navigator, 'hid', { value: hid });
  page.report = (bytes) =>
    void device.dispatchEvent(
      Object.assign(new Event('inputreport'), { reportId: 2, data: new DataView(Uint8Array.from(bytes).buffer) }),
    );
  page.plug = (into) => {
    isIn = into;
    hid.dispatchEvent(Object.assign(new Event(into ? 'connect' : 'disconnect'), { device }));
  };
}

test('the button of the headset answers, mutes, holds and hangs up, and its lights show the call', async ({ world }) => {
  const sofie = await Desk.open(world.instance.url, 'sofie@permanence.test', 1300, plugHeadset);
  const { page } = sofie;
  const press = (bits: number) => page.evaluate((b) => (window as unknown as FakeHeadset).report([b]), bits);
  const lights = (bits: number) =>
    expect.poll(() => page.evaluate(() => (window as unknown as FakeHeadset).lit[3])).toEqual([bits]);
  const [offHook, muted, ringing] = [0b1, 0b10, 0b100];
  await sofie.ready();
  await lights(0);
  const caller = await world.call(lines.deBoer, { from: '+31201234599', toneHz: 500 });
  await sofie.state('offered');
  await lights(ringing);
  await press(0b1);
  await sofie.state('talking');
  await caller.hears(1300);
  await lights(offHook);

  await press(0b11);
  await expect(page.getByText('Your microphone is off')).toBeVisible();
  await lights(offHook | muted);
  await press(0b1);
  await press(0b11);
  await lights(offHook);
  await press(0b101);
  await sofie.state('held');
  await press(0b1);
  await press(0b101);
  await sofie.state('talking');

  await press(0);
  await expect(page.getByText('Press the headset’s button once more to hang up.')).toBeVisible();
  await sofie.state('talking');
  await press(0b1);
  expect((await caller.ended).by).toBe('them');
  await sofie.dismiss();
  await lights(0);

  const plug = (isIn: boolean) => page.evaluate((is) => (window as unknown as FakeHeadset).plug(is), isIn);
  const lost = page.locator('[data-headset-lost]');
  await plug(false);
  await expect(lost).toContainText('Evolve Test is unplugged');
  await plug(true);
  await expect(lost).toBeHidden();
  await sofie.close();
});
