import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { writeToneWav } from './tones.ts';

export const demoPassword = 'demo-permanence';

export const chromiumArguments = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
];

const executablePath = '/usr/bin/chromium';

/** A Chromium whose microphone plays a steady tone. */
export const browserWithTone = (hz: number): Promise<Browser> => chromium.launch({ executablePath, args: speaking(hz) });

function speaking(hz: number): string[] {
  const wav = join(mkdtempSync(join(tmpdir(), 'permanence-mic-')), `${hz}.wav`);
  writeToneWav(wav, hz);
  return [
    ...chromiumArguments,
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${wav}`,
  ];
}

/** Microphone and workers at an address of our own, as https gives them; it tells the gateway its own addresses. */
const asWithHttps = (url: string): string[] => [
  `--unsafely-treat-insecure-origin-as-secure=${url}`,
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** What runs in a page before its own code. */
export type PageScript = (() => void) | { readonly content: string };
const surroundings = { viewport: { width: 1440, height: 900 }, locale: 'en-GB', permissions: ['microphone'] };

/** Runs in the page before its own code: steady tones are not faded, and the test finds the page's connections. */
export function rememberPeers(): void {
  localStorage.setItem('permanence.rawAudio', '1');
  const { RTCPeerConnection: Original } = window;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      Object.assign(window, { lastPeer: this });
    }
  };
}

type Sound = { readonly loudest: number; readonly tones: readonly number[] };

/**
 * Runs in the page: the strongest frequency of what the newest connection receives, 0 in silence (below −70 dB), and which of the
 * tones asked for are heard, at most 20 dB below it.
 */
export async function listen(asked: readonly number[]): Promise<Sound> {
  const page = window as Window & { lastPeer?: RTCPeerConnection; ear?: { peer: RTCPeerConnection; analyser: AnalyserNode } };
  const peer = page.lastPeer;
  const track = peer?.getReceivers()[0]?.track;
  if (peer === undefined || track === undefined) return { loudest: 0, tones: [] };
  if (page.ear?.peer !== peer) {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    page.ear = { peer, analyser };
  }
  const { analyser } = page.ear;
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const loudest = bins.reduce((best, db, i) => (db > (bins[best] ?? -Infinity) ? i : best), 0);
  const level = bins[loudest] ?? -Infinity;
  if (level < -70) return { loudest: 0, tones: [] };
  const width = analyser.context.sampleRate / analyser.fftSize;
  const tones = asked.filter(
    (hz) => Math.max(...bins.slice(Math.round(hz / width) - 1, Math.round(hz / width) + 2)) > level - 20,
  );
  return { loudest: Math.round(loudest * width), tones };
}

/**
 * Takes calls, from wherever this page's operator is: through the audio check, out of a wrap-up that an earlier browser
 * left behind, from pause; the server may also still know that he wants them.
 */
export async function takeCalls(page: Page): Promise<void> {
  const html = page.locator('html');
  await expect(async () => {
    const done = page.locator('[data-act=audio-done]');
    const ready = page.locator('[data-act=ready]');
    if (await done.isVisible()) await done.click({ timeout: 1000 });
    else if ((await html.getAttribute('data-state')) === 'wrap-up') await page.keyboard.press('Alt+w');
    else if (await ready.isVisible()) await ready.click({ timeout: 1000 });
    const audio = await page.locator('[data-audio]').evaluateAll((found) => found.map((e) => e.getAttribute('data-audio')));
    await expect(html, `audio check: ${audio.join() || 'over'}`).toHaveAttribute('data-state', 'ready', { timeout: 2000 });
  }).toPass({ timeout: 60_000 });
}

/** The page is on the device: a reload needs no network from now on. */
export async function keptOnDevice(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

type OpenDesk = {
  readonly url: string;
  readonly email: string;
  readonly scripts: readonly PageScript[];
  readonly serviceWorkers?: 'allow' | 'block';
};

/** An operator at the desk, worked through the stable marks of the pages. */
export class Desk {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;

  private constructor(context: BrowserContext, page: Page, close: () => Promise<void>) {
    this.context = context;
    this.page = page;
    this.close = close;
  }

  /** `scripts` run in the page before its own code. What it is made of is not kept on the device, which costs seconds of the machine. */
  static async open(url: string, email: string, toneHz: number, ...scripts: readonly PageScript[]): Promise<Desk> {
    return Desk.#signedIn(await browserWithTone(toneHz), { url, email, scripts });
  }

  /** As everybody's: a reload needs no network. */
  static async openInstalled(url: string, email: string, toneHz: number): Promise<Desk> {
    const desk = await Desk.#signedIn(await browserWithTone(toneHz), { url, email, scripts: [], serviceWorkers: 'allow' });
    await keptOnDevice(desk.page);
    return desk;
  }

  /** In the browser of a home. */
  static async openAtHome(url: string, email: string, at: { readonly chromium: string; readonly toneHz: number }): Promise<Desk> {
    const browser = await chromium.launch({ executablePath: at.chromium, args: [...speaking(at.toneHz), ...asWithHttps(url)] });
    return Desk.#signedIn(browser, { url, email, scripts: [] });
  }

  static async #signedIn(browser: Browser, { url, email, scripts, serviceWorkers = 'block' }: OpenDesk): Promise<Desk> {
    const context = await browser.newContext({ ...surroundings, serviceWorkers });
    const desk = await Desk.#in(context, [rememberPeers, ...scripts], () => browser.close());
    await desk.page.goto(`${url}/desk`);
    await desk.signIn(email);
    return desk;
  }

  /** The desk in a browser that keeps what it holds in a folder, as everybody's does; signed in or not. */
  static async openKept(
    url: string,
    kept: { readonly folder: string; readonly toneHz: number; readonly chromium?: string },
    ...scripts: readonly PageScript[]
  ): Promise<Desk> {
    const context = await chromium.launchPersistentContext(kept.folder, {
      executablePath: kept.chromium ?? executablePath,
      args: [...speaking(kept.toneHz), ...(kept.chromium === undefined ? [] : asWithHttps(url))],
      handleSIGTERM: false, // whoever opened it closes it
      handleSIGINT: false,
      ...surroundings,
    });
    const desk = await Desk.#in(context, [rememberPeers, ...scripts], () => context.close());
    await desk.page.goto(`${url}/desk`);
    return desk;
  }

  static async #in(context: BrowserContext, scripts: readonly PageScript[], close: () => Promise<void>): Promise<Desk> {
    for (const script of scripts) await context.addInitScript(script);
    return new Desk(context, await context.newPage(), close);
  }

  /** The same operator's desk in another tab of the same browser. */
  async secondTab(): Promise<Desk> {
    const { context, page, close } = this;
    const second = new Desk(context, await context.newPage(), close);
    await second.page.goto(page.url());
    return second;
  }

  async signIn(email: string): Promise<void> {
    await this.page.fill('[name=email]', email);
    await this.page.fill('[name=password]', demoPassword);
    await this.page.click('[data-act=sign-in]');
    await expect(this.page.locator('html')).not.toHaveAttribute('data-state', 'signed-out', { timeout: 30_000 });
  }

  async state(state: string, withinMs = 15_000): Promise<void> {
    await expect(this.page.locator('html')).toHaveAttribute('data-state', state, { timeout: withinMs });
  }

  ready = (): Promise<void> => takeCalls(this.page);

  /** Strongest frequency in what the operator hears now, Hz. */
  heardHz = async (): Promise<number> => (await this.page.evaluate(listen, [])).loudest;

  /** Which of these tones he hears now. */
  hears = async (tones: readonly number[]): Promise<readonly number[]> => (await this.page.evaluate(listen, tones)).tones;

  press = (key: string) => this.page.keyboard.press(key);

  async writeNote(note: {
    readonly fromWhom?: string;
    readonly number?: string;
    readonly matter: string;
    readonly forWhom?: string;
  }): Promise<void> {
    if (note.forWhom !== undefined) await this.page.fill('[name=for-whom]', note.forWhom);
    if (note.fromWhom !== undefined) await this.page.fill('[name=from-whom]', note.fromWhom);
    if (note.number !== undefined) await this.page.fill('[name=number]', note.number);
    await this.page.fill('[name=matter]', note.matter);
  }

  /** Id of the newest note of the operator. */
  async newestNote(): Promise<string> {
    return (await this.page.locator('[data-note]').first().getAttribute('data-note')) ?? '';
  }

  async unsent(count: number, withinMs = 20_000): Promise<void> {
    await expect(this.page.locator('[data-unsent]').first()).toHaveAttribute('data-unsent', String(count), { timeout: withinMs });
  }

  /** The caller has gone: closes the call as a wrong number, which needs no note, and is free again. */
  async dismiss(): Promise<void> {
    await this.state('wrap-up');
    await this.press('Alt+w');
    await this.state('ready');
  }
}
