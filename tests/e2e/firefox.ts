import puppeteer, { type Browser } from 'puppeteer-core';
import * as z from 'zod/mini';
import type { PushService } from './push-service.ts';

/** The wire of WebDriver BiDi; puppeteer has no words for the browser's own windows. */
type Wire = { send(method: string, parameters: object): Promise<unknown> };

const treeSchema = z.object({ result: z.object({ contexts: z.array(z.object({ context: z.string(), url: z.string() })) }) });
const valueSchema = z.object({
  result: z.object({ type: z.literal('success'), result: z.object({ value: z.optional(z.string()) }) }),
});

/** A real Firefox whose push service is this one and that grants notifications without asking. */
export function openFirefox(service: PushService): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'dom.push.enabled': true,
      'dom.push.connection.enabled': true,
      'dom.push.serverURL': service.socketUrl,
      'dom.push.testing.allowInsecureServerURL': true,
      'dom.push.testing.ignorePermission': true,
      'permissions.default.desktop-notification': 1,
      'dom.webnotifications.requireuserinteraction': false,
      'network.proxy.type': 0,
      'network.manage-offline-status': false,
      'network.connectivity-service.enabled': false,
      'marionette.prefs.recommended': false,
      'remote.prefs.recommended': false,
      'alerts.useSystemBackend': false,
    },
  });
}

/** What stands in the notification that this Firefox shows on the screen; null while it shows none. */
export async function shownNotification(browser: Browser): Promise<{ title: string; body: string } | null> {
  const alert = await alertWindow(browser);
  if (alert === null) return null;
  const [title, body] = await Promise.all(
    ['alertTitleLabel', 'alertTextLabel'].map((id) =>
      inWindow(browser, alert, `(e => e ? (e.getAttribute('value') ?? e.textContent) : '')(document.getElementById('${id}'))`),
    ),
  );
  // the window is there a moment before its text
  return title ? { title, body: body ?? '' } : null;
}

/** Clicks on the notification, as a person does. */
export async function clickNotification(browser: Browser): Promise<void> {
  const alert = await alertWindow(browser);
  if (alert === null) throw new Error('no notification is shown');
  await inWindow(browser, alert, `document.getElementById('alertBox').click()`);
}

async function alertWindow(browser: Browser): Promise<string | null> {
  const tree = treeSchema.parse(await wireOf(browser).send('browsingContext.getTree', { 'moz:scope': 'chrome' }));
  return tree.result.contexts.find(({ url }) => url.endsWith('/alert.xhtml'))?.context ?? null;
}

async function inWindow(browser: Browser, context: string, expression: string): Promise<string | undefined> {
  const answer = await wireOf(browser).send('script.evaluate', { expression, target: { context }, awaitPromise: true });
  return valueSchema.parse(answer).result.result.value;
}

function wireOf(browser: Browser): Wire {
  const connection: unknown = Reflect.get(browser, 'connection');
  if (isWire(connection)) return connection;
  throw new Error('this browser does not speak WebDriver BiDi');
}

const isWire = (thing: unknown): thing is Wire =>
  typeof thing === 'object' && thing !== null && 'send' in thing && typeof thing.send === 'function';
