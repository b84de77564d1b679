import { describe, expect, test } from 'vitest';
import { type Absence, judgeAbsence, type WatchedChannel } from '../../../server/supervisor/judge-absence.ts';

const caller = (id: string, more: Partial<WatchedChannel> = {}): WatchedChannel => ({
  id,
  role: 'caller',
  busy: false,
  answered: false,
  inApplication: true,
  ...more,
});
const leg = (id: string): WatchedChannel => caller(id, { role: 'other' });
const talking = (id: string, ...channels: string[]) => ({ id, hasMusic: false, channels });
const waiting = (id: string, ...channels: string[]) => ({ id, hasMusic: true, channels });
const absence = (more: Partial<Absence>): Absence => ({
  channels: [],
  bridges: [],
  silentForMs: 2_000,
  aloneSince: {},
  now: 100_000,
  playing: [],
  ...more,
});

describe('while the server is silent', () => {
  test.each<{
    name: string;
    given: Partial<Absence>;
    music?: string[];
    quiet?: string[];
    shelter?: string[];
    unattended?: string[];
  }>([
    {
      name: 'a caller alone on a bridge hears music',
      given: { channels: [caller('c')], bridges: [talking('b', 'c')] },
      music: ['b'],
    },
    {
      name: 'nothing happens before 1.5 seconds',
      given: { silentForMs: 1_400, channels: [caller('c')], bridges: [talking('b', 'c')] },
    },
    {
      name: 'a caller who talks with an operator is left alone',
      given: { channels: [caller('c'), leg('o')], bridges: [talking('b', 'c', 'o')], aloneSince: { c: 0 } },
    },
    {
      name: "an operator's leg alone on its bridge hears nothing of ours",
      given: { channels: [leg('o')], bridges: [talking('b', 'o')] },
    },
    {
      name: 'music that plays already is not started again',
      given: { channels: [caller('c')], bridges: [talking('b', 'c')], playing: ['b'], aloneSince: { c: 99_000 } },
    },
    {
      name: 'music ends when an operator has come to the bridge',
      given: { channels: [caller('c'), leg('o')], bridges: [talking('b', 'c', 'o')], playing: ['b'] },
      quiet: ['b'],
    },
    {
      name: 'a bridge for waiting has music of its own',
      given: { channels: [caller('c')], bridges: [waiting('b', 'c')] },
    },
    {
      name: 'after 60 seconds alone on a bridge the apology takes the caller, and the music ends',
      given: { channels: [caller('c')], bridges: [talking('b', 'c')], playing: ['b'], aloneSince: { c: 40_000 } },
      quiet: ['b'],
      unattended: ['c'],
    },
    {
      name: 'after 60 seconds on a bridge for waiting too',
      given: { channels: [caller('c')], bridges: [waiting('b', 'c')], aloneSince: { c: 40_000 } },
      unattended: ['c'],
    },
    {
      name: 'before 60 seconds nobody is taken from a bridge',
      given: { channels: [caller('c')], bridges: [waiting('b', 'c')], aloneSince: { c: 40_001 } },
    },
    {
      name: 'after 10 seconds on no bridge the apology takes the caller',
      given: { channels: [caller('c')], aloneSince: { c: 90_000 } },
      unattended: ['c'],
    },
    {
      name: 'before 10 seconds on no bridge the caller goes on ringing',
      given: { channels: [caller('c')], aloneSince: { c: 90_001 } },
    },
    {
      name: 'an answered caller whose welcome has ended is put on a bridge with music at once',
      given: { channels: [caller('c', { answered: true })] },
      shelter: ['c'],
    },
    {
      name: 'one who is still spoken to hears it to the end',
      given: { channels: [caller('c', { answered: true, busy: true })] },
    },
    {
      name: 'a caller who is recorded or spoken to is not taken away',
      given: { channels: [caller('c', { busy: true })], aloneSince: { c: 0 } },
    },
    {
      name: 'a caller whom the dialplan has already is not taken again',
      given: { channels: [caller('c', { inApplication: false })], aloneSince: { c: 0 } },
    },
    {
      name: 'two callers joined to each other are not alone',
      given: { channels: [caller('c'), caller('d')], bridges: [talking('b', 'c', 'd')], aloneSince: { c: 0, d: 0 } },
    },
  ])('$name', ({ given, music = [], quiet = [], shelter = [], unattended = [] }) => {
    expect(judgeAbsence(absence(given))).toMatchObject({ music, quiet, shelter, unattended });
  });

  test('the wait of a caller is counted from when he was first seen alone', () => {
    const first = judgeAbsence(absence({ channels: [caller('c')], now: 5_000 }));
    expect(first.aloneSince).toEqual({ c: 5_000 });
    const later = judgeAbsence(absence({ channels: [caller('c'), caller('d')], now: 9_000, aloneSince: first.aloneSince }));
    expect(later.aloneSince).toEqual({ c: 5_000, d: 9_000 });
  });
});

test('the apology is asked for once: the wait is counted anew while the exchange lets go of the channel', () => {
  const { aloneSince } = judgeAbsence(absence({ channels: [caller('c')], aloneSince: { c: 90_000 } }));
  expect(judgeAbsence(absence({ channels: [caller('c')], aloneSince, now: 100_500 })).unattended).toEqual([]);
});

test('when the server speaks again all music of the guardian ends and nobody is counted any more', () => {
  const judgement = judgeAbsence(
    absence({ silentForMs: 100, channels: [caller('c')], bridges: [talking('b', 'c')], playing: ['b'], aloneSince: { c: 0 } }),
  );
  expect(judgement).toEqual({ music: [], quiet: ['b'], shelter: [], unattended: [], aloneSince: {} });
});
