import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { writeWav } from '../../shared/calls/greeting-sound.ts';
import { browserWithTone, demoPassword } from './desk.ts';
import { sine, writeToneWav } from './tones.ts';
import { expect, lines, test, type World } from './world.ts';

test.describe.configure({ mode: 'serial' });

/** Tones by which the greetings are known. */
const hz = { file: 1500, microphone: 850, supervisor: 2000 } as const;
const folder = mkdtempSync(join(tmpdir(), 'permanence-greeting-'));
const fileOf = (name: string, content: Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** Somebody on a telephone-sized screen whose microphone plays a tone. */
async function signedIn(world: World, browser: Browser, path: string, email: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-GB',
    permissions: ['microphone'],
  });
  await context.addInitScript(() => localStorage.setItem('permanence.rawAudio', '1'));
  const page = await context.newPage();
  await page.goto(`${world.instance.url}${path}`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
  return page;
}

const inUse = (page: Page, which: 'spoken' | 'recorded') =>
  expect(page.locator('[data-greeting]')).toHaveAttribute('data-greeting', which);

/** Calls the closed notary and waits for the beep; how much of what came before it was this tone. */
async function shareBeforeBeep(world: World, tone: number): Promise<number> {
  const caller = await world.call(lines.petit, { from: '+33639980002', toneHz: 700 });
  const answeredAt = await caller.answered;
  const beep = await caller.beep();
  const share = caller.heard(answeredAt, beep - 700).share(tone);
  caller.hangUp();
  return share;
}

test('[P13] the client sends a sound file, and callers hear it instead of the voice until he goes back', async ({ world }) => {
  const path = join(folder, 'greeting.wav');
  writeToneWav(path, hz.file, 3, 44_100);
  const browser = await browserWithTone(hz.microphone);
  const luc = await signedIn(world, browser, '/portal/greeting', 'luc.petit@example.test');
  await inUse(luc, 'spoken');
  await expect(luc.getByText('Nos bureaux sont fermés')).toBeVisible();
  await expect(luc.getByText('de 9 heures à 12 heures').first()).toBeVisible();
  expect(await shareBeforeBeep(world, hz.file)).toBeLessThan(0.2);

  await luc.setInputFiles('input[type=file]', path);
  await luc.click('[data-act=greeting-use]');
  await inUse(luc, 'recorded');
  expect(await shareBeforeBeep(world, hz.file)).toBeGreaterThan(0.9);

  await luc.click('[data-act=greeting-spoken]');
  await inUse(luc, 'spoken');
  await expect(luc.locator('[data-act=greeting-recorded]')).toBeVisible();
  await expect(luc.locator('[data-unsent]').first()).toHaveAttribute('data-unsent', '0');
  expect(await shareBeforeBeep(world, hz.file)).toBeLessThan(0.2);
  await browser.close();
});

test('[P13] the client records with the microphone, listens, and callers hear it', async ({ world }) => {
  const browser = await browserWithTone(hz.microphone);
  const luc = await signedIn(world, browser, '/portal/greeting', 'luc.petit@example.test');
  await luc.click('[data-act=greeting-record]');
  await expect(luc.getByText('3 of 60 s')).toBeVisible();
  await luc.click('[data-act=greeting-stop]');
  const draft = luc.locator('[data-recorder=draft] audio');
  await draft.evaluate((audio) => (audio instanceof HTMLAudioElement ? audio.play() : undefined));
  await expect.poll(() => draft.evaluate((audio) => audio instanceof HTMLAudioElement && audio.currentTime > 0.5)).toBe(true);
  await luc.click('[data-act=greeting-use]');
  await inUse(luc, 'recorded');
  expect(await shareBeforeBeep(world, hz.microphone)).toBeGreaterThan(0.9);
  await browser.close();
});

test('what does not fit is refused with its reason, and nothing changes', async ({ world }) => {
  const browser = await browserWithTone(hz.microphone);
  const luc = await signedIn(world, browser, '/portal/greeting', 'luc.petit@example.test');
  const before = (await luc.locator('[data-greeting]').getAttribute('data-greeting')) === 'recorded' ? 'recorded' : 'spoken';
  const refused = async (path: string, problem: string) => {
    await luc.setInputFiles('input[type=file]', path);
    await expect(luc.locator('[data-problem]')).toHaveAttribute('data-problem', problem);
  };
  await refused(fileOf('text.wav', Buffer.from('this is no sound')), 'unreadable');
  await refused(fileOf('silent.wav', writeWav({ rate: 8000, samples: new Int16Array(24_000) })), 'silent');
  const minute = { rate: 8000, samples: Int16Array.from({ length: 70 * 8000 }, (_, i) => sine(440, i)) };
  await refused(fileOf('long.wav', writeWav(minute)), 'too-long');
  const loud = { rate: 8000, samples: Int16Array.from({ length: 16_000 }, (_, i) => (i % 20 < 10 ? 32_767 : -32_768)) };
  await luc.setInputFiles('input[type=file]', fileOf('loud.wav', writeWav(loud)));
  await expect(luc.locator('[data-clipped]')).toBeVisible();
  await luc.click('[data-act=greeting-discard]');
  await inUse(luc, before);

  await luc.context().setOffline(true);
  await expect(luc.locator('[data-act=greeting-record]')).toHaveAttribute('aria-disabled', 'true');
  await browser.close();
});

test('the supervisor records it for a client', async ({ world }) => {
  const browser = await browserWithTone(hz.supervisor);
  const max = await signedIn(world, browser, '/floor/greetings', 'max@permanence.test');
  await max.getByRole('link', { name: 'Notaire Petit' }).click();
  const path = join(folder, 'supervisor.wav');
  writeToneWav(path, hz.supervisor, 2, 48_000);
  await max.setInputFiles('input[type=file]', path);
  await max.click('[data-act=greeting-use]');
  // The client's own recording was in use before.
  await expect(max.locator('[data-greeting]')).toContainText('Max,');
  expect(await shareBeforeBeep(world, hz.supervisor)).toBeGreaterThan(0.9);
  await browser.close();
});
