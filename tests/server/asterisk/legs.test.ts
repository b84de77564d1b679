import { expect, test } from 'vitest';
import { AriRefused, type AriRequest } from '../../../server/adapters/asterisk/ari.ts';
import { createLegs } from '../../../server/adapters/asterisk/legs.ts';
import type { TelephonyEvent } from '../../../server/ports/telephony.ts';

const lea = 'lea';

/** An exchange that does what it is told, unless a command is to fail once: with a status, or without any answer. */
function exchange() {
  const asked: string[] = [];
  const told: TelephonyEvent[] = [];
  const fails = new Map<string, number | 'no answer'>();
  const request: AriRequest = async (method, path, query) => {
    const command = `${method} ${path.replace(/\d{13}/, 'N')}${query?.channel === undefined ? '' : ` ${String(query.channel).slice(0, 4)}`}`;
    asked.push(command);
    for (const [which, how] of fails) {
      if (!command.startsWith(which)) continue;
      fails.delete(which);
      throw how === 'no answer' ? new Error('timeout') : new AriRefused(method, path, how);
    }
    return path.endsWith('/rtp_statistics') ? { rxcount: asked.length } : null;
  };
  const legs = createLegs({
    request,
    application: 'permanence',
    formats: 'opus',
    nowMs: () => 1_764_500_000_000,
    sipUserOf: async () => 'op-lea',
    emit: (event) => void told.push(event),
  });
  const legId = `leg-${lea}-1764500000000`;
  const echoId = `echo-${lea}-1764500000000`;
  return { asked, told, fails, legs, legId, echoId };
}

/** Léa's leg is up on its bridge. */
async function withLeg() {
  const all = exchange();
  await all.legs.bring(lea);
  await all.legs.up(lea, all.legId);
  await all.legs.pollAll();
  await all.legs.pollAll();
  all.asked.length = 0;
  all.told.length = 0;
  return all;
}

test.each(['DELETE /channels/leg-lea-N/silence', 'POST /channels'])(
  'an echo that failed at “%s” is brought when it is asked for again',
  async (command) => {
    const { legs, fails, asked } = await withLeg();
    fails.set(command, 'no answer');
    await expect(legs.echo(lea, true)).rejects.toThrow('timeout');
    asked.length = 0;
    await legs.echo(lea, true);
    expect(asked).toEqual(['DELETE /channels/leg-lea-N/silence', 'POST /channels']);
  },
);

test.each([409, 'no answer'] as const)(
  'an echo that does not come to the leg’s bridge (%s) is ended, and told to be gone',
  async (how) => {
    const { legs, fails, asked, told, echoId } = await withLeg();
    await legs.echo(lea, true);
    fails.set('POST /bridges/leg-lea/addChannel', how);
    await legs.echoUp(lea, echoId).catch(() => undefined);
    expect(told).toEqual([{ t: 'echo-gone', operatorId: lea }]);
    expect(asked).toContain('DELETE /channels/echo-lea-N');
    await legs.echo(lea, true);
    expect(asked.filter((command) => command === 'POST /channels')).toHaveLength(2);
  },
);

test.each([409, 'no answer'] as const)('a leg that does not come to its bridge (%s) is given up for another', async (how) => {
  const { legs, fails, asked, told, legId } = exchange();
  await legs.bring(lea);
  fails.set('POST /bridges/leg-lea/addChannel', how);
  await legs.up(lea, legId).catch(() => undefined);
  expect(told).toEqual([{ t: 'leg', operatorId: lea, state: 'gone' }]);
  expect(asked).toContain('DELETE /channels/leg-lea-N');
});

test('a leg of which the exchange knows no packets is ended: the telephone would take no other while it is up', async () => {
  const { legs, fails, asked, told } = await withLeg();
  fails.set('GET /channels/leg-lea-N/rtp_statistics', 404);
  await legs.pollAll();
  expect(told).toEqual([{ t: 'leg', operatorId: lea, state: 'gone' }]);
  expect(asked.at(-1)).toBe('DELETE /channels/leg-lea-N');
});

test('a caller who is moved to the leg once more, or came while it was surveyed, is not taken for gone: no silence covers him', async () => {
  const { legs, asked, legId } = await withLeg();
  const lastSilence = () => asked.findLast((command) => command.endsWith('/silence'));
  await legs.admit(lea, 'c1');
  await legs.afterCaller(lea, 'c1');
  await legs.entered(lea, 'c1');
  expect(lastSilence()).toBe('DELETE /channels/leg-lea-N/silence');
  await legs.found({ operatorId: lea, channelId: legId, line: 'page', state: 'on-bridge', guests: [] });
  expect(lastSilence()).toBe('DELETE /channels/leg-lea-N/silence');
  await legs.afterCaller(lea, 'c1');
  await legs.entered(lea, legId); // the leg itself is nobody's guest
  expect(lastSilence()).toBe('POST /channels/leg-lea-N/silence');
});
