import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { audioChecked } from '../faults/operator.ts';
import { farEnd } from './answering-telephone.ts';
import { signInByHttp } from './api-user.ts';
import { openFloor } from './floor.ts';
import { Portal } from './portal.ts';
import { type Look, speaking, tourDesk, tourDoors, tourFloor, tourJoin, tourPortal } from './tour.ts';
import { expect, lines, test } from './world.ts';

/** Levels A and AA of WCAG 2.0 to 2.2. */
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Violations on the page as it is now, in light, and of contrast in dark; each said with the screen and the element. */
async function violations(page: Page, screen: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.evaluate(axe.source);
  const run = (rules: axe.RunOnly) =>
    page.evaluate(async (runOnly) => {
      const { violations } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
      );
    }, rules);
  const light = await run({ type: 'tag', values: levels });
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await run({ type: 'rule', values: ['color-contrast'] });
  await page.emulateMedia({ forcedColors: 'active' });
  const forced = await page.evaluate(unseen);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  return [
    ...light.map((v) => `${screen}: ${v}`),
    ...dark.map((v) => `${screen}, dark: ${v}`),
    ...forced.map((v) => `${screen}, forced colours: ${v}`),
  ];
}

/** What stands beyond the edge of a screen 320 px wide, which is what 400 % of zoom leaves (WCAG 1.4.10). */
async function cutOff(page: Page, screen: string): Promise<string[]> {
  const own = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 800 });
  const wide = await page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const beyond = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
    return beyond.slice(0, 3).map((e) => e.outerHTML.slice(0, 160));
  });
  if (own !== null) await page.setViewportSize(own);
  return wide.map((html) => `${screen}, 320 px: ${html}`);
}

/**
 * Runs in the page with forced colours (Windows’ high contrast), where grounds and shadows are the system's: text in the colour
 * of its ground, what is chosen among others and looks like them, and a focus without a ring.
 */
function unseen(): string[] {
  const visible = (e: Element) => e.checkVisibility() && e.getBoundingClientRect().width > 1;
  const groundOf = (e: Element | null): string => {
    if (e === null || getComputedStyle(e).forcedColorAdjust === 'auto') return canvas; // the browser lays it under the text
    const { backgroundColor } = getComputedStyle(e);
    return backgroundColor === 'rgba(0, 0, 0, 0)' ? groundOf(e.parentElement) : backgroundColor;
  };
  const looks = (e: Element): string =>
    [e, ...e.querySelectorAll('kbd')]
      .flatMap((part) => [getComputedStyle(part), getComputedStyle(part, '::before')])
      .map((s) => [s.backgroundColor, s.color, s.border, s.outline, s.textDecorationLine, s.content].join())
      .join(';');
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.backgroundColor = 'Canvas';
  const canvas = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const texts = [...document.querySelectorAll('body *')].filter(
    (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim()) && visible(e),
  );
  const chosen = document.querySelectorAll(
    ':is([aria-selected=true], [aria-pressed=true], [aria-current]:not([aria-current=false]))',
  );
  const alike = [...chosen].filter((e) => {
    const others = [...(e.parentElement?.parentElement?.querySelectorAll(e.tagName) ?? [])];
    const other = others.find(
      (o) => visible(o) && !o.matches('[aria-selected=true], [aria-pressed=true], [aria-current], [aria-disabled=true]'),
    );
    return visible(e) && other !== undefined && looks(e) === looks(other);
  });
  const focused = document.querySelectorAll(':focus-visible');
  return [
    ...texts.filter((e) => getComputedStyle(e).color === groundOf(e)).map((e) => `invisible: ${e.outerHTML.slice(0, 160)}`),
    ...alike.map((e) => `not seen to be chosen: ${e.outerHTML.slice(0, 160)}`),
    ...[...focused]
      .filter((e) => getComputedStyle(e).outlineStyle === 'none' && visible(e))
      .map((e) => `no ring: ${e.outerHTML.slice(0, 160)}`),
  ];
}

/** Name of the element that has the focus, as the browser tells it to a screen reader. */
async function focusedName(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  const focused = nodes.filter(({ properties }) => properties?.some((p) => p.name === 'focused' && p.value.value === true));
  return String(focused.at(-1)?.name?.value ?? '');
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}

test.setTimeout(300_000); // every screen four times
test.describe.configure({ mode: 'parallel' }); // the longest file: both workers take of it

/** How the name of the field that has the focus at an offer begins. */
const greetingAccountCaller = /^Cabinet du\s+docteur Martin,\s+bonjour.*Cabinet du Dr Martin Paul Durand/s;

