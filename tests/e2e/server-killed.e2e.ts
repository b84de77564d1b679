import { signInByHttp } from './api-user.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

/** The longest time that a caller may hear nothing, ms [F2]. */
const longestSilenceMs = 5_000;

test('kill -9 of the server while one caller talks and one waits: nobody is left in silence, the waiting one is served after the restart', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const talking = await world.call(lines.martin, { from: '+33639980001', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await talking.hears(1000);
  const waiting = await world.call(lines.martin, { from: '+33639980002', toneHz: 700 });
  await waiting.answered;
  await expect.poll(() => waiting.heard().level, { timeout: 20_000 }).toBeGreaterThan(0.002);

  const killedAt = Date.now();
  await world.instance.kill('server');
  await world.instance.untilReady();
  await talking.hears(1000);
  await lea.state('talking', 30_000);
  await expect.poll(() => lea.heardHz()).toBeCloseTo(600, -2);
  const silenceTalking = talking.longestSilence(killedAt);
  talking.hangUp();
  await lea.state('wrap-up');
  await lea.writeNote({ forWhom: '1', matter: 'Une note après la coupure.' });
  await lea.press('Control+Enter');
  await lea.state('offered', 30_000);
  await lea.press('F2');
  await waiting.hears(1000);
  const silence = { talking: silenceTalking, waiting: waiting.longestSilence(killedAt) };
  test.info().annotations.push({ type: 'longest silence, ms', description: JSON.stringify(silence) });
  expect(silence.talking).toBeLessThanOrEqual(1_000);
  expect(silence.waiting).toBeLessThanOrEqual(longestSilenceMs);
  waiting.hangUp();
  await lea.close();
});

test('kill -9 of the server while the mail server holds its answer: the mail arrives, at most once more', async ({ world }) => {
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await caller.hears(1300);
  await sofie.writeNote({ forWhom: '2', fromWhom: 'Kees Prins', matter: 'Sleutel ligt bij de buren.' });
  caller.hangUp();
  await sofie.state('wrap-up');
  const { holding, release } = world.post.holdAnswers();
  await sofie.press('Control+Enter');
  await holding;
  await world.instance.kill('server');
  release();
  await world.instance.untilReady();
  const noteId = (await sofie.page.locator('[data-note]').first().getAttribute('data-note')) ?? '';
  const user = await signInByHttp(world.instance.url, 'sofie@permanence.test');
  const emailState = async () => (await user.deliveries(noteId)).find((d) => d.channel === 'email')?.state;
  await expect.poll(emailState, { timeout: 40_000 }).toBe('sent');
  const mails = world.post.mails.filter((m) => m.recipients.includes('sanne.visser@example.test'));
  expect(mails.length).toBeGreaterThanOrEqual(1);
  expect(mails.length).toBeLessThanOrEqual(2);
  expect(new Set(mails.map((m) => m.messageId)).size).toBe(1);
  await sofie.close();
});
