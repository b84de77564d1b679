import type { Page } from '@playwright/test';
import { type FarEnd, farEnd } from './answering-telephone.ts';
import { Desk, type PageScript } from './desk.ts';
import { openFloor } from './floor.ts';
import { Joiner } from './joiner.ts';
import { Portal } from './portal.ts';
import { expect, lines, type World } from './world.ts';

/** Before a page's own scripts: this language was chosen on the device. */
export const speaking = (language: string): PageScript => ({
  content: ['permanence.language', 'PARAGLIDE_LOCALE'].map((key) => `localStorage.setItem('${key}', '${language}');`).join(''),
});

/** Looks at the screen as it is now, under a name that says which one it is. */
export type Look = (page: Page, screen: string) => Promise<void>;

const ownParts = [
  'instructions',
  'script',
  'roster',
  'delivery',
  'directory',
  'callers',
  'hours',
  'greeting',
  'reception',
  'queue',
  'outbound',
  'forwarding',
  'retention',
  'person-data',
  'usage',
  'access',
  'webhooks',
];
const portalParts = [
  'account',
  'calls',
  'usage',
  'team',
  'devices',
  'instructions',
  'roster',
  'delivery',
  'directory',
  'callers',
  'hours',
  'first-words',
  'forwarding',
  'greeting',
  'pin',
  'data-kept',
  'person-data',
  'webhooks',
  'attention',
  'password',
  'questions/0190f000-0000-7000-8000-000000000099',
];

/** Every state of the desk, through four calls. */
export async function tourDesk(world: World, look: Look, ...scripts: readonly PageScript[]): Promise<void> {
  const far = await farEnd(world.instance.trunkPort);
  const lea = await Desk.open(world.instance.url, 'lea@permanence.test', 1000, ...scripts);
  const at: Look = (page, screen) => look(page, `desk-${screen}`);
  try {
    await lea.page.locator('[data-audio]').first().waitFor();
    await at(lea.page, 'audio-check');
    await lea.ready();
    await betweenCalls(lea, at);
    await aNote(world, lea, at);
    await aTransfer(world, lea, far, at);
    await aStranger(world, lea, at);
    await offline(world, lea, at);
  } finally {
    await lea.close();
    far.close();
  }
}

/** Runs in the page: this sound device is unplugged, and whichever was before is back. */
function goOnWithout(label: string | null): void {
  const { mediaDevices } = navigator;
  const list = MediaDevices.prototype.enumerateDevices.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () => (await list()).filter((device) => device.label !== label);
  mediaDevices.dispatchEvent(new Event('devicechange'));
}

async function betweenCalls(lea: Desk, at: Look): Promise<void> {
  const { page } = lea;
  await at(page, 'ready');
  await page.click('details.menu summary');
  await page.click('[data-act=own-sound]');
  await page.locator('[data-headset]').waitFor();
  await page.selectOption('[name=sound-voice]', { label: 'Fake Audio Output 1' });
  await at(page, 'sound-and-headset');
  await lea.press('Escape');
  await page.evaluate(goOnWithout, 'Fake Audio Output 1');
  await page.locator('[data-lost=voice] [data-act=stand-in]').first().waitFor();
  await at(page, 'device-gone');
  await page.evaluate(goOnWithout, null);
  await lea.state('ready');
  await lea.press('Alt+o');
  await page.locator('[data-settings]').waitFor();
  await at(page, 'texts-and-keys');
  await lea.press('Escape');
  await lea.press('F1');
  await page.getByRole('dialog').waitFor();
  await at(page, 'keys');
  await lea.press('Escape');
  await page.locator('details.menu summary').click();
  await page.locator('[data-storage]').waitFor();
  await at(page, 'menu');
  await page.click('[data-act=own-telephone]');
  await page.getByRole('dialog').waitFor();
  await at(page, 'own-telephone');
  await lea.press('Escape');
  await page.click('[data-act=pause]');
  await lea.state('pause');
  await at(page, 'pause');
  await lea.ready();
}

