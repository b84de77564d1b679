import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

test('[P04][S03][J07] a call becomes a delivered note: greeting before answering, both voices heard, mail and SMS, read and acknowledged', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();

  const caller = await world.call(lines.martin, { from: '+33639980001', toneHz: 600 });
  await caller.ringing;
  await lea.state('offered');
  await expect(lea.page.getByText('Cabinet du docteur Martin').first()).toBeVisible();
  await expect(lea.page.getByText('Paul Durand').first()).toBeVisible();
  await expect(lea.page.locator('[name=for-whom]')).toBeFocused();

  await lea.press('F2');
  await lea.state('talking');
  await caller.answered;
  await caller.hears(1000);
  await expect.poll(() => lea.heardHz(), { timeout: 10_000 }).toBeCloseTo(600, -2);

  await lea.press('F4');
  await lea.state('held');
  await expect.poll(() => caller.heard().share(1000)).toBeLessThan(0.2);
  expect(caller.heard().level).toBeGreaterThan(0.002);
  await lea.press('F4');
  await lea.state('talking');
  await caller.hears(1000);

  await lea.writeNote({ forWhom: '1', matter: 'Demande si ses résultats sont arrivés.' });
  caller.hangUp();
  await lea.state('wrap-up');
  await expect(lea.page.locator('[name=matter]')).toHaveValue('Demande si ses résultats sont arrivés.');
  await lea.press('Control+Enter');
  await lea.unsent(1);
  await lea.unsent(0);
  await lea.state('ready');

  const noteId = await lea.newestNote();
  const mail = await world.post.mail('the mail about the note', (m) => m.text?.includes(noteId) === true);
  expect(mail.recipients).toEqual(['claire.martin@example.test']);
  expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toMatch(/résultats|Durand|639980001/);
  const sms = await world.post.text('the SMS about the note', (t) => t.text.includes(noteId));
  expect(sms.to).toBe('+33639980101');
  expect(sms.text).not.toMatch(/résultats|Durand|639980001/);

  const claire = await Portal.open(world.instance.url, 'claire.martin@example.test');
  await claire.openFirstNote();
  await expect(claire.page.getByText('Demande si ses résultats sont arrivés.')).toBeVisible();
  await claire.page.click('[data-act=ack]');
  await expect(lea.page.locator('[data-note-state=acknowledged]').first()).toBeVisible();
  await claire.close();
  await lea.close();
});

test('[J10] nobody named: the note goes to the first of the roster, in full where the account allows it', async ({ world }) => {
  const sofie = await world.desk('sofie@permanence.test', 900);
  await sofie.ready();
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await sofie.state('talking');
  await caller.hears(900);
  await sofie.page.locator('[name=for-whom]').focus();
  await sofie.press('Enter');
  await sofie.writeNote({ fromWhom: 'Kees Prins', matter: 'Auto staat stil bij Utrecht.' });
  caller.hangUp();
  await sofie.state('wrap-up');
  await sofie.press('Control+Enter');
  const mail = await world.post.mail('the mail about the note', (m) => m.text?.includes('Auto staat stil bij Utrecht.') === true);
  expect(mail.recipients).toEqual(['jan.deboer@example.test']);
  expect(mail.text).toContain('Kees Prins');
  expect(mail.subject).not.toContain('Utrecht');
  const sms = await world.post.text('the SMS about the note', (t) => t.text.includes('Kees Prins') && t.to === '+33639980111');
  expect(sms.text).toContain('+31201234567');
  await sofie.close();
});
