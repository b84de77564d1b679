import { recordingPath } from '../../shared/api/calls.ts';
import { signInByHttp } from './api-user.ts';
import { demoPassword, keptOnDevice } from './desk.ts';
import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

test('[P06] without network the portal opens from the device; what the client does waits there and is pushed once', async ({
  world,
}) => {
  const { url } = world.instance;
  const lea = await signInByHttp(url, 'lea@permanence.test');
  const claire = await lea.person('Claire Martin');
  const [read, unread] = [await lea.lockNote(claire, 'Lue en ligne.'), await lea.lockNote(claire, 'Lue sans réseau.')];

  const portal = await Portal.open(url, 'claire.martin@example.test');
  const { page } = portal;
  const pushed: string[] = [];
  page.on('response', (r) => void (r.url().endsWith('/api/sync/push') && r.ok() && pushed.push(r.request().postData() ?? '')));
  const unsent = (count: number) => expect(page.locator('[data-unsent]')).toHaveAttribute('data-unsent', String(count));
  await page.locator(`a[data-note="${read}"]`).click();
  await expect(page.locator(`article[data-note="${read}"]`)).toHaveAttribute('data-note-state', 'read');
  await page.goBack();
  await expect(page.locator(`a[data-note="${unread}"]`)).toBeVisible();
  await unsent(0);
  await keptOnDevice(page);

  await page.context().setOffline(true);
  await page.reload();
  for (const noteId of [read, unread]) await expect(page.locator(`a[data-note="${noteId}"]`)).toBeVisible();
  await unsent(0);
  await page.locator(`a[data-note="${read}"]`).click();
  await page.locator('article [data-act=ack]').click();
  await unsent(1);
  await page.reload();
  await expect(page.locator(`article[data-note="${read}"]`)).toHaveAttribute('data-note-state', 'acknowledged');
  await unsent(1);
  await page.goto(`${url}/portal/notes/${unread}`);
  await expect(page.getByText('Lue sans réseau.')).toBeVisible();
  await unsent(2);
  expect(pushed.filter((body) => body.includes('acknowledgeNote'))).toEqual([]);

  await page.context().setOffline(false);
  await unsent(0);
  const states = async (noteId: string) => new Set((await lea.deliveries(noteId)).map((d) => d.state));
  expect(await states(read)).toEqual(new Set(['acknowledged']));
  expect(await states(unread)).toEqual(new Set(['read']));
  expect(pushed.filter((body) => body.includes('acknowledgeNote'))).toHaveLength(1);
  await portal.close();
});

test('[P13] a voicemail is heard in the portal by those of its account, and by nobody else', async ({ world }) => {
  const { url } = world.instance;
  const caller = await world.call(lines.petit, { from: '+33639980002', toneHz: 700 });
  await caller.answered;
  const beep = await caller.beep();
  await expect.poll(() => Date.now() - beep, { timeout: 10_000 }).toBeGreaterThan(3_000); // the caller speaks
  caller.hangUp();
  await world.post.mail('the voicemail mail', (m) => m.at > beep && m.recipients.includes('luc.petit@example.test'), 30_000);

  const luc = await Portal.open(url, 'luc.petit@example.test');
  await luc.openFirstNote();
  const audio = luc.page.locator('audio');
  const played = await audio.evaluate(async (player: HTMLAudioElement) => {
    await player.play();
    await new Promise((resolve) => player.addEventListener('ended', resolve));
    return { duration: player.duration, heard: player.currentTime, path: new URL(player.src).pathname };
  });
  expect(played.duration).toBeGreaterThan(1);
  expect(played.heard).toBeCloseTo(played.duration, 1);
  const noteId = await luc.page.locator('article').getAttribute('data-note');
  expect(played.path).toBe(recordingPath(noteId ?? ''));

  const member = await signInByHttp(url, 'luc.petit@example.test');
  const stranger = await signInByHttp(url, 'jan.deboer@example.test');
  const whole = await member.request('GET', played.path);
  expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  expect((await stranger.request('GET', played.path)).status).toBe(404);
  expect((await fetch(`${url}${played.path}`)).status).toBe(401);
  await luc.close();
});

test('[AC4] a client who signs in in the operator’s browser gets nothing of the operator’s queue, and the operator loses nothing', async ({
  world,
}) => {
  const sofie = await world.desk('sofie@permanence.test', 900);
  await sofie.ready();
  await sofie.unsent(0); // also of a wrap-up that an earlier story left to her
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await sofie.state('talking');
  await sofie.page.route('**/api/sync/push', (route) => route.abort());
  await sofie.writeNote({ forWhom: '1', fromWhom: 'Kees Prins', matter: 'Bandenwissel.' });
  caller.hangUp();
  await sofie.state('wrap-up');
  await sofie.press('Control+Enter');
  await sofie.unsent(1);

  const page = await sofie.context.newPage();
  await page.goto(`${world.instance.url}/portal`);
  await page.getByRole('button', { name: 'Sign out' }).click(); // the portal is not for operators: sign out
  await page.fill('[name=email]', 'jan.deboer@example.test');
  await page.fill('[name=password]', demoPassword);
  await page.click('[data-act=sign-in]');
  await page.locator('[data-push]').first().waitFor();
  await sofie.page.unroute('**/api/sync/push');
  await sofie.state('signed-out', 40_000);
  expect(world.post.mails.filter((m) => m.text?.includes('Bandenwissel.'))).toEqual([]);

  await sofie.page.bringToFront();
  await sofie.signIn('sofie@permanence.test');
  await world.post.mail('the mail to Jan', (m) => m.text?.includes('Bandenwissel.') === true, 40_000);
  await sofie.unsent(0);
  await sofie.close();
});
