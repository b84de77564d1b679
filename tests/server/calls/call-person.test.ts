import { expect, test } from 'vitest';
import type { LegPrice } from '#shared/calls/leg-price.ts';
import { anOperator, uuid } from '../../fixtures/telephony.ts';
import { bureau } from './bureau.ts';

const person = {
  id: 'delivery.1',
  accountId: uuid(1),
  number: '+33639980101',
  language: 'fr',
  words: 'Une note vous attend.',
  taken: 'Merci.',
  passedOn: 'Bien.',
} as const;
const channelId = 'alarm-delivery.1';

/** A person's telephone rings; what it comes to is told in `settled`. */
async function ringing(options: Parameters<typeof bureau>[0] = {}, called: Partial<typeof person> = {}) {
  const b = await bureau(options);
  await b.time.pass(6000);
  const settled: [string, LegPrice | null][] = [];
  const state = { end: 'running' };
  b.floor()
    .persons.call({ ...person, ...called }, async (result, price) => void settled.push([result, price]))
    .then(
      () => Object.assign(state, { end: 'over' }),
      (cause: { code?: string }) => Object.assign(state, { end: cause.code ?? 'unknown' }),
    );
  await b.time.pass(10);
  const said = () => b.exchange.asked.flatMap((e) => (e.do === 'play' && e.channelId === channelId ? [e.file] : []));
  const played = () => b.exchange.emit({ t: 'played', channelId, prompt: 'person' });
  const press = (digit: string) => b.exchange.emit({ t: 'digit', channelId, digit });
  return { b, settled, state, said, played, press };
}

test('[S14] the exchange calls, says what waits, takes the key, thanks and hangs up; what was said lies nowhere any more', async () => {
  const { b, settled, state, said, played, press } = await ringing();
  expect(b.exchange.asked.find((e) => e.do === 'dial-person')).toEqual({
    do: 'dial-person',
    channelId,
    number: person.number,
    shown: '+33199000101',
  });
  b.exchange.dialledAnswers(channelId);
  await b.time.pass(10);
  expect(said()).toEqual([person.words]);
  press('1');
  await b.time.pass(10);
  expect(settled).toEqual([['taken', { class: 'mobile', cents: 150, currency: 'EUR' }]]);
  expect(said()).toEqual([person.words, person.taken]);
  expect([...b.spokenOnce]).toEqual([person.words]);
  played();
  await b.time.pass(10);
  expect([state.end, b.exchange.persons.size, b.spokenOnce.size]).toEqual(['over', 0, 0]);
  expect(b.outboundLedger.spent('accountId', uuid(1), '2026-11-19')).toEqual({ legs: 1, cents: 150 });
});

test('[J04] who does not answer costs nothing; who presses nothing hears it twice', async () => {
  const first = await ringing();
  first.b.exchange.dialledGoes(channelId, 'busy');
  await first.b.time.pass(10);
  expect([first.settled, first.state.end]).toEqual([[['busy', null]], 'over']);
  expect(first.b.outboundLedger.spent('accountId', uuid(1), '2026-11-19')).toEqual({ legs: 1, cents: 0 });

  const second = await ringing();
  second.b.exchange.dialledAnswers(channelId);
  for (const _ of [1, 2]) {
    await second.b.time.pass(10);
    second.played();
    await second.b.time.pass(7000);
  }
  await second.b.time.pass(10);
  expect(second.said()).toEqual([person.words, person.words]);
  expect([second.settled[0]?.[0], second.state.end, second.b.exchange.persons.size]).toEqual(['nothing-pressed', 'over', 0]);
});

test.each([
  ['a number at a price', { number: '+33899123456' }, {}],
  ['a limit of the account', {}, { calls: 'none', shownNumber: null, abroad: true, legsPerDay: 0, centsPerDay: 0 }],
] as const)('[J04] %s is not called', async (_, called, outbound) => {
  const options = Object.keys(outbound).length === 0 ? {} : { account: { outbound: outbound as never } };
  const { b, settled, state } = await ringing(options, called as Partial<typeof person>);
  expect([settled, state.end]).toEqual([[['not-allowed', null]], 'over']);
  expect(b.exchange.asked.some((e) => e.do === 'dial-person')).toBe(false);
  expect(b.logged).toContain('person.not_called');
});

test('[S14] a telephone that is forwarded to us is refused, and nobody waits for himself', async () => {
  const { b, settled, state } = await ringing();
  b.exchange.arrive('c1', '+33199000101', '+33199000101');
  await b.time.pass(10);
  expect([settled, state.end]).toEqual([[['forwarded-back-to-us', null]], 'over']);
  expect([b.exchange.callers.size, b.exchange.persons.size]).toEqual([0, 0]);
});

test('[S14] a server that starts anew ends what it finds ringing, and the one that stops says that nobody knows the end', async () => {
  const { b, settled, state } = await ringing();
  b.exchange.dialledAnswers(channelId);
  await b.time.pass(10);
  await b.restart();
  await b.time.pass(10);
  expect([settled, state.end, b.exchange.persons.size]).toEqual([[], 'telephone.interrupted', 0]);
});

test('a lost connection to the exchange interrupts what ran: its events may be missing', async () => {
  const { b, state } = await ringing();
  b.exchange.lose();
  b.exchange.connect();
  await b.time.pass(10);
  expect([state.end, b.exchange.persons.size]).toEqual(['telephone.interrupted', 0]);
});

test('[S14] a telephone that rings is let alone when somebody else has taken the note', async () => {
  const { b, settled, state } = await ringing();
  b.floor().persons.end('delivery.');
  await b.time.pass(10);
  expect([settled, state.end, b.exchange.persons.size]).toEqual([[['not-needed', null]], 'over', 0]);
});

test('an automatic call takes no operator, and callers are served meanwhile', async () => {
  const { b } = await ringing();
  await b.ready();
  b.exchange.arrive('c2', '+33199000101');
  await b.time.pass(10);
  expect(b.state(anOperator().id)).toMatchObject({ state: 'offered' });
});
