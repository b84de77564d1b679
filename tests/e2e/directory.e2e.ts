import { text as readText } from 'node:stream/consumers';
import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test.use({ installation: 'directory' }); // the directory of a client changes

test('[P05][P08][S19] what the client leaves for a caller is on the desk, by name too; three letters find a known caller', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const claire = await Portal.open(world.instance.url, 'claire.martin@example.test');
  const { page } = claire;
  const sent = async (act: string) => {
    const answer = page.waitForResponse((r) => r.url().endsWith('/api/sync/push') && r.ok());
    await page.click(act);
    await answer;
  };

  await claire.go('/portal/directory');
  await page.click('[data-act=add-contact]');
  await page.fill('[name=contact-name]', 'Zoé Fabre');
  await page.fill('[name=contact-number]', '06 39 98 77 77');
  await page.fill('[name=contact-handling]', 'La passer tout de suite.');
  await sent('[data-act=save-contact]');
  await page.fill('[name=directory-search]', 'fabre zoe');
  await expect(page.locator('li[data-contact]')).toHaveCount(1);
  await page.fill('[name=directory-search]', '7777');
  await expect(page.locator('li[data-contact]')).toContainText('Zoé Fabre');
  await page.fill('[name=directory-search]', '');
  await expect(page.locator('li[data-contact]').first()).toContainText('Paul Durand');

  await page.locator('main a[href="/portal/callers"]').click();
  await page.click('[data-begin=message]');
  await page.fill('[name=card-name]', 'Zoé Fabre');
  await page.fill('[name=card-say]', 'Votre ordonnance est prête.');
  await sent('[data-act=save-card]');
  await expect(page.locator('li[data-card]')).toContainText('Votre ordonnance est prête.');
  await page.click('[data-begin=expected]');
  await page.fill('[name=card-name]', 'Labo Biosud');
  await page.fill('[name=card-number]', '06 39 98 88 88');
  await sent('[data-act=save-card]');
  await expect(page.locator('li[data-card]')).toHaveCount(2);

  const caller = await world.call(lines.martin, { from: '+33639988888' });
  await lea.state('offered');
  await expect(lea.page.locator('[data-card-kind=expected]')).toContainText('Labo Biosud');
  await lea.press('F2');
  await lea.state('talking');
  await lea.press('1');
  await lea.press('Enter');
  await lea.page.keyboard.type('fab');
  await expect(lea.page.locator('#contacts-offered [aria-selected=true]')).toContainText('Zoé Fabre');
  await lea.press('Enter');
  await expect(lea.page.locator('[name=from-whom]')).toHaveValue('Zoé Fabre');
  await expect(lea.page.locator('[aria-labelledby=h-caller]')).toContainText('La passer tout de suite.');
  const message = lea.page.locator('[data-card-kind=message]');
  await expect(message).toContainText('Votre ordonnance est prête.');
  await message.locator('[data-act=card-done]').click();
  await expect(message).toHaveCount(0);
  await expect(page.locator('li[data-card]', { hasText: 'Votre ordonnance' })).toContainText('Léa');
  await lea.page.locator('[data-dispo=test-call]').click();
  await expect(lea.page.locator('[data-guided=test-call]')).toContainText('Merci pour ce test.'); // [J12], in the caller's language
  await lea.page.locator('[data-act=contact]').click();
  await lea.page.locator('[data-act=add-number]').click();
  await lea.page.locator('[name=contact-number]').last().fill('06 39 98 88 88');
  await lea.page.locator('[data-act=save-contact]').click();
  await page.locator('main a[href="/portal/directory"]').click();
  await expect(page.locator('li[data-contact]', { hasText: 'Zoé Fabre' })).toContainText('06 39 98 88 88');
  caller.hangUp();
  await lea.dismiss();

  const again = await world.call(lines.martin, { from: '+33639988888' });
  await lea.state('offered');
  await lea.press('F2'); // the call before may come to the device while it rings
  await lea.state('talking');
  await expect(lea.page.locator('[aria-labelledby=h-caller]')).toContainText(/called once before/);
  again.hangUp();
  await lea.dismiss();
  await claire.close();
  await lea.close();
});

