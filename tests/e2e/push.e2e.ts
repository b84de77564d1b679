import { createECDH, randomBytes } from 'node:crypto';
import type { Browser, Page } from 'puppeteer-core';
import { api } from '../../shared/api.ts';
import { signInByHttp } from './api-user.ts';
import { demoPassword } from './desk.ts';
import { openFirefox } from './firefox.ts';
import { test } from './push-world.ts';
import { expect, smsToken } from './world.ts';

test.describe.configure({ mode: 'serial' });

/*
 * The driver's own locators make functions of texts in the page, which Firefox 140.12 no longer lets them under our policy
 * (`script-src` without `unsafe-eval`); functions that are called with arguments it lets.
 */
const there = (page: Page, selector: string) =>
  expect.poll(() => page.evaluate((s) => document.querySelector(s) !== null, selector), { timeout: 30_000 }).toBe(true);

async function fill(page: Page, selector: string, text: string): Promise<void> {
  await there(page, selector);
  await page.evaluate(
    (s, value) => {
      const field = document.querySelector<HTMLInputElement>(s);
      if (field !== null) field.value = value;
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    },
    selector,
    text,
  );
}

async function click(page: Page, selector: string): Promise<void> {
  await there(page, selector);
  await page.evaluate((s) => document.querySelector<HTMLElement>(s)?.click(), selector);
}

async function allowNotifications(firefox: Browser, url: string, email: string): Promise<Page> {
  const page = await firefox.newPage();
  await page.goto(`${url}/portal`);
  await fill(page, '[name=email]', email);
  await fill(page, '[name=password]', demoPassword);
  await click(page, '[data-act=sign-in]');
  await click(page, '[data-act=allow-push]');
  await there(page, '[data-push=on]');
  return page;
}

/** A browser that subscribed once, of which only the address and the keys are left. */
const subscriptionAt = (endpoint: string) => ({
  endpoint,
  keys: { p256dh: createECDH('prime256v1').generateKeys('base64url'), auth: randomBytes(16).toString('base64url') },
});

/*
 * That the browser shows the notification, and what a click on it does, was read off Firefox's own windows until 140.12, which
 * gives no window of a notification to its driver any more; what the worker shows is tried without a browser.
 */
test('[P06] a note reaches the client’s browser as a push that nobody on the way can read, and the desk learns what he does with it', async ({
  world,
  pushService,
}) => {
  const { url } = world.instance;
  const lea = await signInByHttp(url, 'lea@permanence.test');
  const firefox = await openFirefox(pushService);
  const page = await allowNotifications(firefox, url, 'claire.martin@example.test');

  const noteId = await lea.lockNote(await lea.person('Claire Martin'), 'Demande ses résultats.');
  await expect.poll(() => pushService.acknowledged.length).toBe(1);
  const [pushed] = pushService.requests;
  expect(`${pushed?.body.toString('latin1')}`).not.toMatch(/Durand|résultats|note/i);

  await click(page, `[data-note="${noteId}"]`);
  await click(page, 'article [data-act=ack]');
  const pushDelivery = async () => (await lea.deliveries(noteId)).find((d) => d.channel === 'push')?.state;
  await expect.poll(pushDelivery).toBe('acknowledged');
  expect(pushService.requests).toHaveLength(1);
  await firefox.close();
});

test('a busy push service is asked again; with the last browser gone the channel is off', async ({ world, pushService }) => {
  const { url } = world.instance;
  const [sofie, jan] = [await signInByHttp(url, 'sofie@permanence.test'), await signInByHttp(url, 'jan.deboer@example.test')];
  const endpoint = pushService.newEndpoint();
  expect((await jan.request('POST', api.pushSubscribe.path, subscriptionAt(endpoint))).status).toBe(200);
  const asked = () => pushService.requests.filter((r) => r.endpoint === endpoint).length;
  const delivery = async (noteId: string) => (await sofie.deliveries(noteId)).find((d) => d.channel === 'push');
  const lock = async (matter: string) => sofie.lockNote(await sofie.person('Jan de Boer'), matter);

  pushService.answer(endpoint, 503);
  const first = await lock('Eerste.');
  await expect.poll(() => delivery(first)).toMatchObject({ state: 'queued', attempts: 1, problem: 'unreachable' });
  pushService.answer(endpoint, 201);
  await expect.poll(() => delivery(first)).toMatchObject({ state: 'sent', attempts: 2, problem: null });

  pushService.answer(endpoint, 410);
  const second = await lock('Tweede.');
  await expect.poll(() => delivery(second)).toMatchObject({ state: 'failed', attempts: 1, problem: 'gone' });
  await expect.poll(async () => (await sofie.person('Jan de Boer')).channels.push).toBe(false);
  const third = await lock('Derde.');
  expect((await sofie.deliveries(third)).map((d) => d.channel).toSorted()).toEqual(['email', 'sms']);
  expect(asked()).toBe(3);
});

test('the receipt of a text moves its delivery, from the gateway alone', async ({ world }) => {
  const { url } = world.instance;
  const sofie = await signInByHttp(url, 'sofie@permanence.test');
  const noteId = await sofie.lockNote(await sofie.person('Sanne Visser'), 'Kan de auto morgen komen?');
  const text = await world.post.text('the SMS to Sanne', (t) => t.to === '+33639980112');
  const sms = async () => (await sofie.deliveries(noteId)).find((d) => d.channel === 'sms')?.state;
  await expect.poll(sms).toBe('sent');

  const receipt = (authorization: string, body: object) =>
    fetch(`${url}/api/hooks/sms`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
      body: JSON.stringify(body),
    });
  for (const stranger of ['', 'Bearer wrong', smsToken]) {
    expect((await receipt(stranger, { id: text.id, status: 'delivered' })).status).toBe(401);
  }
  expect(await sms()).toBe('sent');
  expect((await receipt(`Bearer ${smsToken}`, { id: text.id, status: 'no-such-state' })).status).toBe(400);
  expect((await receipt(`Bearer ${smsToken}`, { id: text.id, status: 'delivered' })).status).toBe(200);
  await expect.poll(sms).toBe('delivered');
});