async function aNote(world: World, lea: Desk, at: Look): Promise<void> {
  const { page } = lea;
  const caller = await world.call(lines.martin);
  await lea.state('offered');
  await at(page, 'offered');
  await lea.press('F2');
  await lea.state('talking');
  await page.fill('[name=matter]', ';r');
  await lea.press('Alt+a');
  await lea.press('Control+Enter');
  await page.locator('[aria-invalid=true]').first().waitFor();
  await at(page, 'refused');
  await page.fill('[name=for-whom]', '1');
  await page.fill('[name=matter]', 'Demande si ses résultats sont arrivés. Part en voyage samedi.');
  await at(page, 'talking');
  await lea.press('F4');
  await lea.state('held');
  await at(page, 'held');
  const second = await lea.secondTab();
  await second.page.locator('[data-act=take-over]').waitFor();
  await at(second.page, 'open-elsewhere');
  await second.page.close();
  await lea.press('F4');
  await lea.state('talking');
  await lea.press('Alt+u');
  await at(page, 'urgent');
  await lea.press('Alt+u');
  caller.hangUp();
  await lea.state('wrap-up');
  await at(page, 'wrap-up');
  await lea.press('Control+Enter');
  await lea.state('ready');
  await at(page, 'sent');
  await lea.unsent(0);
  await lea.press('Control+k');
  await page.locator('[data-found]').first().waitFor();
  await at(page, 'palette');
  await page.locator('[data-found]').first().click();
  await page.locator('[data-found-note]').waitFor();
  await at(page, 'found-note');
  await lea.press('Escape');
  await lea.press('Escape');
}

async function aTransfer(world: World, lea: Desk, far: FarEnd, at: Look): Promise<void> {
  const { page } = lea;
  const caller = await world.call(lines.martin);
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await page.fill('[name=for-whom]', '1');
  await lea.press('Alt+q');
  await page.locator('[data-question-state=asked]').waitFor();
  await at(page, 'question');
  await lea.press('F8');
  await page.locator('[name=transfer-to]:focus').waitFor();
  await at(page, 'transfer');
  await lea.press('1');
  await lea.state('consulting');
  const busy = await far.incoming();
  await page.locator('[data-party=ringing]').waitFor();
  await at(page, 'third-party-rings');
  busy.refuse(486);
  await page.locator('[data-party=over]').waitFor();
  await at(page, 'third-party-busy');
  await lea.press('F4');
  await lea.state('talking');
  await lea.press('F8');
  await page.locator('[name=transfer-to]:focus').waitFor();
  await lea.press('1');
  await lea.state('consulting');
  (await far.incoming()).answer(800);
  await page.locator('[data-party=talking]').waitFor();
  await at(page, 'third-party-speaks');
  await lea.press('F8');
  await lea.state('wrap-up');
  await at(page, 'put-through');
  await lea.press('Control+Enter');
  await lea.state('ready');
  caller.hangUp();
  await lea.unsent(0);
}

/** Nobody knows the number, and it is the wrong one. */
async function aStranger(world: World, lea: Desk, at: Look): Promise<void> {
  const { page } = lea;
  const caller = await world.call(lines.martin, { from: '+33639980077' });
  await lea.state('offered');
  await at(page, 'offered-stranger');
  await lea.press('F2');
  await lea.state('talking');
  await page.click('[data-dispo=wrong-number]');
  await at(page, 'wrong-number');
  await lea.press('Control+Enter');
  caller.hangUp();
  await lea.state('ready');
  await lea.unsent(0);
}

async function offline(world: World, lea: Desk, at: Look): Promise<void> {
  const { page } = lea;
  const caller = await world.call(lines.martin);
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await lea.context.setOffline(true);
  await page.fill('[name=for-whom]', '2');
  await page.fill('[name=matter]', 'Ordonnance à renouveler.');
  await page.locator('[data-unsent]').first().waitFor();
  await at(page, 'offline-in-call');
  await lea.press('Control+Enter');
  await lea.unsent(1);
  await at(page, 'offline');
  await lea.context.setOffline(false);
  await lea.unsent(0, 40_000);
  caller.hangUp();
}

