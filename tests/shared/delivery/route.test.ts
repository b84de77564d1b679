import { describe, expect, test } from 'vitest';
import type { Instruction } from '#shared/accounts/instructions.ts';
import type { Person } from '#shared/accounts/roster.ts';
import { onCallAt } from '#shared/delivery/on-call.ts';
import { noRules, type PersonRules } from '#shared/delivery/person-rules.ts';
import { quietUntil } from '#shared/delivery/quiet-hours.ts';
import type { Rota } from '#shared/delivery/rota.ts';
import { explainedCall, type RouteFacts, recipients, turns, waysTo } from '#shared/delivery/route.ts';
import { anAccount, aPerson, aRoster } from '../../fixtures/delivery.ts';

const zone = 'Europe/Amsterdam';
const at = '2026-11-19T09:42:00.000Z';
const [jan, sanne] = [aPerson(), aRoster()[0] ?? aPerson()];
const withRules = (rules: Partial<PersonRules>, over: Partial<Person> = {}): Person =>
  aPerson({ channels: { email: true, sms: true, push: true }, rules: { ...noRules, ...rules }, ...over });
const facts = (over: Partial<RouteFacts> = {}): RouteFacts => ({
  account: anAccount(),
  roster: [sanne, jan],
  instructions: [],
  forWhom: { kind: 'nobody-named' },
  urgent: false,
  kind: 'message',
  at,
  ...over,
});
const names = (of: RouteFacts) => recipients(of).map(({ person }) => person.name);
const away = (rules: Partial<PersonRules>, until: string | null = null) =>
  withRules(rules, { availability: { state: 'away', text: '', until } });
const instruction = (deliver: Instruction['deliver'], over: Partial<Instruction> = {}): Instruction => ({
  id: '01900000-0000-7000-8000-000000000071',
  accountId: anAccount().id,
  layer: 'temporary',
  position: 1,
  text: 'Vakantie.',
  say: '',
  from: null,
  to: '2026-11-20T00:00:00.000Z',
  deliver,
  changedAt: at,
  ...over,
});

test('[S14] who is called by the ladder’s steps is told so beside the other ways; nobody else is', () => {
  const rung = { by: 'call', to: { kind: 'turn', turn: 1 }, waitSeconds: 60 } as const;
  const ladder = { rounds: 1, rungs: [{ ...rung, dialled: 'automatically' as const }] };
  const calling = facts({ account: anAccount({ ladder }) });
  expect(explainedCall(calling, jan)).toMatchObject([
    { channel: 'telephone', address: jan.mobile, taken: { not: 'only-steps' } },
  ]);
  expect(explainedCall(calling, { ...jan, mobile: null })).toMatchObject([{ taken: { not: 'no-address' } }]);
  expect(explainedCall(facts({ account: anAccount({ ladder: { rounds: 1, rungs: [rung] } }) }), jan)).toEqual([]);
});

describe('who gets the note', () => {
  test('[J10] an absent first person is replaced by the substitute, and it is told whose', () => {
    const of = facts({ roster: [sanne, away({ substituteId: sanne.id })] });
    expect(recipients(of)).toMatchObject([
      { person: { name: sanne.name }, because: { why: 'substitute', of: { name: jan.name } } },
    ]);
  });
  test('who is back at that time gets it himself', () => {
    expect(names(facts({ roster: [sanne, away({ substituteId: sanne.id }, at)] }))).toEqual([jan.name]);
  });
  test('two who replace each other, and a substitute who has left, leave it with the person', () => {
    const absent = { availability: { state: 'away', text: '', until: null } } as const;
    const other = { ...sanne, ...absent, rules: { ...noRules, substituteId: jan.id } };
    expect(names(facts({ roster: [other, away({ substituteId: sanne.id })] }))).toEqual([jan.name]);
    expect(names(facts({ roster: [sanne, away({ substituteId: '01900000-0000-7000-8000-00000000dead' })] }))).toEqual([jan.name]);
  });
  test('[S17] a temporary instruction names others, while it holds and no longer', () => {
    const instructions = [instruction({ to: [sanne.id], bySms: false })];
    const named = { kind: 'person', personId: jan.id } as const;
    expect(names(facts({ instructions, forWhom: named }))).toEqual([sanne.name]);
    expect(names(facts({ instructions, forWhom: named, at: '2026-11-20T00:00:00.000Z' }))).toEqual([jan.name]);
    expect(names(facts({ instructions: [instruction({ to: [sanne.id, jan.id, sanne.id], bySms: false })] }))).toEqual([
      sanne.name,
      jan.name,
    ]);
  });
  test('an instruction that names only people who have left changes nothing', () => {
    const instructions = [instruction({ to: ['01900000-0000-7000-8000-00000000dead'], bySms: false })];
    expect(names(facts({ instructions }))).toEqual([jan.name]);
  });
  test('[I18] for the ladder who is on call comes first, then who gets the note, then the others', () => {
    const rota: Rota = { people: [sanne.id], since: '2026-11-16T08:00', turnDays: 7, duty: [], swaps: [] };
    expect(turns(facts({ account: anAccount({ rota }) })).map((p) => p.name)).toEqual([sanne.name, jan.name]);
    expect(turns(facts()).map((p) => p.name)).toEqual([jan.name, sanne.name]);
  });
});

