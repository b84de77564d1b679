import * as z from 'zod/mini';
import { accountSchema, lineSchema } from '../../shared/accounts/account.ts';
import { poolNumberSchema } from '../../shared/accounts/number-pool.ts';
import { signInByHttp } from './api-user.ts';
import { openFloor } from './floor.ts';
import { Joiner } from './joiner.ts';
import { expect, test } from './world.ts';

test.describe.configure({ mode: 'serial' });
test.use({ installation: 'join' }); // accounts and numbers are added

const moreau = { firm: 'Menuiserie Moreau', person: 'Anne Moreau', email: 'anne.moreau@example.test' };
const blanc = { firm: 'Serrurerie Blanc', person: 'Yves Blanc', email: 'yves.blanc@example.test' };

test('[P02][S13][J12] two become clients at once and get two numbers; the first call is answered with the greeting, the test call ticks the list', async ({
  world,
}) => {
  test.slow();
  const { url } = world.instance;
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const [anne, yves] = await Promise.all([Joiner.open(`${url}/join`), Joiner.open(`${url}/join`)]);
  await Promise.all([anne.apply(moreau), yves.apply(blanc)]);
  await Promise.all([anne.confirm(world.post, moreau), yves.confirm(world.post, blanc)]);
  await Promise.all([anne.complete(), yves.complete()]);
  const numbers = await Promise.all([anne.number(), yves.number()]);
  expect(numbers.toSorted()).toEqual(['+33199000110', '+33199000111']);
  const [number] = numbers;

  const welcome = await world.post.mail(
    'the confirmation',
    (m) => m.recipients.includes(moreau.email) && (m.subject ?? '').includes(moreau.firm),
  );
  const national = `0${number.slice(3)}`;
  expect(welcome.text).toContain(`**21*${number}#`);
  expect(welcome.text).toContain(`*21*${national}#`);
  expect(welcome.text).toContain(number.replace(/^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '+33 $1 $2 $3 $4 $5'));
  await expect(anne.page.locator('[data-mode=always] code').first()).toHaveText(`**21*${number}#`);

  const caller = await world.call(number, { from: '+33639985500', toneHz: 700 });
  await lea.state('offered');
  await expect(lea.page.locator('#greeting')).toContainText('Menuiserie Moreau, bonjour. Léa à l’appareil.');
  await lea.press('F2');
  await lea.state('talking');
  await caller.hears(1000);
  await lea.press('Alt+e');
  caller.hangUp();
  await lea.unsent(0, 40_000);

  await anne.page.click('[data-act=open-portal]');
  const list = anne.page.locator('[data-first-days]');
  for (const step of ['address', 'forwarding', 'test-call'])
    await expect(list.locator(`[data-first-step=${step}]`)).toHaveAttribute('data-done', 'true', { timeout: 20_000 });
  await expect(list.locator('[data-first-step=hours]')).toHaveAttribute('data-done', 'false');
  await list.locator('a[href="/portal/hours"]').click();
  await anne.page.locator('[data-form=hours]').waitFor();
  await anne.page.locator('nav a[href="/portal"]').click();
  await expect(list.locator('[data-first-step=hours]')).toHaveAttribute('data-done', 'true');
  await expect(list).toHaveAttribute('data-first-days', '4');
  await anne.page.click('[data-act=first-days-away]');
  await expect(list).toHaveCount(0);

  const max = await signInByHttp(url, 'max@permanence.test');
  const account = (await max.rowsOf('account', accountSchema)).find(({ name }) => name === moreau.firm);
  expect(account).toMatchObject({ trade: 'craft', privacy: 'full', language: 'fr', timeZone: 'Europe/Paris' });
  expect(account?.script?.urgentWhen.length).toBeGreaterThan(0);
  const floor = await openFloor(url);
  await floor.page.click('a[href="/floor/new-clients"]');
  await expect(floor.page.locator('[data-application=live]')).toHaveCount(2);
  await expect(floor.page.locator('[data-missing=nothing] th')).toContainText(moreau.firm);
  await expect(floor.page.locator('[data-missing="first-call"] th')).toContainText(blanc.firm);
  await floor.page.locator('[data-missing=nothing] th a').first().click();
  await expect(floor.page.locator('main h2').first()).toHaveText(moreau.firm);
  await Promise.all([anne.close(), yves.close(), lea.close(), floor.close()]);
});