/** Every screen of a client, on a telephone; the note is the newest of Dr Martin. */
export async function tourPortal(world: World, look: Look, ...scripts: readonly PageScript[]): Promise<void> {
  const { url } = world.instance;
  const claire = await Portal.open(url, 'claire.martin@example.test', ...scripts);
  try {
    await claire.page.locator('[data-note]').first().waitFor();
    await look(claire.page, 'portal-notes');
    await claire.openFirstNote();
    await look(claire.page, 'portal-note');
    for (const part of portalParts) await lookAt(claire.page, `${url}/portal/${part}`, `portal-${part}`, look);
  } finally {
    await claire.close();
  }
}

/** Every screen of the supervisor, and all that he sets for one account. */
export async function tourFloor(world: World, look: Look, ...scripts: readonly PageScript[]): Promise<void> {
  const { url } = world.instance;
  const { page, close } = await openFloor(url, { scripts });
  try {
    await page.locator('main h2').first().waitFor();
    await look(page, 'floor');
    for (const part of ['new-clients', 'greetings', 'telephones', 'outbox', 'attention']) {
      await lookAt(page, `${url}/floor/${part}`, `floor-${part}`, look);
    }
    await page.goto(`${url}/floor/greetings`);
    const link = page.locator('main td a').first();
    const [account = ''] = (await link.getAttribute('href'))?.match(/[0-9a-f-]{36}/) ?? [];
    await lookAt(page, `${url}/floor/greetings/${account}`, 'floor-greeting', look);
    for (const part of ownParts) await lookAt(page, `${url}/floor/accounts/${account}/${part}`, `floor-${part}`, look);
  } finally {
    await close();
  }
}

/** Every page of becoming a client, with what is wrong on it, then the list of first steps. */
export async function tourJoin(world: World, look: Look, locale = 'fr-FR'): Promise<void> {
  const zoe = { firm: 'Zinguerie Zola', person: 'Zoé Zola', email: 'zoe.zola@example.test' };
  const joiner = await Joiner.open(`${world.instance.url}/join`, locale);
  const seen = async (step: string, isWrong = true) => {
    await joiner.step(step);
    if (isWrong) await joiner.next();
    if (isWrong) await joiner.page.locator('.problem').first().waitFor();
    await look(joiner.page, `join-${step}`);
  };
  try {
    await seen('firm');
    await joiner.firm(zoe);
    await seen('person');
    await joiner.person(zoe);
    await seen('answering', false);
    await joiner.next();
    await seen('plan');
    await joiner.plan();
    await seen('agreement');
    await joiner.agree();
    await seen('code');
    await joiner.confirm(world.post, zoe);
    await seen('password');
    await joiner.complete();
    await joiner.page.locator('[data-mode]').first().waitFor();
    await look(joiner.page, 'join-done');
    await joiner.page.click('[data-act=open-portal]');
    await joiner.page.locator('[data-first-days]').waitFor();
    await look(joiner.page, 'portal-first-days');
  } finally {
    await joiner.close();
  }
}

/** What is seen without a sign-in. */
export async function tourDoors(world: World, look: Look, ...scripts: readonly PageScript[]): Promise<void> {
  const { page, close } = await openFloor(world.instance.url, { scripts });
  try {
    await page.context().clearCookies();
    for (const door of ['desk', 'portal', 'floor', 'booth']) {
      await lookAt(page, `${world.instance.url}/${door}`, `door-${door}`, look);
    }
  } finally {
    await close();
  }
}

/** A screen is looked at when there is something to read or do. */
async function lookAt(page: Page, url: string, screen: string, look: Look): Promise<void> {
  await page.goto(url);
  await expect(page.locator('main :is(h1, h2, form, table, button, a, summary)').first(), screen).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.locator('[data-loading]'), screen).toHaveCount(0);
  await look(page, screen);
}
