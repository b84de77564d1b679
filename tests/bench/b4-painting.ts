import { type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { signInByHttp } from '../e2e/api-user.ts';
import { chromiumArguments, Desk, demoPassword } from '../e2e/desk.ts';
import type { Instance } from '../e2e/instance.ts';
import { audioChecked } from '../faults/operator.ts';
import { withFolder } from './b4-first-sync.ts';
import { noteContactWrites, type Writes } from './b4-pages.ts';
import { type Figure, percentile } from './figures.ts';
import { pairInTurn } from './pair-in-turn.ts';

const changes = 100;
const typists = 3;
/** A fast typist, ms between two keys. */
const keyMs = 80;

/** Somebody marks a note as done, and opens it again, on one of his devices; it is painted on the other. */
export async function measureChangeToPaint(instance: Instance): Promise<Figure[]> {
  await lockNoteForJan(instance);
  return withFolder((here) =>
    withFolder(async (there) => {
      const [mine, other] = [await openNote(instance.url, here), await openNote(instance.url, there)];
      await mine.page.evaluate(noteClicks);
      await other.page.evaluate(noteDonePaints);
      for (let change = 1; change <= changes; change += 1) {
        await mine.page.click(change % 2 === 1 ? '[data-act=done]' : '[data-act=reopen]');
        await other.page.waitForFunction((count) => Reflect.get(globalThis, 'instants').length >= count, change);
      }
      const [clicked, painted] = [await instantsOf(mine.page), await instantsOf(other.page)];
      await mine.context.close();
      await other.context.close();
      const took = pairInTurn(clicked, painted);
      const p95 = percentile(took, 0.95);
      return [
        {
          what: 'B4 change → painted on another device, p50',
          measured: percentile(took, 0.5),
          unit: 'ms',
          count: changes,
          bar: 30,
        },
        { what: 'B4 change → painted on another device, p95', measured: p95, unit: 'ms', count: changes, bar: null },
      ];
    }),
  );
}

/** A note is typed while the desk's first sync brings the directory. */
export async function measureKeysWhileSyncing(instance: Instance, contacts: number): Promise<Figure[]> {
  const took: number[] = [];
  for (let typist = 1; typist <= typists; typist += 1) took.push(...(await typeWhileSyncing(instance, contacts)));
  const figure = (name: string, share: number, bar: number | null): Figure => {
    const measured = percentile(took, share);
    return { what: `B4 key → painted during a first sync, ${name}`, measured, unit: 'ms', count: took.length, bar };
  };
  return [figure('p50', 0.5, null), figure('p95', 0.95, 50), figure('p99', 0.99, null)];
}

/** Of every key that was pressed before the directory was on the device, ms until the frame with its letter was painted. */
async function typeWhileSyncing({ url }: Instance, contacts: number): Promise<number[]> {
  return withFolder(async (folder) => {
    const desk = await Desk.openKept(url, { folder, toneHz: 1000 }, audioChecked, noteContactWrites);
    await desk.signIn('lea@permanence.test');
    const { page } = desk;
    await beginNote(page);
    await page.evaluate(noteKeys);
    const isSyncing = async () =>
      (await page.evaluate((): Writes => Reflect.get(globalThis, 'contactWrites'))).contacts < contacts;
    while (await isSyncing()) await page.keyboard.type('allo rappel ', { delay: keyMs });
    const typed = await page.evaluate((): Typed => Reflect.get(globalThis, 'typed'));
    const { lastAt } = await page.evaluate((): Writes => Reflect.get(globalThis, 'contactWrites'));
    await desk.close();
    return typed.filter(({ pressed }) => pressed < lastAt).map(({ pressed, painted }) => painted - pressed);
  });
}

/** Without a call a note can be begun while the device has no network; the browser says so for a moment, the sync goes on. */
async function beginNote(page: Page): Promise<void> {
  await expect(async () => {
    await page.evaluate(() => void dispatchEvent(new Event('offline')));
    await page.selectOption('[name=offline-account]', { label: 'Cabinet du Dr Martin' }, { timeout: 1000 });
    await page.click('[data-act=begin-note]', { timeout: 1000 });
    await page.locator('form.note').waitFor({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await page.focus('[name=matter]');
}

type Typed = { readonly pressed: number; readonly painted: number }[];

/** Runs in a page: dates each key, and the frame with what it typed. */
function noteKeys(): void {
  const typed: Typed = [];
  Object.assign(globalThis, { typed });
  let pressed = 0;
  addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true });
  addEventListener('input', () => {
    const since = pressed;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel(); // answered when the frame has been painted
      port1.onmessage = () => typed.push({ pressed: since, painted: performance.now() });
      port2.postMessage(null);
    });
  });
}

/** Runs in a page: dates each click by the event itself, since the epoch. */
function noteClicks(): void {
  const instants: number[] = [];
  Object.assign(globalThis, { instants });
  addEventListener('click', ({ timeStamp }) => instants.push(performance.timeOrigin + timeStamp), { capture: true });
}

/** Runs in a page: dates the frame in which the note has become done, or is open again, since the epoch. */
function noteDonePaints(): void {
  const instants: number[] = [];
  Object.assign(globalThis, { instants });
  const isDone = () => document.querySelector('[data-act=reopen]') !== null;
  let before = isDone();
  const look = () => {
    if (isDone() === before) return;
    before = isDone();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel(); // answered when the frame has been painted
      port1.onmessage = () => instants.push(performance.timeOrigin + performance.now());
      port2.postMessage(null);
    });
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
}

const instantsOf = (page: Page): Promise<number[]> => page.evaluate(() => Reflect.get(globalThis, 'instants'));

async function lockNoteForJan({ url }: Instance): Promise<void> {
  const sofie = await signInByHttp(url, 'sofie@permanence.test');
  await sofie.lockNote(await sofie.person('Jan de Boer'), 'Zijn auto is klaar.');
}

/** Jan's portal in a browser of its own, at his note. */
async function openNote(url: string, folder: string): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: '/usr/bin/chromium',
    args: chromiumArguments,
    viewport: { width: 390, height: 844 },
    locale: 'en-GB',
    handleSIGTERM: false,
    handleSIGINT: false,
  });
  const page = await context.newPage();
  await page.goto(`${url}/portal`);
  await page.fill('[name=email]', 'jan.deboer@example.test');
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
  await page.locator('[data-note]').first().click();
  await page.locator('[data-act=done]').waitFor();
  return { context, page };
}
