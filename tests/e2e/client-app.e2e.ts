import { noteSchema } from '../../shared/notes/note.ts';
import { signInByHttp } from './api-user.ts';
import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test.use({ installation: 'client-app' }); // passwords and access change

test('a client finds a note, passes it to a colleague who answers it, and sees the call in his list and counter', async ({
  world,
}) => {
  const { instance, post } = world;
  const sofie = await world.desk('sofie@permanence.test');
  await sofie.ready();
  const caller = await world.call(lines.deBoer, { from: '+33639980311' });
  await sofie.state('offered');
  await sofie.press('F2');
  await sofie.state('talking');
  const answered = await caller.hears(1000);
  await sofie.writeNote({ forWhom: '1', fromWhom: 'Piet Vos', matter: 'De vrachtwagen staat stil op de A2.' });
  await expect.poll(() => Date.now() - answered, { timeout: 15_000 }).toBeGreaterThan(4_000); // the greeting is said
  caller.hangUp();
  await sofie.state('wrap-up');
  await sofie.press('Control+Enter');
  await sofie.unsent(1);
  await sofie.unsent(0);

  const jan = await Portal.open(instance.url, 'jan.deboer@example.test');
  const { page } = jan;
  await page.fill('[name=find-note]', 'vrachtwagen');
  await page.locator('[data-note]').click();
  await page.selectOption('[name=assign-to]', { label: 'Sanne Visser' });
  await page.click('[data-act=assign]');
  await page.getByRole('link', { name: 'Back to the notes' }).click(); // what waits to be called off happens now
  await expect.poll(() => post.texts.filter(({ text }) => text.includes('geeft u een notitie door')).length).toBe(1);

  const sanne = await Portal.open(instance.url, 'sanne.visser@example.test');
  await sanne.page.click('[data-only=assigned]');
  await sanne.openFirstNote();
  await sanne.page.fill('[name=answer]', 'Ik ben over een kwartier daar.');
  await sanne.page.click('[data-act=answer-note]');
  const bureau = await signInByHttp(instance.url, 'max@permanence.test');
  const answers = async () =>
    (await bureau.rowsOf('note', noteSchema)).flatMap(({ addenda }) => addenda.map(({ by, text }) => [by, text]));
  await expect.poll(answers).toEqual([['Sanne Visser', 'Ik ben over een kwartier daar.']]);

  await page.click('a[href="/portal/calls"]');
  await expect(page.locator('[data-call-row]')).toHaveAttribute('data-counting', 'counted');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-act=calls-csv]')]);
  expect(file.suggestedFilename()).toBe('calls.csv');
  await jan.go('/portal/usage');
  await expect(page.locator('[data-used]')).toHaveAttribute('data-used', '1');
  await sanne.page.click('nav a[href="/portal/account"]');
  await sanne.page.locator('a[href="/portal/devices"]').waitFor();
  await expect(sanne.page.locator('a[href="/portal/usage"]')).toHaveCount(0);
  await Promise.all([jan.close(), sanne.close()]);
});

test('[S07] an address of a roster asks for access, sets its password by the link once, and its old sign-ins are over', async ({
  world,
}) => {
  const { instance, post } = world;
  const before = await Portal.open(instance.url, 'luc.petit@example.test');
  await before.page.locator('nav a[href="/portal/account"]').waitFor();
  const luc = await Portal.open(instance.url, 'nobody@example.test');
  const { page } = luc;
  const ask = async (email: string) => {
    await page.fill('[name=email]', email);
    await page.click('[data-act=ask-access]');
    await expect(page.getByText('If this address stands on the list')).toBeVisible();
  };
  await ask('nobody@example.test');
  await ask('luc.petit@example.test');
  const links = () => post.mails.flatMap(({ text }) => text?.match(/http\S+\/portal\/password#\S+/g) ?? []);
  await expect.poll(() => links().length).toBe(1);
  const [link = ''] = links();
  const setPassword = async (password: string) => {
    await page.goto('about:blank');
    await page.goto(link);
    await page.fill('[name=new-password]', password);
    await page.fill('[name=new-password-again]', password);
    await page.click('[data-act=set-password]');
  };
  await setPassword('een heel nieuw wachtwoord');
  await page.locator('[data-password-set]').waitFor();
  await expect(before.page.locator('[name=password]')).toBeVisible();
  await setPassword('nog een ander wachtwoord');
  await expect(page.getByRole('alert')).toContainText('This link is over or was used');

  await page.goto(`${instance.url}/portal`);
  await page.fill('[name=email]', 'luc.petit@example.test');
  await page.fill('[name=password]', 'een heel nieuw wachtwoord');
  await page.click('[data-act=sign-in]');
  await luc.go('/portal/devices');
  await expect(page.locator('[data-session]')).toHaveCount(1);
  await expect(page.locator('[data-session=this]')).toContainText('Chrome, Linux');
  await Promise.all([before.close(), luc.close()]);
});
