import { expect, test } from 'vitest';
import { MissingPart } from '../../../web/ui/missing-part.svelte.ts';
import { settled, virtualTime } from '../../fakes/virtual-time.ts';

const start = '2026-11-30T09:00:00.000Z';

/** A page of which a part did not come. */
async function pageWithout(at: { server: 'there' | 'away'; onCall?: boolean; restartedMsAgo?: number }) {
  const time = virtualTime(start);
  const nowMs = () => Date.parse(time.clock());
  const here = { server: at.server, onCall: at.onCall ?? false, restarts: 0, last: nowMs() - (at.restartedMsAgo ?? 3600_000) };
  const missing = new MissingPart({
    answers: async () => here.server === 'there',
    isOnCall: () => here.onCall,
    restart: () => {
      here.restarts += 1;
    },
    lastRestart: {
      read: () => here.last,
      write: (ms) => {
        here.last = ms;
      },
    },
    nowMs,
    later: time.after,
    random: () => 1,
  });
  missing.notice();
  await settled();
  return { missing, here, time };
}

test('the page restarts at once where the server answers', async () => {
  const { here } = await pageWithout({ server: 'there' });
  expect(here.restarts).toBe(1);
});

test('it waits for a server that is away, and restarts once however many parts are missing', async () => {
  const { missing, here, time } = await pageWithout({ server: 'away' });
  missing.notice();
  await time.pass(60_000);
  expect([missing.state, here.restarts]).toEqual(['server-away', 0]);
  here.server = 'there';
  await time.pass(8_000);
  expect(here.restarts).toBe(1);
});

test('nothing restarts under a call', async () => {
  const { missing, here, time } = await pageWithout({ server: 'there', onCall: true });
  await time.pass(600_000);
  expect([missing.state, here.restarts]).toEqual(['on-call', 0]);
  here.onCall = false;
  await time.pass(8_000);
  expect(here.restarts).toBe(1);
});

test('where the last restart did not help, somebody is asked', async () => {
  const { missing, here, time } = await pageWithout({ server: 'there', restartedMsAgo: 5_000 });
  await time.pass(600_000);
  expect([missing.state, here.restarts]).toEqual(['asks', 0]);
  missing.restart();
  expect(here.restarts).toBe(1);
});