describe('on which ways', () => {
  const takenOf = (person: Person, over: Partial<RouteFacts> = {}) =>
    Object.fromEntries(waysTo(facts(over), person).map(({ channel, nth, taken }) => [`${channel}${nth}`, taken]));

  test('[S16] a channel for urgent notes only takes no other', () => {
    const person = withRules({ sms: 'urgent' });
    expect(takenOf(person).sms1).toEqual({ not: 'only-urgent' });
    expect(takenOf(person, { urgent: true }).sms1).toBe('now');
  });
  test('[P06] a channel can be for one kind of note; urgent ones take it all the same', () => {
    const person = withRules({ sms: 'voicemails', push: 'messages' });
    expect(takenOf(person)).toMatchObject({ sms1: { not: 'other-kind' }, push1: 'now' });
    expect(takenOf(person, { kind: 'voicemail' })).toMatchObject({ sms1: 'now', push1: { not: 'other-kind' } });
    expect(takenOf(person, { urgent: true }).sms1).toBe('now');
  });
  test('[S12] every further address gets a mail of its own, none twice', () => {
    const person = withRules({ moreEmails: ['kantoor@example.test', jan.email ?? ''] });
    expect(waysTo(facts(), person).map(({ address }) => address)).toEqual([jan.email, 'kantoor@example.test', jan.mobile, null]);
  });
  test('in quiet hours texts and notifications wait, mails do not; nothing urgent waits', () => {
    const person = withRules({ quiet: { from: '20:00', to: '07:00', wholeDays: [] } });
    const night = { at: '2026-11-19T21:00:00.000Z' };
    const until = { from: '2026-11-20T06:00:00.000Z' };
    expect(takenOf(person, night)).toEqual({ email1: 'now', sms1: until, push1: until });
    expect(takenOf(person, { ...night, urgent: true })).toEqual({ email1: 'now', sms1: 'now', push1: 'now' });
  });
  test('[P06] a fax gets what goes by mail, after all other addresses, and waits in quiet hours as it rings', () => {
    const quiet = { from: '20:00', to: '07:00', wholeDays: [] };
    const person = withRules({ fax: '+33199000109', moreEmails: ['kantoor@example.test'], email: 'urgent', quiet });
    expect(takenOf(person).email7).toEqual({ not: 'only-urgent' });
    const all = { ...person, rules: { ...noRules, ...person.rules, email: 'all' as const } };
    const night = { at: '2026-11-19T21:00:00.000Z' };
    expect(takenOf(all, night)).toMatchObject({ email2: 'now', email7: { from: '2026-11-20T06:00:00.000Z' } });
    expect(takenOf(all, { ...night, urgent: true }).email7).toBe('now');
    const byMail = { ...all, channels: { ...all.channels, email: false } };
    expect(takenOf(byMail).email7).toEqual({ not: 'off' });
  });
  test('[S17] "all notes by SMS for that period" opens the SMS of whoever has a number', () => {
    const instructions = [instruction({ to: [], bySms: true })];
    const person = withRules({ sms: 'urgent' }, { channels: { email: true, sms: false, push: false } });
    expect(takenOf(person, { instructions }).sms1).toBe('now');
    expect(takenOf({ ...person, mobile: null }, { instructions }).sms1).toEqual({ not: 'no-address' });
  });
});

