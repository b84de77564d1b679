import { type Browser, chromium, type Page } from '@playwright/test';
import type { Ladder } from '../../shared/delivery/ladder.ts';
import { signInByHttp } from './api-user.ts';
import { chromiumArguments, demoPassword } from './desk.ts';
import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

const claire = { email: 'claire.martin@example.test', mobile: '+33639980101' };
const nadia = { email: 'nadia.benali@example.test', mobile: '+33639980102' };
const secret = /poitrine|Durand|639980001/;
const message = { by: 'message' as const, channels: ['sms' as const, 'email' as const] };
const waitMs = { first: 12_000, second: 20_000 };
/** The wait of the first step is long enough for the server to die in it. */
const ladderWaiting = (firstMs: number): Ladder => ({
  rounds: 1,
  rungs: [
    { ...message, to: { kind: 'turn', turn: 1 }, waitSeconds: firstMs / 1000 },
    { ...message, to: { kind: 'turn', turn: 2 }, waitSeconds: waitMs.second / 1000 },
    { ...message, to: { kind: 'everybody' }, waitSeconds: 60 },
  ],
});

async function floorOf(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  await page.goto(`${url}/floor`);
  await page.fill('[name=email]', 'max@permanence.test');
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
  return page;
}

test('[S04][S14] an urgent note: the first is alerted at once, the next after the wait though the server was killed in it; who acknowledges ends it', async ({
  world,
}) => {
  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const doctor = await max.person('Claire Martin');
  await max.setLadder(doctor.accountId, ladderWaiting(waitMs.first));
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
  const floor = await floorOf(browser, world.instance.url);
  const nadias = await Portal.open(world.instance.url, nadia.email);
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const caller = await world.call(lines.martin, { from: '+33639980001', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await lea.writeNote({ forWhom: '1', matter: 'Douleur à la poitrine depuis midi.' });
  await lea.press('Alt+u');
  caller.hangUp();
  await lea.state('wrap-up');
  const sentAt = Date.now();
  const isSince = ({ at }: { readonly at: number }) => at > sentAt; // other stories have sent them notes too
  await lea.press('Control+Enter');

  const { post } = world;
  const first = await post.text('the SMS to the first person', (t) => isSince(t) && t.to === claire.mobile);
  await post.mail('the mail to the first person', (mail) => isSince(mail) && mail.recipients.includes(claire.email));
  await world.instance.kill('server');
  expect(post.texts.filter((t) => isSince(t) && t.to === nadia.mobile)).toEqual([]);
  await world.instance.untilReady();
  const second = await post.text('the SMS of the second step', (t) => isSince(t) && t.to === nadia.mobile, 40_000);
  await post.mail('the mail of the second step', (mail) => isSince(mail) && mail.recipients.includes(nadia.email));
  test.info().annotations.push({ type: 'ms from the first to the second step', description: String(second.at - first.at) });
  expect(second.at - first.at).toBeGreaterThan(waitMs.first - 1000);
  const noteId = await lea.newestNote();
  await expect(lea.page.locator(`[data-note="${noteId}"][data-climb=climbing]`)).toContainText('Step 2 of 3');
  await expect(floor.locator(`tr[data-note="${noteId}"] [data-climb-step="2"]`)).toBeVisible();

  await nadias.page.locator(`[data-note="${noteId}"]`).click();
  await nadias.page.click('[data-act=ack]');
  const taken = await post.text(
    'the word to the first person',
    (t) => t.reference.startsWith(noteId) && t.reference.includes(':taken:'),
  );
  expect(taken.to).toBe(claire.mobile);
  expect(taken.text).toContain('Nadia Benali');
  await expect(lea.page.locator(`[data-note="${noteId}"]`)).toContainText('Acknowledged by Nadia Benali');
  await expect(floor.locator(`tr[data-note="${noteId}"] [data-climb=acknowledged]`)).toContainText('Nadia Benali');

  // A later note is the clock: when its second step comes, the third one of the first note would have come.
  await max.setLadder(doctor.accountId, ladderWaiting(waitMs.second));
  const leas = await signInByHttp(world.instance.url, 'lea@permanence.test');
  const later = await leas.lockNote(doctor, 'Douleur à la poitrine, encore.', { urgent: true });
  const clock = await post.text('the second step of the later note', (t) => t.reference.startsWith(`${later}:2:`), 60_000);
  expect(clock.at - second.at).toBeGreaterThan(waitMs.second);
  const sentFor = (id: string) => post.texts.filter((t) => t.reference.startsWith(id)).map((t) => t.to);
  expect(sentFor(noteId)).toEqual([claire.mobile, nadia.mobile, claire.mobile]);
  const left = [...post.texts.map((t) => t.text), ...post.mails.map((mail) => `${mail.subject} ${mail.text} ${mail.html}`)];
  const ours = left.filter((text) => text.includes(noteId) || text.includes(later));
  expect(ours.length).toBeGreaterThanOrEqual(7);
  expect(ours.join('\n')).not.toMatch(secret);
  await nadias.close();
  await lea.close();
  await browser.close();
});

test('[S14] a ladder that is over stands first on the board check; the supervisor acknowledges for the client with a reason', async ({
  world,
}) => {
  const { post } = world;
  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const jan = await max.person('Jan de Boer');
  await max.setLadder(jan.accountId, { rounds: 1, rungs: [{ ...message, to: { kind: 'turn', turn: 1 }, waitSeconds: 1 }] });
  const sofie = await signInByHttp(world.instance.url, 'sofie@permanence.test');
  const noteId = await sofie.lockNote(jan, 'Pech op de A2.', { urgent: true });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
  const floor = await floorOf(browser, world.instance.url);
  const row = floor.locator('tbody tr[data-note]').first();
  await expect(row.locator('[data-climb=exhausted]')).toBeVisible({ timeout: 20_000 });
  await expect(row).toHaveAttribute('data-note', noteId);
  await expect(row).toHaveAttribute('data-past-time', 'true');
  await row.locator('[data-act=telephone-myself]').click();
  await expect(row.locator('[data-telephoning]')).toContainText('Max');
  await row.locator('[data-act=ack-for-client]').click();
  await row.locator('[data-act=ack]').click();
  await expect(row.getByRole('alert')).toBeVisible();
  await row.locator('[name=reason]').fill('Jan aan de telefoon gehad, hij rijdt erheen.');
  await row.locator('[data-act=ack]').click();
  await expect(floor.locator(`tr[data-note="${noteId}"] [data-climb=acknowledged]`)).toContainText('Max');
  const taken = await post.text('the word to Jan', (t) => t.reference === `${noteId}:taken:${jan.id}:sms`);
  expect(taken.text).toContain('Opgepakt door Max');
  await browser.close();
});