test('[R17] a file is looked at, taken in without the lines that cannot be read, and comes out again', async ({ world }) => {
  const jan = await Portal.open(world.instance.url, 'jan.deboer@example.test');
  const { page } = jan;
  await jan.go('/portal/directory');
  await page.click('[data-act=open-import]');
  const text = 'Naam;Telefoon\nZoë Jansen;06 12345678\nNiemand;twaalf\n';
  const buffer = Buffer.from(text, 'latin1');
  await page.setInputFiles('[name=import-file]', { name: 'bellers.csv', mimeType: 'text/csv', buffer });
  await expect(page.locator('[data-problem-line="3"]')).toContainText('twaalf');
  await expect(page.locator('[data-act=import]')).toHaveAttribute('aria-disabled', 'true');
  await page.check('[name=leave-out]');
  await page.click('[data-act=import]');
  await page.fill('[name=directory-search]', 'jansen zoe');
  await expect(page.locator('li[data-contact]')).toHaveCount(1);
  const saving = page.waitForEvent('download');
  await page.click('[data-act=export-csv]');
  const exported = await readText(await (await saving).createReadStream());
  expect(exported).toContain('Zoë Jansen,');
  await jan.close();
});

test('[R17][S05] a large file is the server’s, doubles are joined by hand, an instruction is put back as it was', async ({
  world,
}) => {
  const jan = await Portal.open(world.instance.url, 'jan.deboer@example.test');
  const { page } = jan;
  await jan.go('/portal/directory');
  await page.click('[data-act=open-import]');
  const many = Array.from({ length: 5999 }, (_, i) => `Klant ${i};+3163998${String(i).padStart(4, '0')}`);
  const text = `Naam;Telefoon\n${many.join('\n')}\nXandra Meijer;+31699990001\nXandra Meyer;+31699990010\n`;
  await page.setInputFiles('[name=import-file]', { name: 'klanten.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.locator('[data-act=import][aria-disabled=false]').click();
  await page.fill('[name=directory-search]', 'xandra maier');
  await expect(page.locator('li[data-contact]')).toHaveCount(2, { timeout: 60_000 });

  await page.click('[data-act=look-for-doubles]');
  const double = page.locator('li[data-double]', { hasText: 'Xandra Meijer' });
  await double.locator('[data-act=open-merge]').click();
  await double.locator('[data-choice="name second"]').check();
  await double.locator('[data-act=merge]').click();
  await expect(page.locator('li[data-double]', { hasText: 'Xandra' })).toHaveCount(0);
  await expect(page.locator('li[data-contact]')).toHaveCount(1);
  for (const digits of ['99990001', '99990010']) await expect(page.locator('li[data-contact]')).toContainText(digits);

  await page.locator('nav a[href="/portal/instructions"]').first().click();
  const first = page.locator('li[data-instruction]').last();
  const before = (await first.locator('p[lang]').first().textContent()) ?? '';
  const answered = () => page.waitForResponse((r) => r.url().endsWith('/api/sync/push') && r.ok());
  await first.locator('[data-act=change-instruction]').click();
  await page.fill('[name=text]', `${before} Altijd vragen.`);
  const saved = answered();
  await page.click('[data-act=save-instruction]');
  await saved;
  await page.click('[data-act=versions]');
  await expect(page.locator('li[data-version=portal] ins')).toContainText('Altijd vragen.');
  const putBack = answered();
  await page.locator('li[data-version=before]', { hasText: before }).locator('[data-act=put-back]').click();
  await putBack;
  await expect(page.locator('li[data-instruction]', { hasText: 'Altijd vragen.' })).toHaveCount(0);
  await jan.close();
});