test('[I06] a Dutch firm is shown the French tax until it tells its VAT number, then who accounts for it', async ({ world }) => {
  const jan = await Joiner.open(`${world.instance.url}/join`, 'nl-NL', 'Europe/Amsterdam');
  const { page } = jan;
  const toPlan = async () => {
    await jan.person({ firm: 'Bakker', person: 'Jan Bakker', email: 'jan.bakker@example.test' }, '06 12345678');
    await jan.step('answering');
    await jan.next();
    await jan.step('plan');
  };
  await jan.firm({ firm: 'Bakker Bouw' }, '020 123 4567');
  await toPlan();
  await page.check('[name=plan][value=calls-50]');
  await expect(page.locator('[data-vat=not-identified]')).toBeVisible();
  await expect(page.locator('[data-quote]')).toHaveAttribute('data-quote', '8280');
  for (const step of ['answering', 'person', 'firm']) {
    await page.click('[data-act=back]');
    await jan.step(step);
  }
  await page.fill('[name=vat-number]', 'NL12');
  await jan.next();
  await expect(page.locator('#join-vat-number')).toHaveAttribute('aria-invalid', 'true');
  await page.fill('[name=vat-number]', '1234.56.789.B01');
  await jan.next();
  await toPlan();
  await expect(page.locator('[data-vat=reverse-charge]')).toContainText('verlegd');
  await expect(page.locator('[data-quote]')).toHaveAttribute('data-quote', '6900');
  await jan.close();
});

test('[P02] with an empty pool the applicant is told so and the floor sees it; a number that is added is his, with a mail', async ({
  world,
}) => {
  test.slow();
  const { url } = world.instance;
  const late = { firm: 'Plomberie Tardieu', person: 'Luc Tardieu', email: 'luc.tardieu@example.test' };
  const max = await signInByHttp(url, 'max@permanence.test');
  const numbers = async () =>
    z.object({ items: z.array(poolNumberSchema) }).parse(await (await max.request('GET', '/api/numbers')).json()).items;
  for (const { number, state } of await numbers()) if (state === 'free') await max.request('DELETE', '/api/numbers', { number });

  const luc = await Joiner.open(`${url}/join`);
  await luc.apply(late);
  await luc.confirm(world.post, late);
  await luc.complete();
  await expect(luc.page.locator('[data-waiting]')).toContainText(late.email);

  const floor = await openFloor(url);
  await floor.page.click('a[href="/floor/new-clients"]');
  await expect(floor.page.locator('[data-application]').first()).toHaveAttribute('data-application', 'waiting');
  await floor.page.fill('[data-form=numbers] [name=from]', '+33 1 99 00 01 15');
  await floor.page.click('[data-act=add-numbers]');
  await expect(floor.page.locator('[data-pool="+33199000115"]')).toHaveAttribute('data-pool-state', 'given');
  await world.post.mail('the number', (m) => m.recipients.includes(late.email) && (m.text ?? '').includes('+33199000115'));
  await luc.page.click('[data-act=look-again]');
  await expect(luc.page.locator('[data-number="+33199000115"]')).toBeVisible();

  // Taken back, it is nobody's for a while [P20].
  const line = floor.page.locator('[data-pool="+33199000115"]');
  await line.locator('[data-act=take-back]').click();
  await expect(line.getByRole('alert')).toContainText(late.firm);
  await line.locator('[data-act=take-back]').click();
  await expect(line).toHaveAttribute('data-pool-state', 'quarantined');
  expect((await max.rowsOf('line', lineSchema)).filter(({ number }) => number === '+33199000115')).toEqual([]);
  await Promise.all([luc.close(), floor.close()]);
});

test('what was left is there again in the same browser; the link of the mail opens it in another; a known address learns nothing', async ({
  world,
}) => {
  const { url } = world.instance;
  const ida = { firm: 'Toits Ida', person: 'Ida Roche', email: 'ida.roche@example.test' };
  const first = await Joiner.open(`${url}/join`);
  await first.next();
  await expect(first.page.locator('#join-trade-problem')).toBeVisible();
  await first.firm(ida);
  await first.page.fill('[name=person]', ida.person);
  await first.page.reload();
  await first.step('person');
  await expect(first.page.locator('[name=person]')).toHaveValue(ida.person);
  await first.person(ida);
  await first.step('answering');
  await first.next();
  await first.plan();
  await first.agree();
  await first.step('code');
  await first.page.fill('[name=code]', '12 34');
  await first.next();
  await expect(first.page.locator('#join-code-problem')).toBeVisible();

  const mail = await world.post.mail('the link', (m) => m.recipients.includes(ida.email));
  const [link = ''] = /http:\S+\/join#\S+/.exec(mail.text ?? '') ?? [];
  const elsewhere = await Joiner.open(link);
  await elsewhere.step('password');
  expect(new URL(elsewhere.page.url()).hash).toBe('');
  await expect(elsewhere.page.locator('main')).toContainText(ida.email);

  const claire = { firm: 'Autre cabinet', person: 'Claire Martin', email: 'claire.martin@example.test' };
  await first.page.evaluate(() => localStorage.removeItem('permanence.join'));
  await first.page.reload();
  await first.apply(claire);
  const told = await world.post.mail('the word', (m) => m.recipients.includes(claire.email) && /\/portal/.test(m.text ?? ''));
  expect(told.text).not.toMatch(/\/join#|\b\d{6}\b/);
  await Promise.all([first.close(), elsewhere.close()]);
});
