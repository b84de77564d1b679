import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { demoPassword, takeCalls } from './desk.ts';
import { expect, lines, test } from './world.ts';

/** What Playwright adds and a person's browser does not have: the tab behind sleeps as it does for everybody. */
const notOrdinary = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** One browser of a newcomer, with a microphone that beeps. Only the loopback flag is ours: here the machine may have no other address. */
function openOrdinaryChromium(): Promise<BrowserContext> {
  return chromium.launchPersistentContext('', {
    executablePath: '/usr/bin/chromium',
    locale: 'en-GB',
    permissions: ['microphone'],
    ignoreDefaultArgs: notOrdinary,
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--allow-loopback-in-peer-connection',
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

/** Energy of the sound that the page's telephone has received so far. */
const heard = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const stats = await (window as Window & { lastPeer?: RTCPeerConnection }).lastPeer?.getStats();
    return [...(stats?.values() ?? [])].find((s) => s.type === 'inbound-rtp')?.totalAudioEnergy ?? 0;
  });

test('[P04] a newcomer lives the whole path in two tabs of one browser: a call from the booth, answered at the desk, heard at both ends', async ({
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
  await takeCalls(desk);
  const state = (name: string) => expect(desk.locator('html')).toHaveAttribute('data-state', name);
  await state('ready');

  const booth = await context.newPage();
  await booth.goto(`${url}/booth`);
  await booth.click(`[data-act=booth-call][data-line="${lines.martin}"]`);
  await state('offered');
  await expect(desk.getByText('Paul Durand').first()).toBeAttached();
  await desk.bringToFront();
  await desk.keyboard.press('F2');
  await state('talking');
  await expect(booth.locator('[data-booth]')).toHaveAttribute('data-booth', 'talking');
  for (const page of [desk, booth]) {
    const before = await heard(page);
    await expect.poll(() => heard(page)).toBeGreaterThan(before + 0.0005);
  }

  await booth.bringToFront();
  await booth.click('[data-act=booth-hangup]');
  await expect(booth.locator('[data-booth]')).toHaveAttribute('data-booth', 'off');
  await state('wrap-up');
  await desk.bringToFront();
  await desk.keyboard.press('Alt+w');
  await state('ready');
  await context.close();
});
