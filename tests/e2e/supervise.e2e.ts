import type { Desk } from './desk.ts';
import { type FloorPage, openFloor } from './floor.ts';
import type { Telephone } from './telephone.ts';
import { expect, lines, test, type World } from './world.ts';

test.describe.configure({ mode: 'serial' });

/** What each of them says, Hz. */
const tones = { caller: 600, operator: 1000, supervisor: 1400 } as const;
const all = Object.values(tones);

/** Waits until each of them hears these tones, and no other of the three. */
const hearing = (
  who: { readonly lea: Desk; readonly paul: Telephone; readonly max: FloorPage },
  expected: Record<string, readonly number[]>,
) =>
  expect
    .poll(
      async () => ({
        caller: all.filter((hz) => who.paul.heard(Date.now() - 500).share(hz) > 0.15),
        operator: await who.lea.hears(all),
        supervisor: await who.max.hears(all),
      }),
      { timeout: 15_000 },
    )
    .toEqual(expected);

/** Léa talks with a caller; Max sees it on the floor. */
async function talking(world: World) {
  const lea = await world.desk('lea@permanence.test', tones.operator);
  await lea.ready();
  const max = await openFloor(world.instance.url, { toneHz: tones.supervisor });
  const paul = await world.call(lines.martin, { from: '+33639980001', toneHz: tones.caller });
  await lea.state('offered');
  await lea.press('F2');
  await lea.state('talking');
  await expect(max.page.locator('[data-conversation]')).toBeVisible();
  await expect(max.page.locator('[data-conversation] [data-act=listen]')).toHaveAttribute('aria-disabled', 'false');
  const act = (name: string) => max.page.click(`[data-conversation] [data-act=${name}]`);
  const sign = lea.page.locator('[data-listeners]');
  return { lea, max, paul, act, sign };
}

test('a supervisor listens unheard but seen, whispers to the operator alone, joins, and takes the caller over with the note', async ({
  world,
}) => {
  const { lea, max, paul, act, sign } = await talking(world);
  await lea.writeNote({ matter: 'Résultats du laboratoire.' });
  await expect(sign).toBeHidden();
  await act('listen');
  await expect(sign).toHaveAttribute('data-listeners', 'listen');
  await expect(sign).toContainText('listens');
  await hearing({ lea, paul, max }, { caller: [1000], operator: [600], supervisor: [600, 1000] });
  await act('whisper');
  await expect(sign).toHaveAttribute('data-listeners', 'whisper');
  await hearing({ lea, paul, max }, { caller: [1000], operator: [600, 1400], supervisor: [600, 1000] });
  await act('join');
  await expect(sign).toHaveAttribute('data-listeners', 'join');
  await hearing({ lea, paul, max }, { caller: [1000, 1400], operator: [600, 1400], supervisor: [600, 1000] });

  const takenAt = Date.now();
  await act('take-over');
  await lea.state('ready');
  await hearing({ lea, paul, max }, { caller: [1400], operator: [], supervisor: [600] });
  expect(paul.longestSilence(takenAt)).toBeLessThan(1000);
  await expect(max.page.locator('[data-taken=talking] [name=matter]')).toHaveValue('Résultats du laboratoire.');
  await expect(lea.page.locator('[name=matter]')).toBeHidden();
  await max.page.keyboard.press('F4');
  await expect(max.page.locator('[data-taken=held]')).toBeVisible();
  await max.page.keyboard.press('F4');
  await hearing({ lea, paul, max }, { caller: [1400], operator: [], supervisor: [600] });
  paul.hangUp();
  await max.sendTaken('Paul Durand');
  await expect(max.page.locator('[data-note]').first()).toContainText('Paul Durand', { timeout: 20_000 });
  await max.close();
  await lea.close();
});

test('a killed server and a closed page of the supervisor end the listening; the conversation goes on', async ({ world }) => {
  const { lea, max, paul, act, sign } = await talking(world);
  await act('whisper');
  await hearing({ lea, paul, max }, { caller: [1000], operator: [600, 1400], supervisor: [600, 1000] });
  const killedAt = Date.now();
  await world.instance.kill('server');
  await world.instance.untilReady();
  await expect(sign).toBeHidden({ timeout: 30_000 });
  await hearing({ lea, paul, max }, { caller: [1000], operator: [600], supervisor: [] });
  expect(paul.longestSilence(killedAt)).toBeLessThan(1000);
  await expect(max.page.locator('[data-conversation]')).toBeVisible();
  await act('whisper');
  await hearing({ lea, paul, max }, { caller: [1000], operator: [600, 1400], supervisor: [600, 1000] });
  await max.close();
  await expect(sign).toBeHidden();
  await expect.poll(() => lea.hears(all)).toEqual([600]);
  paul.hangUp();
  await lea.dismiss();
  await lea.close();
});
