import { mkdtempSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  readonly #url: string;
  readonly #folder: string;

  private constructor(email: string, toneHz: number, url: string, folder: string, desk: Desk) {
    this.email = email;
    this.toneHz = toneHz;
    this.#url = url;
    this.#folder = folder;
    this.desk = desk;
  }

  static async open(email: string, toneHz: number, url: string): Promise<Operator> {
    const folder = mkdtempSync(join(tmpdir(), 'permanence-browser-'));
    const desk = await sitDown(url, folder, toneHz);
    await desk.signIn(email);
    return new Operator(email, toneHz, url, folder, desk);
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

  /** Sends a signal to the browser with all its processes. */
  signal(signal: NodeJS.Signals): void {
    const [, pid] = /-(\d+)$/.exec(readlinkSync(join(this.#folder, 'SingletonLock'))) ?? [];
    process.kill(-Number(pid), signal);
  }

  /** kill -9; resolves when the browser is gone. */
  async kill(): Promise<void> {
    const gone = new Promise<void>((resolve) => void this.desk.context.once('close', () => resolve()));
    this.signal('SIGKILL');
    await gone;
  }

  /** The same browser again, with everything that it had stored. */
  async startAgain(): Promise<void> {
    this.desk = await sitDown(this.#url, this.#folder, this.toneHz);
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

const sitDown = (url: string, folder: string, toneHz: number): Promise<Desk> =>
  Desk.openKept(url, { folder, toneHz }, audioChecked, microphoneToUnplug);