describe('quiet hours end', () => {
  const night = { from: '20:00', to: '07:00', wholeDays: [] };
  test.each([
    ['in the evening: the next morning', night, '2026-11-19T20:00:00.000Z', '2026-11-20T06:00:00.000Z'],
    ['before dawn: that morning', night, '2026-11-20T02:00:00.000Z', '2026-11-20T06:00:00.000Z'],
    ['at their end: not quiet', night, '2026-11-20T06:00:00.000Z', null],
    ['by day: not quiet', night, '2026-11-20T10:00:00.000Z', null],
    ['a lunch hour', { from: '12:00', to: '13:30', wholeDays: [] }, '2026-11-20T11:15:00.000Z', '2026-11-20T12:30:00.000Z'],
    [
      'the weekend and the nights around it',
      { ...night, wholeDays: [6, 7] },
      '2026-11-20T19:30:00.000Z',
      '2026-11-23T06:00:00.000Z',
    ],
    ['the night in which the clock goes forward', night, '2027-03-27T22:00:00.000Z', '2027-03-28T05:00:00.000Z'],
    ['the night in which it goes back', night, '2026-10-24T20:00:00.000Z', '2026-10-25T06:00:00.000Z'],
    ['until midnight', { from: '18:00', to: '24:00', wholeDays: [] }, '2026-11-20T19:00:00.000Z', '2026-11-20T23:00:00.000Z'],
    ['never, when they begin where they end', { from: '08:00', to: '08:00', wholeDays: [] }, '2026-11-20T12:00:00.000Z', null],
  ])('%s', (_, quiet, when, end) => {
    expect(quietUntil(quiet, zone, when)).toBe(end);
  });
});

describe('[I18] on call', () => {
  const rota: Rota = { people: [jan.id, sanne.id], since: '2026-10-19T08:00', turnDays: 7, duty: [], swaps: [] };
  test.each([
    ['before the first handover nobody', '2026-10-19T05:59:00.000Z', null],
    ['the first one', '2026-10-19T06:00:00.000Z', jan.id],
    ['until the handover of the night in which the clock went back', '2026-10-26T06:59:00.000Z', jan.id],
    ['then the next, at eight by the clock', '2026-10-26T07:00:00.000Z', sanne.id],
    ['and the first again', '2026-11-02T07:00:00.000Z', jan.id],
    ['after the clock went forward the handover is at eight too', '2027-03-29T05:59:00.000Z', jan.id],
    ['so it is', '2027-03-29T06:00:00.000Z', sanne.id],
  ])('%s', (_, when, who) => {
    expect(onCallAt(rota, zone, when)).toBe(who);
  });

  test('a shift over midnight belongs to the day on which it begins', () => {
    const nights: Rota = { ...rota, people: [jan.id], duty: [{ day: 5, from: '22:00', to: '06:00' }] };
    expect(onCallAt(nights, zone, '2026-11-20T20:59:00.000Z')).toBeNull();
    expect(onCallAt(nights, zone, '2026-11-20T21:00:00.000Z')).toBe(jan.id);
    expect(onCallAt(nights, zone, '2026-11-21T04:59:00.000Z')).toBe(jan.id);
    expect(onCallAt(nights, zone, '2026-11-21T05:00:00.000Z')).toBeNull();
    expect(onCallAt(nights, zone, '2026-11-20T04:00:00.000Z')).toBeNull();
  });

  test('who takes over is on call for that time, also where nobody would be', () => {
    const swaps = [{ personId: sanne.id, from: '2026-10-20T06:00:00.000Z', to: '2026-10-21T06:00:00.000Z' }];
    expect(onCallAt({ ...rota, swaps }, zone, '2026-10-20T06:00:00.000Z')).toBe(sanne.id);
    expect(onCallAt({ ...rota, swaps }, zone, '2026-10-21T06:00:00.000Z')).toBe(jan.id);
  });
});
