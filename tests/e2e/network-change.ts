import { expect } from '@playwright/test';
import { freePort } from '../../server/supervisor/network-ports.ts';
import { Desk } from './desk.ts';
import { buildHome } from './home.ts';
import { startInstance } from './instance.ts';
import { relayTo } from './relay.ts';
import { dial } from './telephone.ts';
import { lines } from './world.ts';

/*
 * Lived by network-change.e2e.ts in a network of its own: Léa speaks with a caller while her network is another one, twice, and
 * then none for twenty seconds.
 */

const operatorHz = 1000;
const matter = 'Demande ses résultats.';

/** Runs in the page: the states that the operator sees from now on. */
function noteStates(): void {
  const { dataset } = document.documentElement;
  const note = () => {
    dataset.seen = `${dataset.seen ?? ''} ${dataset.state}`;
  };
  new MutationObserver(note).observe(document.documentElement, { attributeFilter: ['data-state'] });
}
const seen = (lea: Desk) =>
  lea.page.evaluate(() => {
    const { dataset } = document.documentElement;
    const states = (dataset.seen ?? '').trim().split(' ');
    delete dataset.seen;
    return states;
  });

const home = await buildHome();
home.take('wifi');
const http = await freePort('tcp');
const pages = await relayTo(http, home.outside);
const url = `http://${home.outside}:${pages.port}`;
const env = { DEMO: '1', DEMO_NOW: '2026-11-22T11:00:00Z', PORT: String(http), PUBLIC_URL: url, MEDIA_IP: home.outside };
const instance = await startInstance({ env });
try {
  const lea = await Desk.openAtHome(url, 'lea@permanence.test', { chromium: home.chromium, toneHz: operatorHz });
  await lea.ready();
  const caller = await dial({ sipPort: instance.sipPort, did: lines.martin, from: '+33639980001', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await caller.hears(operatorHz);
  await lea.page.fill('[name=matter]', matter);
  await lea.page.evaluate(noteStates);

  for (const way of ['mobile', 'wifi'] as const) {
    const changedAt = Date.now();
    home.take(way);
    await caller.hears(operatorHz);
    const took = Date.now() - changedAt;
    console.log(`to ${way}: heard again after ${took} ms, silent for ${caller.longestSilence(changedAt)} ms`);
    expect(took, `heard again on ${way}, ms`).toBeLessThanOrEqual(5_000);
    await expect.poll(() => lea.heardHz()).toBeCloseTo(600, -2);
    await lea.state('talking');
    expect(await seen(lea)).toContain('unreachable');
  }

  const goneAt = Date.now();
  home.take(null);
  await lea.state('unreachable');
  await lea.page.fill('[name=matter]', `${matter} Rappeler avant midi.`);
  await expect.poll(() => Date.now() - goneAt, { timeout: 25_000 }).toBeGreaterThan(20_000);
  expect(caller.heard().share(operatorHz)).toBeLessThan(0.1);
  const backAt = Date.now();
  home.take('mobile');
  await lea.state('offered', 30_000);
  console.log('offered after', Date.now() - backAt, await seen(lea));
  await lea.press('F2');
  await caller.hears(operatorHz);
  await lea.state('talking');
  await expect(lea.page.locator('[name=matter]')).toHaveValue(`${matter} Rappeler avant midi.`);
  console.log(`gone and back: silent for ${caller.longestSilence(goneAt)} ms`);
  expect(caller.longestSilence(goneAt)).toBeLessThanOrEqual(5_000);
  caller.hangUp();
  await lea.dismiss();
  await lea.close();
} finally {
  await instance.stop();
}
process.exit(0);
