import { type FarEnd, farEnd } from './answering-telephone.ts';
import type { Desk } from './desk.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });
let far: FarEnd;
test.beforeAll(async ({ world }) => {
  far = await farEnd(world.instance.trunkPort);
});
test.afterAll(() => far.close());

/** Runs in the page: every key press that is no text of the note; a chord is one, so modifiers alone do not count. */
function countKeys(): void {
  addEventListener(
    'keydown',
    (e) => {
      const isModifier = ['Control', 'Alt', 'Shift', 'Meta'].includes(e.key);
      const isText = e.key.length === 1 && !e.ctrlKey && !e.altKey && e.target instanceof HTMLTextAreaElement;
      const { dataset } = document.documentElement;
      if (!isModifier && !isText) dataset.keys = `${dataset.keys ?? ''} ${e.key}`;
    },
    true,
  );
}

/** The keys pressed since they were last read. */
const keys = (desk: Desk): Promise<string[]> =>
  desk.page.evaluate(() => {
    const { dataset } = document.documentElement;
    const pressed = (dataset.keys ?? '').trim().split(' ');
    delete dataset.keys;
    return pressed;
  });

/** The server has the next change. */
const pushed = (desk: Desk) => desk.page.waitForResponse((r) => r.url().endsWith('/api/sync/push') && r.ok());

const known = { from: '+33639980001', toneHz: 600 } as const;

test('[budgets] a known caller with a note takes at most 6 keys, a transfer 5, a wrong number 2, a test call 2, without the mouse', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  await lea.page.evaluate(countKeys);
  const offered = async () => {
    const caller = await world.call(lines.martin, known);
    await lea.state('offered');
    await expect(lea.page.locator('[name=for-whom]')).toBeFocused();
    return caller;
  };

  const paul = await offered();
  await lea.press('F2');
  await lea.state('talking');
  await lea.press('1');
  await lea.press('Enter');
  await expect(lea.page.locator('[name=matter]')).toBeFocused();
  await lea.page.keyboard.type('Demande ses résultats.');
  paul.hangUp();
  await lea.state('wrap-up');
  await lea.press('Control+Enter');
  await lea.state('ready');
  expect((await keys(lea)).length, 'a known caller with a note').toBeLessThanOrEqual(6);

  const transferred = await offered();
  await lea.press('F2');
  await lea.state('talking');
  await lea.press('F8');
  await expect(lea.page.locator('[name=transfer-to]')).toBeFocused();
  await lea.press('1');
  await lea.state('consulting');
  const claire = await far.incoming();
  claire.answer(800);
  await expect(lea.page.locator('[data-party=talking]')).toBeVisible();
  await lea.press('F8');
  await lea.state('wrap-up');
  await lea.press('Control+Enter');
  await lea.state('ready');
  expect((await keys(lea)).length, 'a transfer that was connected').toBeLessThanOrEqual(5);
  transferred.hangUp();

  for (const [what, key] of [
    ['a wrong number', 'Alt+w'],
    ['a test call', 'Alt+e'],
  ] as const) {
    const caller = await offered();
    await lea.press('F2');
    await lea.state('talking');
    await lea.press(key);
    caller.hangUp();
    await lea.state('ready');
    expect((await keys(lea)).length, what).toBeLessThanOrEqual(2);
  }
  await lea.close();
});

test('keys are changed by pressing them; what the browser or another command has is refused with the reason; they hold on another device', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  await lea.press('Alt+o');
  const hold = lea.page.locator('[data-command=hold]');
  const first = hold.locator('[data-chord="0"]');
  await first.focus();
  for (const [chord, why] of [
    ['Control+w', 'browser'],
    ['F8', 'Put the caller through'],
    ['Shift+A', 'writes or edits text'],
  ] as const) {
    if ((await first.getAttribute('aria-pressed')) !== 'true') await lea.press('Enter');
    await first.dispatchEvent('keydown', keyEvent(chord));
    await expect(hold.locator('[data-refused]')).toContainText(why);
  }
  const kept = pushed(lea);
  await lea.press('F6');
  await expect(first).toHaveText('F6');
  await kept;
  await lea.press('F1');
  await expect(lea.page.getByRole('dialog')).toContainText('F6');
  await lea.press('Escape');
  const caller = await world.call(lines.martin, known);
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await lea.press('F6');
  await lea.state('held');
  caller.hangUp();
  await lea.dismiss();
  await lea.close();

  const elsewhere = await world.desk('lea@permanence.test', 1000);
  await elsewhere.page.click('[data-act=audio-skip]');
  await expect(elsewhere.page.locator('[data-act=hold] kbd')).toHaveText('F6');
  await elsewhere.press('Alt+o');
  const given = pushed(elsewhere);
  await elsewhere.page.locator('[data-command=hold] [data-act=standard-keys]').click();
  await expect(elsewhere.page.locator('[data-act=hold] kbd')).toHaveText('F4');
  await given;
  await elsewhere.close();
});

/** As a keyboard would send it: Chromium itself acts on some of these chords when they come from a real one. */
function keyEvent(chord: string) {
  const parts = chord.split('+');
  return { key: parts.at(-1) ?? '', ctrlKey: parts.includes('Control'), shiftKey: parts.includes('Shift'), bubbles: true };
}
