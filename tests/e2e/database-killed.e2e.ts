import { join } from 'node:path';
import { readText } from '../../server/supervisor/json-file.ts';
import { signInByHttp } from './api-user.ts';
import type { Instance } from './instance.ts';
import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

/** The longest time that a caller may hear nothing, ms [F2]. */
const longestSilenceMs = 5_000;

/** kill -9 of PostgreSQL, which stays away: the supervisor, who would start it again, is stopped until `back`. */
async function takeDatabaseAway(instance: Instance): Promise<{ back(): Promise<void> }> {
  instance.supervisor.signal('SIGSTOP');
  await instance.kill('postgres');
  return {
    async back() {
      instance.supervisor.signal('SIGCONT');
      await instance.untilReady();
    },
  };
}

test('kill -9 of the database: talking, waiting, new calls and the note go on, and all is written once when it is back', async ({
  world,
}) => {
  const lea = await world.desk('lea@permanence.test', 1000);
  await lea.ready();
  const talking = await world.call(lines.martin, { from: '+33639981011', toneHz: 600 });
  await lea.state('offered');
  await lea.press('F2');
  await talking.hears(1000);
  const waiting = await world.call(lines.martin, { from: '+33639981012', toneHz: 700 });
  await waiting.answered;

  const killedAt = Date.now();
  const database = await takeDatabaseAway(world.instance);
  await talking.hears(1000);
  await expect.poll(() => lea.heardHz()).toBeCloseTo(600, -2);
  const late = await world.call(lines.martin, { from: '+33639981013', toneHz: 800 });
  await late.ringing;
  await lea.writeNote({ forWhom: '1', fromWhom: 'Paul Durand', matter: 'Écrit pendant la panne.' });
  const talkingSilence = talking.longestSilence(killedAt);
  talking.hangUp();
  await lea.state('wrap-up');
  await lea.press('Control+Enter');
  await lea.state('offered');
  await lea.press('F2');
  await waiting.hears(1000);
  await lea.unsent(1);
  await late.answered;
  const silence = { talking: talkingSilence, waiting: waiting.longestSilence(killedAt) };
  late.hangUp();

  await database.back();
  await lea.unsent(0, 40_000);
  const noteId = await lea.newestNote();
  await world.post.mail('the mail about the note', (m) => m.text?.includes(noteId) === true, 40_000);
  waiting.hangUp();
  await lea.dismiss();
  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const rowOf = async (caller: string) => (await max.callsFrom(caller)).filter((call) => call.endedAt !== null);
  await expect.poll(() => rowOf('+33639981012')).toMatchObject([{ outcome: 'handled', disposition: 'wrong-number' }]);
  expect(await rowOf('+33639981011')).toMatchObject([{ outcome: 'handled', endedBy: 'caller', disposition: 'message' }]);
  expect(await rowOf('+33639981013')).toMatchObject([{ outcome: 'abandoned', endedBy: 'caller' }]);
  expect(world.post.mails.filter((m) => m.text?.includes(noteId) === true)).toHaveLength(1);
  test.info().annotations.push({ type: 'longest silence, ms', description: JSON.stringify(silence) });
  expect(Math.max(silence.talking, silence.waiting)).toBeLessThanOrEqual(longestSilenceMs);
  await lea.close();
});

test('the facts of a call during which the database was away outlive the server too', async ({ world }) => {
  const sofie = await world.desk('sofie@permanence.test');
  const database = await takeDatabaseAway(world.instance);
  const caller = await world.call(lines.deBoer, { from: '+33639981014', toneHz: 600 });
  const aside = () => readText(join(world.instance.dataDir, 'unwritten-calls.jsonl')) ?? '';
  await expect.poll(aside).toContain('+33639981014');
  caller.hangUp();
  await expect.poll(aside).toContain('"outcome":"abandoned"');
  await world.instance.kill('server');
  await database.back();
  const max = await signInByHttp(world.instance.url, 'max@permanence.test');
  const rows = () => max.callsFrom('+33639981014');
  await expect.poll(rows).toMatchObject([{ outcome: 'abandoned', endedBy: 'caller' }]);
  await expect.poll(aside).toBe('');
  await sofie.close();
});
