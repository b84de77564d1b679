import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { type Look, speaking, tourDesk, tourDoors, tourFloor, tourJoin, tourPortal } from './tour.ts';
import { withWorld } from './world.ts';

/*
 * npm run screenshots                    the pictures of the README, into docs/
 * npm run screenshots -- --all FOLDER    every state in four languages, light and dark, with a page that shows them together
 *
 * Real calls on an installation of its own.
 */

type Scheme = 'light' | 'dark';

const docs = join(import.meta.dirname, '../../docs');
const inDocs: readonly (readonly [screen: string, Scheme])[] = [
  ['desk-offered', 'light'],
  ['desk-talking', 'light'],
  ['desk-talking', 'dark'],
  ['desk-ready', 'light'],
  ['portal-note', 'light'],
  ['floor', 'light'],
];

const { values } = parseArgs({ options: { all: { type: 'string' }, languages: { type: 'string', default: 'fr,nl,ja,en' } } });
const folder = values.all ?? docs;
const languages = values.all === undefined ? ['en'] : values.languages.split(',');
mkdirSync(folder, { recursive: true });

/** Takes the picture in light and dark, in `docs` only those that are shown there. */
const pictures =
  (named: (screen: string, scheme: Scheme) => string | null): Look =>
  async (page, screen) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const name = named(screen, colorScheme);
      if (name !== null) await picture(page, join(folder, name), colorScheme);
    }
  };

async function picture(page: Page, path: string, colorScheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.screenshot({ path });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

const forDocs = (screen: string, scheme: Scheme) =>
  inDocs.some(([s, c]) => s === screen && c === scheme) ? `${screen}-${scheme}.png` : null;

for (const language of languages) {
  const speaks = speaking(language);
  const look = pictures(values.all === undefined ? forDocs : (screen, scheme) => `${screen}-${language}-${scheme}.png`);
  await withWorld({ demoNow: '2026-11-19T09:38:00Z', environment: {}, installation: 'pictures' }, async (world) => {
    await tourDesk(world, look, speaks);
    await tourPortal(world, look, speaks);
    await tourFloor(world, look, speaks);
    if (values.all === undefined) return;
    await tourDoors(world, look, speaks);
    await tourJoin(world, look, language);
  });
  console.log(`${language}: pictures in ${folder}`);
}
if (values.all !== undefined) writeFileSync(join(folder, 'index.html'), together(readdirSync(folder)));

/** All pictures of a screen beside each other. */
function together(files: readonly string[]): string {
  const names = files.filter((f) => f.endsWith('.png')).sort();
  const screens = [...new Set(names.map((name) => name.replace(/-(fr|nl|ja|en)-(light|dark)\.png$/, '')))];
  const row = (screen: string) => {
    const own = names.filter((name) => name.replace(/-(fr|nl|ja|en)-(light|dark)\.png$/, '') === screen);
    return `<h2>${screen}</h2><p>${own.map((name) => `<a href="${name}"><img src="${name}" alt="${name}" width="700"></a>`).join('')}</p>`;
  };
  return `<!doctype html><meta charset="utf-8"><title>Permanence</title>${screens.map(row).join('')}`;
}
