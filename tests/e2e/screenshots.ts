import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { chromiumArguments, Desk, demoPassword } from './desk.ts';
import { startInstance } from './instance.ts';
import { Portal } from './portal.ts';
import { dial } from './telephone.ts';

/*
 * `npm run screenshots`: drives real calls on an installation of its own and keeps what the screens showed in docs/.
 */
const docs = join(import.meta.dirname, '../../docs');
mkdirSync(docs, { recursive: true });

const instance = await startInstance({ env: { DEMO: '1', DEMO_NOW: '2026-11-19T09:38:00Z' } });

async function picture(page: Page, name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.screenshot({ path: join(docs, `${name}-${colorScheme}.png`) });
}

async function desk(): Promise<void> {
  const lea = await Desk.open(instance.url, 'lea@permanence.test', 1000);
  await lea.ready();
  const caller = await dial({ sipPort: instance.sipPort, did: '+33199000101', from: '+33639980001', toneHz: 600 });
  await lea.state('offered');
  await picture(lea.page, 'desk-offered');
  await lea.press('F2');
  await lea.state('talking');
  await lea.writeNote({ forWhom: '1', matter: 'Demande si ses résultats sont arrivés. Part en voyage samedi.' });
  await picture(lea.page, 'desk-talking');
  await picture(lea.page, 'desk-talking', 'dark');
  caller.hangUp();
  await lea.state('wrap-up');
  await lea.press('Control+Enter');
  await lea.unsent(0);
  await lea.state('ready');
  await picture(lea.page, 'desk-ready');
  caller.close();
  await lea.close();
}

async function portal(): Promise<void> {
  const claire = await Portal.open(instance.url, 'claire.martin@example.test');
  await claire.openFirstNote();
  await picture(claire.page, 'portal-note');
  await claire.close();
}

async function floor(): Promise<void> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  await page.goto(`${instance.url}/floor`);
  await page.fill('[name=email]', 'max@permanence.test');
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
  await page.locator('[data-note]').first().waitFor();
  await picture(page, 'floor');
  await browser.close();
}

try {
  await desk();
  await portal();
  await floor();
  console.log(`pictures in ${docs}`);
} finally {
  await instance.stop();
}
