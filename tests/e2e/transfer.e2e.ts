import { type FarEnd, farEnd } from './answering-telephone.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });
let far: FarEnd;
test.beforeAll(async ({ world }) => {
  far = await farEnd(world.instance.trunkPort);
});
test.afterAll(() => far.close());

const caller = { from: '+33639980001', toneHz: 600 } as const;

test('[P08] the client is asked while the caller hears music, and the two are joined with five keys', async ({ world }) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const paul = await world.call(lines.martin, caller);
  await lea.state('offered');
  await lea.page.evaluate(() => {
    addEventListener(
      'keydown',
      (e) => {
        const typed = e.key.length === 1 && !e.ctrlKey && !e.altKey && e.key !== '1';
        if (!typed && e.key !== 'Control')
          document.documentElement.dataset.keys = `${document.documentElement.dataset.keys ?? ''} ${e.key}`;
      },
      true,
    );
  });
  await lea.press('F2');
  await lea.state('talking');
  await paul.hears(1000);
  await lea.press('F8');
  await expect(lea.page.locator('[name=transfer-to]')).toBeFocused();
  await lea.press('1');
  await lea.state('consulting');
  const claire = await far.incoming();
  expect([claire.dialled, claire.shown]).toEqual(['+33639980101', lines.martin]);
  await expect(lea.page.locator('[data-party=ringing]')).toBeVisible();

  claire.answer(800);
  await expect(lea.page.locator('[data-party=talking]')).toBeVisible();
  await expect.poll(() => claire.share(1000), { timeout: 10_000 }).toBeGreaterThan(0.5);
  await expect.poll(() => lea.heardHz(), { timeout: 10_000 }).toBeCloseTo(800, -2);
  await expect.poll(() => paul.heard().share(1000)).toBeLessThan(0.2);
  expect(paul.heard().share(800)).toBeLessThan(0.2);
  expect(paul.heard().level).toBeGreaterThan(0.002);

  await lea.press('F8');
  await lea.state('wrap-up');
  await paul.hears(800);
  await expect.poll(() => claire.share(600), { timeout: 10_000 }).toBeGreaterThan(0.5);
  expect(claire.share(1000)).toBeLessThan(0.2);
  await expect(lea.page.locator('[name=matter]')).toHaveValue(/mis en relation avec Claire Martin/);
  await expect(lea.page.locator('[data-dispo=transferred]')).toHaveAttribute('aria-pressed', 'true');
  await lea.press('Control+Enter');
  await lea.state('ready');
  expect((await lea.page.locator('html').getAttribute('data-keys'))?.trim().split(' ')).toEqual(['F2', 'F8', '1', 'F8', 'Enter']);
  await paul.hears(800);

  paul.hangUp();
  expect(await claire.ended).toBe('BYE');
  await lea.close();
});

test('[P09] busy: one key brings the caller back, nothing typed is lost, and the reason stands in the note', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const paul = await world.call(lines.martin, caller);
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await lea.writeNote({ matter: 'Résultats du laboratoire.' });
  await lea.press('Alt+t');
  await lea.press('1');
  await lea.state('consulting');
  (await far.incoming()).refuse(486);
  await expect(lea.page.locator('[data-party=over] [data-outcome=busy]')).toBeVisible();
  await lea.press('F4');
  await lea.state('talking');
  await paul.hears(1000);
  await expect.poll(() => lea.heardHz(), { timeout: 10_000 }).toBeCloseTo(600, -2);
  await expect(lea.page.locator('[name=matter]')).toHaveValue(/^Résultats du laboratoire\.\n.*Claire Martin, ligne occupée\.$/);
  paul.hangUp();
  await lea.dismiss();
  await lea.close();
});

test('[P10] the client’s telephone is forwarded to us: our own leg is refused as busy, and the screen says so', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const paul = await world.call(lines.martin, caller);
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await lea.press('F8');
  await lea.page.fill('[name=transfer-to]', '01 99 00 01 55');
  await lea.press('Enter');
  await lea.state('consulting');
  const office = await far.incoming();
  const back = await world.call(lines.martin, { from: office.shown, toneHz: 500 });
  expect(await back.ended).toEqual({ by: 'them', status: 486 });
  expect(await office.ended).toBe('CANCEL');
  await expect(lea.page.locator('[data-outcome=forwarded-back-to-us]')).toBeVisible();
  await lea.press('F4');
  await lea.state('talking');
  await paul.hears(1000);
  await lea.press('F8');
  await lea.page.fill('[name=transfer-to]', '+33899123456');
  await lea.press('Enter');
  await expect(lea.page.getByText('Numbers at a price are not called.')).toBeVisible();
  await lea.press('F8');
  await lea.page.keyboard.type('112', { delay: 150 });
  await expect(lea.page.locator('#transfer-price')).toContainText('Emergency numbers are not called from here');
  await lea.press('Enter');
  await expect(lea.page.locator('[role=alert]').getByText('Emergency numbers are not called from here')).toBeVisible();
  await lea.state('talking');
  paul.hangUp();
  await lea.dismiss();
  await lea.close();
});

test('[P08] a caller is handed over to a colleague, with the note as far as it got', async ({ world }) => {
  const [lea, sofie] = [await world.desk('lea@permanence.test', 1000), await world.desk('sofie@permanence.test', 1200)];
  await lea.ready();
  const paul = await world.call(lines.martin, caller);
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await lea.writeNote({ matter: 'Résultats du laboratoire.' });
  await sofie.ready();
  await lea.press('F8');
  await lea.page.click('[data-act=hand-over]');
  await sofie.state('offered');
  await lea.state('ready');
  await sofie.press('F2');
  await sofie.state('talking');
  await paul.hears(1200);
  await expect(sofie.page.locator('[name=matter]')).toHaveValue('Résultats du laboratoire.');
  paul.hangUp();
  await sofie.dismiss();
  await lea.close();
  await sofie.close();
});
