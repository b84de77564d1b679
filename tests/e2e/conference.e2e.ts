import { type FarEnd, farEnd } from './answering-telephone.ts';
import type { Desk } from './desk.ts';
import type { Telephone } from './telephone.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });
let far: FarEnd;
test.beforeAll(async ({ world }) => {
  far = await farEnd(world.instance.trunkPort);
});
test.afterAll(() => far.close());

/** What each of them says, Hz. */
const tones = { caller: 600, third: 800, operator: 1000 } as const;
const all = Object.values(tones);
type Third = Awaited<ReturnType<FarEnd['incoming']>>;

/** Waits until the three hear these tones, and no other of the three. */
const hearing = (
  who: { readonly lea: Desk; readonly paul: Telephone; readonly claire: Third },
  expected: Record<string, readonly number[]>,
) =>
  expect
    .poll(
      async () => ({
        caller: all.filter((hz) => who.paul.heard(Date.now() - 500).share(hz) > 0.15),
        third: all.filter((hz) => who.claire.share(hz) > 0.15),
        operator: await who.lea.hears(all),
      }),
      { timeout: 15_000 },
    )
    .toMatchObject(expected);

test('[P08] three together: all hear each other; the third goes, or the operator, and two go on', async ({ world }) => {
  const lea = await world.desk('lea@permanence.test', tones.operator);
  await lea.ready();
  const paul = await world.call(lines.martin, { from: '+33639980001', toneHz: tones.caller });
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  const consult = async () => {
    await lea.press('F8');
    await expect(lea.page.locator('[name=transfer-to]')).toBeFocused();
    await lea.press('1');
    await lea.state('consulting');
    const claire = await far.incoming();
    claire.answer(tones.third);
    await expect(lea.page.locator('[data-party=talking]')).toBeVisible();
    return claire;
  };
  const first = await consult();
  await lea.press('Shift+F8');
  await expect(lea.page.locator('[data-party=conference]')).toBeVisible();
  await lea.state('talking');
  const together = { caller: [tones.third, tones.operator], third: [tones.caller, tones.operator], operator: [600, 800] };
  await hearing({ lea, paul, claire: first }, together);
  await lea.press('F4');
  expect(await first.ended).toBe('BYE');
  await expect(lea.page.locator('[data-party]')).toBeHidden();
  await hearing({ lea, paul, claire: first }, { caller: [tones.operator], operator: [tones.caller] });

  const second = await consult();
  const togetherAt = Date.now();
  await lea.page.click('[data-act=conference]');
  await hearing({ lea, paul, claire: second }, together);
  await lea.page.click('[data-act=join]');
  await lea.state('wrap-up');
  await hearing({ lea, paul, claire: second }, { caller: [tones.third], third: [tones.caller], operator: [] });
  expect(paul.longestSilence(togetherAt)).toBeLessThan(1000);
  paul.hangUp();
  expect(await second.ended).toBe('BYE');
  await lea.dismiss();
  await lea.close();
});

test('a killed server: the three speak on, and the operator can still leave the two', async ({ world }) => {
  const lea = await world.desk('lea@permanence.test', tones.operator);
  await lea.ready();
  const paul = await world.call(lines.martin, { from: '+33639980001', toneHz: tones.caller });
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await lea.press('F8');
  await lea.page.locator('[name=transfer-to]').blur(); // a digit is meant for the choice also when its field has not the focus
  await lea.press('1');
  const claire = await far.incoming();
  claire.answer(tones.third);
  await expect(lea.page.locator('[data-party=talking]')).toBeVisible();
  await lea.press('Alt+j');
  await expect(lea.page.locator('[data-party=conference]')).toBeVisible();
  const together = { caller: [tones.third, tones.operator], third: [tones.caller, tones.operator], operator: [600, 800] };
  await hearing({ lea, paul, claire }, together);
  const killedAt = Date.now();
  await world.instance.kill('server');
  await world.instance.untilReady();
  await lea.state('talking', 30_000);
  await hearing({ lea, paul, claire }, together);
  expect(paul.longestSilence(killedAt)).toBeLessThan(1000);
  await lea.press('F8');
  await lea.state('wrap-up');
  await hearing({ lea, paul, claire }, { caller: [tones.third], third: [tones.caller] });
  claire.hangUp();
  expect(await paul.ended).toMatchObject({ by: 'them' });
  await lea.dismiss();
  await lea.close();
});
