import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { signInByHttp } from './api-user.ts';
import { openFloor } from './floor.ts';
import { Portal } from './portal.ts';
import { expect, lines, test, type World } from './world.ts';

test.use({ installation: 'writing' }); // the form of an account changes

/** An instruction for now and two messages for the caller: as much as stands above a note. */
async function muchAbove({ instance }: World, caller: { readonly name: string; readonly number: string }): Promise<void> {
  const max = await signInByHttp(instance.url, 'max@permanence.test');
  const { accountId } = await max.person('Jan de Boer');
  const text = 'De brug staat tot vanavond stil; bestellingen komen morgen aan.';
  const instruction = {
    id: randomUUID(),
    accountId,
    layer: 'temporary',
    position: 1,
    text,
    say: text,
    from: null,
    to: null,
  } as const;
  await max.change('saveInstruction', instruction);
  for (const what of ['De offerte is klaar en ligt voor u gereed.', 'De sleutel ligt bij de receptie.']) {
    const card = { id: randomUUID(), accountId, kind: 'message' as const, name: caller.name, numbers: [caller.number] };
    await max.change('saveCard', { ...card, text: what, say: what, personId: null, until: null });
  }
}

/** The outcomes and Send, whole, and nothing of the note under something else, on screens of both sizes. */
async function sendInSight(page: Page): Promise<void> {
  await expect(page.locator('[data-card]')).toHaveCount(2);
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    const row = page.locator('.note').locator('[data-dispo], [type=submit]');
    for (const one of await row.all()) await expect(one).toBeInViewport({ ratio: 1 });
    await expect(page.locator('[name=promised]')).toBeAttached();
    expect(await page.evaluate(covered), `${width} × ${height}`).toEqual([]);
  }
}

/** Runs in the page: texts and fields of the note that another one lies over. */
function covered(): string[] {
  const things = [...document.querySelectorAll('.note :is(label, legend, input, select, textarea, button, .lab, .problem, p)')];
  return things.flatMap((thing) => {
    thing.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = thing.getBoundingClientRect();
    const seen = width > 2 && height > 2 ? document.elementFromPoint(left + width / 2, top + height / 2) : thing;
    const isOwn = seen === null || thing.contains(seen) || seen.contains(thing);
    return isOwn ? [] : [`${thing.outerHTML.slice(0, 80)} under ${seen.outerHTML.slice(0, 80)}`];
  });
}

test('[P01][S04][P27] the form of a trade is chosen with one click; what it asks goes with the note, and texts write themselves', async ({
  world,
}) => {
  const { instance, post } = world;
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const max = await openFloor(instance.url);
  await max.page.locator('a[href="/floor/greetings"]').first().click();
  await max.page.locator('tr', { hasText: 'Garage De Boer' }).locator('a').last().click();
  await max.page.locator('a[href$="/script"]').click();
  await max.page.click('[data-template=craftsman]');
  await expect(max.page.locator('[name=field-label]').first()).toHaveValue('Adres van het werk');
  await max.page.locator('[data-act=add-block]').click();
  await max.page.locator('[name=block-short]').last().fill(';band');
  await max.page.locator('[name=block-text]').last().fill('Vraagt naar | banden.');
  const saved = max.page.waitForResponse((r) => r.url().endsWith('/api/sync/push') && r.ok());
  await max.page.click('[data-act=save-script]');
  await saved;
  await max.close();

  await muchAbove(world, { name: 'Kees Prins', number: '+31201234567' });
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await sofie.state('talking');
  const { page } = sofie;
  await sendInSight(page);
  await page.fill('[name=from-whom]', 'Kees Prins');
  await page.locator('[name=for-whom]').focus();
  await sofie.press('1');
  await sofie.press('Enter');
  await expect(page.locator('[name=number]')).toBeFocused(); // read back, then Enter says so
  await sofie.press('Enter');
  await expect(page.locator('[name=number-verified]')).toBeChecked();
  await expect(page.locator('[data-answer=address]')).toBeFocused();
  await page.keyboard.type('Dam 1');
  await page.locator('[name=matter]').focus();
  await page.keyboard.type(';band');
  const matter = page.locator('[name=matter]');
  await expect(matter).toHaveValue('Vraagt naar  banden.');
  await sofie.press('Control+z');
  await expect(matter).toHaveValue(';band');
  await sofie.press('Backspace');
  await page.keyboard.type('d');
  await page.keyboard.type('vier'); // where the text wants it
  await expect(matter).toHaveValue('Vraagt naar vier banden.');
  await sofie.press('End');
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send('Input.imeSetComposition', { text: '；band', selectionStart: 5, selectionEnd: 5 });
  await expect(matter).toHaveValue('Vraagt naar vier banden.；band'); // nothing while an input method composes
  await keyboard.send('Input.insertText', { text: '；band' });
  await expect(matter).toHaveValue('Vraagt naar vier banden.Vraagt naar  banden.');
  await sofie.press('Control+a');
  await page.keyboard.type('Vraagt naar vier banden.');
  await expect(page.locator('[data-sms]')).toHaveAttribute('data-sms', '1');
  await sofie.press('End');
  await page.keyboard.type(' Antwoord via e-mail');
  await expect(page.locator('[data-unsaid=true]')).toContainText('via e-mail');
  await sofie.press('Alt+a');
  await expect(page.locator('[data-spelling]')).toContainText('Eduard');
  await sofie.press('Escape');
  await page.locator('[name=criterion]').first().check();
  caller.hangUp();
  await sofie.state('wrap-up');
  await sofie.press('Control+Enter');
  await expect(page.locator('[data-answer=work]')).toBeFocused(); // it is required and missing
  await page.keyboard.type('Kozijn');
  await sofie.press('Control+Enter');
  await sofie.unsent(1);
  await sofie.unsent(0);

  const mail = await post.mail('the mail of the note', (m) => m.text?.includes('Adres van het werk: Dam 1') === true);
  expect(mail.text).toContain('Spoed omdat: Lekkage van water of gas');
  const text = await post.text('the SMS of the note', (t) => t.text.includes('Lekkage van water of gas'));
  expect(text.text.startsWith('SPOED')).toBe(true);
  await sofie.press('Control+k');
  await page.locator('[name=find]').pressSequentially('kozijn dam');
  await expect(page.locator('[data-found]')).toHaveCount(1);
  await sofie.press('Escape');

  const jan = await Portal.open(instance.url, 'jan.deboer@example.test');
  await jan.openFirstNote();
  await expect(jan.page.locator('[data-answer=work]')).toContainText('Kozijn');
  await jan.page.goto(`${instance.url}/portal/instructions`);
  await expect(jan.page.locator('[data-script-summary]')).toContainText('Adres van het werk');
  await jan.close();
  await sofie.close();
});
