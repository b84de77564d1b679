import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { demoPassword } from './desk.ts';
import { expect, test as inWorld, lines } from './world.ts';

const probe = process.env.BOOTH_PROBE ?? '';
const test = inWorld.extend({
  environment: [{ ...(process.env.BOOTH_IP ? { MEDIA_IP: process.env.BOOTH_IP } : {}) }, { scope: 'worker' }],
});

/** What Playwright adds, and a person's browser does not have. */
const notOrdinary = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

function openOrdinaryChromium(): Promise<BrowserContext> {
  return chromium.launchPersistentContext('', {
    executablePath: '/usr/bin/chromium',
    locale: 'en-GB',
    permissions: probe.includes('noperm') ? [] : ['microphone'],
    ignoreDefaultArgs: notOrdinary,
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      ...(probe.includes('flag') ? ['--allow-loopback-in-peer-connection'] : []),
    ],
  });
}

/** Runs in the page before its own code: the test finds the page's connections. */
function rememberPeers(): void {
  const { RTCPeerConnection: Original } = window;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      Object.assign(window, { lastPeer: this });
    }
  };
}

/** Sound energy that the page's telephone has received so far. */
const heard = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const stats = await (window as Window & { lastPeer?: RTCPeerConnection }).lastPeer?.getStats();
    return [...(stats?.values() ?? [])].find((s) => s.type === 'inbound-rtp')?.totalAudioEnergy ?? 0;
  });

async function candidates(page: Page) {
  console.log(page.url(), await page.evaluate(async () => {
    const p = (window as Window & { lastPeer?: RTCPeerConnection }).lastPeer;
    const s = [...((await p?.getStats())?.values() ?? [])];
    return [p?.iceConnectionState, p?.connectionState, ...s.filter((x) => /candidate/.test(x.type)).map((x) => `${x.type} ${x.address} ${x.port} ${x.protocol} ${x.state ?? ''} ${x.type === 'candidate-pair' ? `${x.localCandidateId} ${x.remoteCandidateId}`: x.id}`)].join(' / ');
  }));
}
test.setTimeout(45_000);
test('[P04] a newcomer lives the whole path in one ordinary browser: a call from the booth, answered at the desk, heard at both ends', async ({
  world,
}) => {
  const { url } = world.instance;
  const context = await openOrdinaryChromium();
  await context.addInitScript(rememberPeers);
  const desk = await context.newPage();
  await desk.goto(`${url}/desk`);
  await desk.fill('[name=email]', 'lea@permanence.test');
  await desk.fill('[name=password]', demoPassword);
  await desk.click('[data-act=sign-in]');
  if (probe) {
    await desk.waitForTimeout(4_000);
    console.log(await desk.locator('body').innerText());
    await candidates(desk);
  }
  await desk.click('[data-act=audio-done]');
  await desk.click('[data-act=ready]');
  const state = (name: string) => expect(desk.locator('html')).toHaveAttribute('data-state', name);
  await state('ready');

  const booth = await context.newPage();
  await booth.goto(`${url}/booth`);
  await booth.locator(`[data-act=booth-call][data-line="${lines.martin}"]`).click();
  await state('offered');
  await desk.bringToFront();
  await desk.keyboard.press('F2');
  await state('talking');
  await expect(booth.locator('[data-booth]')).toHaveAttribute('data-booth', 'talking');
  if (probe) for (const page of [desk, booth]) await candidates(page);
  for (const page of [desk, booth]) {
    const before = await heard(page);
    await expect.poll(() => heard(page)).toBeGreaterThan(before + 0.0005);
  }
  await booth.bringToFront();
  await booth.click('[data-act=booth-hangup]');
  await state('wrap-up');
  await context.close();
});
