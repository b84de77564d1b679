import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instructionSchema } from '../../shared/accounts/instructions.ts';
import { noteSchema } from '../../shared/notes/note.ts';
import { signInByHttp } from './api-user.ts';
import { Portal } from './portal.ts';
import { expect, test } from './world.ts';

const hotline = '+33199000100';
const pin = '25804713';

test('[P07] a client sets a PIN, calls the bureau, enters it, hears his note read out and changes an instruction', async ({
  world,
}) => {
  const { url, dataDir } = world.instance;
  const claire = await Portal.open(url, 'claire.martin@example.test');
  await claire.go('/portal/pin');
  await expect(claire.page.locator('[data-pin=none]')).toBeVisible();
  await claire.page.fill('[name=pin]', pin);
  await claire.page.click('[data-act=keep-pin]');
  await expect(claire.page.locator('[data-pin=set]')).toBeVisible();
  await expect(claire.page.locator(`a[href="tel:${hotline}"]`)).toBeVisible();
  await claire.close();

  const max = await signInByHttp(url, 'max@permanence.test');
  const noteId = await max.lockNote(await max.person('Claire Martin'), 'Mme Roux demande son compte rendu.');
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const caller = await world.call(hotline, { from: '+33639980101', toneHz: 700 });
  await caller.answered;
  await caller.firstSound(Date.now());
  await caller.press(`${pin}#`);
  await lea.state('offered');
  await expect(lea.page.locator('#greeting')).toContainText('Permanence, bonjour.');
  await lea.press('F2');
  await lea.state('talking');
  await caller.hears(1000);
  const panel = lea.page.locator('[data-hotline=verified]');
  await expect(panel).toContainText('Claire Martin');
  await expect(lea.page.locator('[name=for-whom]')).toHaveValue('Claire Martin');
  const unread = panel.locator(`[data-unread="${noteId}"]`);
  await expect(unread).toContainText('Mme Roux demande son compte rendu.');
  await unread.locator('[data-act=read-out]').click();
  await expect(unread).toHaveCount(0);

  await panel.locator('[data-act=hotline-instructions]').click();
  await lea.page.click('[data-occasion=absent]');
  await lea.page.click('[data-until=evening]');
  await lea.page.click('[data-act=save-instruction]');
  await lea.press('Escape');
  await expect(lea.page.locator('main .strip').filter({ hasText: 'Absent. Prendre un message' })).toBeVisible();
  await lea.unsent(0); // the next that is unsent is the note
  await lea.writeNote({ number: '06 39 98 01 01', matter: 'Note lue, absente jusqu’à ce soir.' });
  caller.hangUp();
  await lea.state('wrap-up');
  await lea.press('Control+Enter');
  await lea.unsent(1);
  await lea.unsent(0, 40_000);

  const notes = await max.rowsOf('note', noteSchema);
  expect(notes.find(({ id }) => id === noteId)).toMatchObject({
    acknowledged: { by: 'Claire Martin' },
    readOut: { by: 'Léa' },
  });
  const taken = notes.find(({ content }) => content.matter.startsWith('Note lue'));
  expect(taken).toMatchObject({ hotline: { standing: 'verified' }, content: { fromWhom: 'Claire Martin' } });
  const instructions = await max.rowsOf('instruction', instructionSchema);
  expect(instructions.some(({ text }) => text.startsWith('Absent. Prendre un message'))).toBe(true);
  const logs = join(dataDir, 'log');
  for (const name of readdirSync(logs)) expect(readFileSync(join(logs, name), 'utf8')).not.toContain(pin);
  await lea.close();
});
