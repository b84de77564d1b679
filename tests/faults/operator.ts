import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { Desk } from '../e2e/desk.ts';

/** Runs in the page before its own code: the audio check is a story of its own. */
export function audioChecked(): void {
  localStorage.setItem('permanence.audio-checked', '2026-11-22');
}

/** The same: the microphone can be taken away as an unplugged headset takes it. */
function microphoneToUnplug(): void {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) return;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  const given: MediaStreamTrack[] = [];
  let plugged = true;
  mediaDevices.getUserMedia = async (wanted) => {
    if (!plugged) throw new DOMException('no microphone', 'NotFoundError');
    const stream = await ask(wanted);
    given.push(...stream.getTracks());
    return stream;
  };
  const unplug = () => {
    plugged = false;
    for (const track of given.splice(0)) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    mediaDevices.dispatchEvent(new Event('devicechange'));
  };
  const plug = () => {
    plugged = true;
    mediaDevices.dispatchEvent(new Event('devicechange'));
  };
  Object.assign(globalThis, { microphoneOfTest: { unplug, plug } });
}

/** A telephonist at home: a desk in a Chromium of his own, which can be killed and started again with what it had stored. */
export class Operator {
  readonly email: string;
  /** What his microphone plays. */
  readonly toneHz: number;
  desk: Desk;
  /** What stands in the note of his call. */
  matter = '';
  readonly #url: string;
  readonly #browser: Browser;

  private constructor(email: string, url: string, browser: Browser, desk: Desk) {
    this.email = email;
    this.toneHz = browser.toneHz;
    this.#url = url;
    this.#browser = browser;
    this.desk = desk;
  }

  /** `chromium`: another one than this machine's. Closed once, since a browser writes cookies to the disk only after a while. */
  static async open(email: string, toneHz: number, url: string, chromium?: string): Promise<Operator> {
    const folder = mkdtempSync(join(tmpdir(), 'permanence-browser-'));
    const browser = { folder, toneHz, ...(chromium !== undefined && { chromium }) };
    const desk = await sitDown(url, browser);
    await desk.signIn(email);
    await desk.close();
    return new Operator(email, url, browser, await sitDown(url, browser));
  }

  /** The desk's own word for its state. */
  state = async (): Promise<string> => (await this.desk.page.locator('html').getAttribute('data-state')) ?? '';

  /** His state with its reason, as the page says it, for the report of what went wrong. */
  async says(): Promise<string> {
    const words = await this.desk.page
      .locator('.me')
      .innerText({ timeout: 2_000 })
      .catch((cause: unknown) => String(cause).split('\n')[0]);
    return `${this.email.split('@')[0]}: ${await this.state().catch(() => 'gone')}, ${words?.replaceAll(/\s+/g, ' ')}`;
  }

  async writes(matter: string): Promise<void> {
    await this.desk.page.fill('[name=matter]', matter);
    this.matter = matter;
  }

  /** His own telephone rings when his page is away, or no longer. */
  async telephone(rings: boolean): Promise<void> {
    const { page } = this.desk;
    await page.click('summary');
    await page.click('[data-act=own-telephone]');
    await page.fill('[name=own-telephone]', '06 39 98 02 01');
    await page.setChecked('[name=telephone-use]', rings);
    await page.click('[data-act=keep-telephone]');
    await expect(page.locator('[data-form=telephone]')).toHaveAttribute('data-rings', String(rings));
    await page.keyboard.press('Escape');
  }

  /** Sends a signal to the browser with all its processes. */
  signal(signal: NodeJS.Signals): void {
    const [, pid] = /-(\d+)$/.exec(readlinkSync(join(this.#browser.folder, 'SingletonLock'))) ?? [];
    process.kill(-Number(pid), signal);
  }

  /** kill -9; resolves when the browser is gone. */
  async kill(): Promise<void> {
    const gone = new Promise<void>((resolve) => void this.desk.context.once('close', () => resolve()));
    this.signal('SIGKILL');
    await gone;
  }

  /** What a Chromium has been seen to do to itself after a kill -9: the databases of its pages are gone. */
  loseDatabases(): void {
    rmSync(join(this.#browser.folder, 'Default', 'IndexedDB'), { recursive: true });
  }

  /** The same browser again, with everything that it had stored. */
  async startAgain(): Promise<void> {
    this.desk = await sitDown(this.#url, this.#browser);
  }

  /** Goes on in another tab; the one before stays open. */
  async moveToSecondTab(): Promise<Desk> {
    const before = this.desk;
    this.desk = await before.secondTab();
    return before;
  }

  async microphone(what: 'plug' | 'unplug'): Promise<void> {
    await this.desk.page.evaluate((does) => Reflect.get(globalThis, 'microphoneOfTest')[does](), what);
  }

  close = (): Promise<void> => this.desk.close();
}

type Browser = Parameters<typeof Desk.openKept>[1];

const sitDown = (url: string, browser: Browser): Promise<Desk> => Desk.openKept(url, browser, audioChecked, microphoneToUnplug);
