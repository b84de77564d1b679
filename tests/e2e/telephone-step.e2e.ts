import type { Ladder } from '../../shared/delivery/ladder.ts';
import { farEnd } from './answering-telephone.ts';
import { signInByHttp } from './api-user.ts';
import { keptOnDevice } from './desk.ts';
import { Portal } from './portal.ts';
import { expect, lines, test } from './world.ts';

const automatic = { by: 'call', dialled: 'automatically', waitSeconds: 600 } as const;
const ladder: Ladder = {
  rounds: 1,
  rungs: [
    { ...automatic, to: { kind: 'turn', turn: 1 } },
    { ...automatic, to: { kind: 'turn', turn: 2 } },
  ],
};

test('[S04][S14] an urgent note telephones: the first passes on with 3, the call to the second outlives the server, 1 takes the note', async ({
  world,
}) => {
  const far = await farEnd(world.instance.trunkPort);
  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const jan = await max.person('Jan de Boer');
  await max.setLadder(jan.accountId, ladder);
  const sofie = await signInByHttp(world.instance.url, 'sofie@permanence.test');
  const portal = await Portal.open(world.instance.url, 'jan.deboer@example.test');
  await keptOnDevice(portal.page);
  const locked = Date.now();
  const noteId = await sofie.lockNote(jan, 'Pech op de A2.', { urgent: true });
  const callTo = async (name: string) =>
    (await max.deliveries(noteId)).find((d) => d.channel === 'telephone' && d.key.includes((name === 'Jan' ? jan : sanne).id));
  const sanne = await max.person('Sanne Visser');

  const first = await far.incoming();
  test.info().annotations.push({ type: 'ms from the note to the ringing telephone', description: String(Date.now() - locked) });
  expect([first.dialled, first.shown]).toEqual(['+33639980111', lines.deBoer]);
  first.answer(800);
  await expect.poll(() => first.level(), { timeout: 15_000 }).toBeGreaterThan(0.002); // the voice speaks
  first.press('3');

  const second = await far.incoming();
  expect(second.dialled).toBe('+33639980112');
  await expect.poll(async () => (await callTo('Jan'))?.problem).toBe('passed-on');
  second.answer(800);
  await expect.poll(() => second.level(), { timeout: 15_000 }).toBeGreaterThan(0.002);
  await world.instance.kill('server');
  const killed = Date.now();
  const again = await far.incoming(60_000);
  test.info().annotations.push({ type: 'ms from the kill to the second attempt', description: String(Date.now() - killed) });
  expect(again.dialled).toBe('+33639980112');
  expect(await second.ended).toBe('BYE');
  again.answer(800);
  await expect.poll(() => again.level(), { timeout: 15_000 }).toBeGreaterThan(0.002);
  again.press('1');
  expect(await again.ended).toBe('BYE');
  expect(await callTo('Sanne')).toMatchObject({ state: 'acknowledged', attempts: 2, price: { cents: 150 } });

  const note = portal.page.locator(`[data-note="${noteId}"]`).first();
  await note.click();
  await expect(portal.page.locator('[data-delivery=telephone][data-delivery-state=acknowledged]')).toContainText('Sanne Visser');
  await expect(portal.page.locator('[data-climb=acknowledged]')).toContainText('Sanne Visser (telefoon)');
  await portal.close();
  far.close();
});