/** Taller than any page: what stands under the tabs of the portal comes out from there when one scrolls, which axe does not know. */
async function unrolled<T>(page: Page, look: () => Promise<T>): Promise<T> {
  const own = page.viewportSize();
  if (own === null) return look();
  await page.setViewportSize({ ...own, height: 8_000 });
  const seen = await look();
  await page.setViewportSize(own);
  return seen;
}

/** What is wrong on the screens of a tour. */
async function wrongOn(tour: (look: Look) => Promise<unknown>): Promise<string[]> {
  const found: string[] = [];
  await tour(async (page, screen) => {
    const look = () => violations(page, screen);
    found.push(...(screen.startsWith('portal-') ? await unrolled(page, look) : await look()), ...(await cutOff(page, screen)));
  });
  return found;
}

test('[WCAG 2.2 AA] no state of the desk and no screen of the client has a violation that axe finds, in light and dark, or is cut off when it is narrow', async ({
  world,
}) => {
  const found = await wrongOn(async (look) => {
    await tourDesk(world, async (page, screen) => {
      if (screen === 'desk-offered') await expect.poll(() => focusedName(page)).toMatch(greetingAccountCaller);
      await look(page, screen);
    });
    await tourPortal(world, look); // the note that was just written
  });
  expect(found).toEqual([]);
});

test('[WCAG 2.2 AA] nor has any screen of the supervisor, of who becomes a client, or of who is not signed in', async ({
  world,
}) => {
  const tours = [tourFloor, tourDoors, tourJoin];
  expect(await wrongOn((look) => Promise.all(tours.map((tour) => tour(world, look))))).toEqual([]);
});

test('[WCAG 2.2 AA] nor has any screen of the client in the other languages', async ({ world }) => {
  const lea = await signInByHttp(world.instance.url, 'lea@permanence.test');
  await lea.lockNote(await lea.person('Claire Martin'), 'Ordonnance à renouveler.');
  const tours = ['fr', 'nl', 'ja'].map((language) =>
    wrongOn((look) => tourPortal(world, (page, screen) => look(page, `${screen}-${language}`), speaking(language))),
  );
  expect((await Promise.all(tours)).flat()).toEqual([]);
});

test('[WCAG 2.2 AA] that the browser has deleted what the device held can be read', async ({ world }) => {
  const { page } = await world.desk('kenji@permanence.test', 1000);
  await page.evaluate(audioChecked);
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('permanence.device.')));
  await page.goto(`${world.instance.url}/healthz`); // no page of ours holds the databases open there
  await page.evaluate(async () => {
    for (const { name = '' } of await indexedDB.databases()) {
      const deleting = indexedDB.deleteDatabase(name);
      await new Promise((resolve) => deleting.addEventListener('success', resolve));
    }
  });
  await page.goto(`${world.instance.url}/desk`);
  await page.locator('[data-device=lost]').waitFor();
  expect(await violations(page, 'lost data')).toEqual([]);
  expect(await cutOff(page, 'lost data')).toEqual([]);
});

test('[WCAG 2.2 AA] a question to the client, three together, a supervisor who listens, and a call that he has taken over', async ({
  world,
}) => {
  const found: string[] = [];
  const look: Look = async (page, screen) => void found.push(...(await violations(page, screen)));
  const far = await farEnd(world.instance.trunkPort);
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const max = await openFloor(world.instance.url, { toneHz: 1400 });
  const caller = await world.call(lines.martin);
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  const asked = await Portal.open(world.instance.url, 'claire.martin@example.test');
  await lea.page.fill('[name=for-whom]', '1');
  await lea.press('Alt+q');
  await asked.page.locator('[data-question-state=asked]').waitFor();
  await look(asked.page, 'portal, a question');
  await asked.close();
  await lea.press('F8');
  await lea.press('1');
  const claire = await far.incoming();
  claire.answer(800);
  await lea.page.click('[data-act=conference]');
  await lea.page.locator('[data-party=conference]').waitFor();
  await max.page.click('[data-act=listen]');
  await lea.page.locator('[data-listeners]').waitFor();
  await look(lea.page, 'desk, conference and a listener');
  await look(max.page, 'floor, listening');
  await lea.press('F4');
  await lea.page.locator('[data-party]').waitFor({ state: 'hidden' });
  await expect(max.page.locator('[data-act=take-over]')).toHaveAttribute('aria-disabled', 'false');
  await max.page.click('[data-act=take-over]');
  await max.page.locator('[data-taken=talking] [name=matter]').waitFor();
  await look(max.page, 'floor, a call taken over');
  caller.hangUp();
  await max.sendTaken('Marie Blanc');
  await max.close();
  await lea.close();
  far.close();
  expect(found).toEqual([]);
});
