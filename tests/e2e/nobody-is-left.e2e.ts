import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

test('[P24] two calls at once reach two operators, each hears his own caller', async ({ world }) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await lea.ready();
  await sofie.ready();
  const [dutch, french] = await Promise.all([
    world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 }),
    world.call(lines.martin, { from: '+33639980002', toneHz: 700 }),
  ]);
  await Promise.all([lea.state('offered'), sofie.state('offered')]);
  await Promise.all([lea.press('F2'), sofie.press('F2')]);
  await Promise.all([french.hears(1000), dutch.hears(1300)]);
  await expect.poll(() => lea.heardHz()).toBeCloseTo(700, -2);
  await expect.poll(() => sofie.heardHz()).toBeCloseTo(500, -2);
  french.hangUp();
  dutch.hangUp();
  await Promise.all([lea.dismiss(), sofie.dismiss()]);
  await lea.close();
  await sofie.close();
});

test('an offer not answered goes to the next operator after 8 s', async ({ world }) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await lea.ready();
  await sofie.ready();
  const caller = await world.call(lines.martin, { from: '+33639980002', toneHz: 700 });
  const first = await Promise.race([lea.state('offered').then(() => lea), sofie.state('offered').then(() => sofie)]);
  const second = first === lea ? sofie : lea;
  const offeredAt = Date.now();
  await second.state('offered', 15_000);
  expect(Date.now() - offeredAt).toBeGreaterThan(6_000);
  expect(Date.now() - offeredAt).toBeLessThan(10_000);
  await second.press('F2');
  await caller.hears(second === lea ? 1000 : 1300);
  caller.hangUp();
  await second.dismiss();
  await lea.close();
  await sofie.close();
});

test('[P13][P14] closed: the caller hears when calls are answered, leaves a message, and the client gets it by mail', async ({
  world,
}) => {
  const caller = await world.call(lines.petit, { from: '+33639980002', toneHz: 700 });
  await caller.answered;
  const ended = Date.now();
  await expect.poll(() => caller.heard(ended, Date.now()).level, { timeout: 10_000 }).toBeGreaterThan(0.01);
  const beep = await caller.beep();
  await expect.poll(() => Date.now() - beep, { timeout: 10_000 }).toBeGreaterThan(3_000); // the caller speaks
  caller.hangUp();
  const mail = await world.post.mail(
    'the voicemail mail',
    (m) => m.at > beep && m.recipients.includes('luc.petit@example.test'),
    30_000,
  );
  expect(mail.attachments).toEqual([]);
  expect(mail.text).toContain('/portal/notes/');
});

test('nobody signed in: voicemail at once', async ({ world }) => {
  const caller = await world.call(lines.yamada, { from: '+81312345678', toneHz: 700 });
  await caller.answered;
  caller.hangUp();
  expect(await caller.ended).toEqual({ by: 'us', status: 200 });
});

test('an unknown number is told so and hung up', async ({ world }) => {
  const caller = await world.call('+33199000999');
  expect((await caller.ended).by).toBe('them');
});
