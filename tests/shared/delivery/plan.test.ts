import { describe, expect, test } from 'vitest';
import type { Account } from '#shared/accounts/account.ts';
import type { Person } from '#shared/accounts/roster.ts';
import { stepOf } from '#shared/delivery/delivery-key.ts';
import { noRules } from '#shared/delivery/person-rules.ts';
import { planAdded, planDelivery } from '#shared/delivery/plan.ts';
import type { Note } from '#shared/notes/note.ts';
import { aNote, anAccount, aPerson, aRoster } from '../../fixtures/delivery.ts';

const at = '2026-11-19T09:42:01.000Z';
const plan = (note: Note, account: Account = anAccount(), roster: readonly Person[] = aRoster()) =>
  planDelivery({
    note,
    account,
    roster,
    instructions: [],
    at,
    publicUrl: 'https://notes.example.test',
    idOf: (key) => `id of ${key}`,
  });
const everything = (planned: ReturnType<typeof plan>) => JSON.stringify(planned.map((p) => p.message));

test('[J10] when nobody is named, the note goes to the first person of the roster', () => {
  expect(plan(aNote()).map((p) => p.delivery.personId)).toEqual([aPerson().id, aPerson().id]);
});

test('[J11] a named person gets the note, and nobody else', () => {
  const sanne = aRoster()[0];
  const planned = plan(aNote({ forWhom: { kind: 'person', personId: sanne?.id ?? '' } }));
  expect(new Set(planned.map((p) => p.delivery.personId))).toEqual(new Set([sanne?.id]));
});

test('a person who has left the roster is replaced by the first one', () => {
  const gone = '01900000-0000-7000-8000-00000000dead';
  expect(plan(aNote({ forWhom: { kind: 'person', personId: gone } }))[0]?.delivery.personId).toBe(aPerson().id);
});

test('the channels are those that the person has on and can be reached by', () => {
  const channels = (person: Partial<Person>) => plan(aNote(), anAccount(), [aPerson(person)]).map((p) => p.delivery.channel);
  expect(channels({})).toEqual(['email', 'sms']);
  expect(channels({ channels: { email: true, sms: true, push: true } })).toEqual(['email', 'sms', 'push']);
  expect(channels({ email: null })).toEqual(['sms']);
  expect(channels({ mobile: null, channels: { email: false, sms: true, push: false } })).toEqual([]);
});

test('a delivery is queued under the key note:step:person:channel', () => {
  const [mail] = plan(aNote());
  const key = `${aNote().id}:1:${aPerson().id}:email`;
  expect(mail?.delivery).toMatchObject({ id: `id of ${key}`, key, state: 'queued', attempts: 0, queuedAt: at });
});

test.each(['wrong-number', 'hung-up'] as const)('[P25] a call that was a %s is not reported', (disposition) => {
  expect(plan(aNote({ disposition }))).toEqual([]);
});

test('[J12] the report of a test call is marked TEST on every channel', () => {
  const person = aPerson({ channels: { email: true, sms: true, push: true } });
  const texts = plan(aNote({ disposition: 'test-call' }), anAccount(), [person]).map((p) => JSON.stringify(p.message));
  expect(texts).toHaveLength(3);
  for (const text of texts) expect(text).toContain('TEST');
});

test('at the level "waiting" nothing of the caller leaves on any channel', () => {
  const person = aPerson({ channels: { email: true, sms: true, push: true } });
  const planned = plan(aNote(), anAccount({ privacy: 'waiting' }), [person]);
  expect(planned).toHaveLength(3);
  expect(everything(planned)).not.toMatch(/Vos|39980311|vrachtwagen/);
  expect(everything(planned)).toContain('Er staat een notitie voor u klaar.');
});

test('at the level "who called" the caller leaves and the matter does not', () => {
  const person = aPerson({ channels: { email: true, sms: true, push: true } });
  const planned = plan(aNote(), anAccount({ privacy: 'who-called' }), [person]);
  for (const { message } of planned) expect(JSON.stringify(message)).toContain('Piet Vos');
  expect(everything(planned)).not.toContain('vrachtwagen');
});

test.each([
  ['full', 'rec'],
  ['who-called', null],
  ['waiting', null],
] as const)('a voicemail at the level "%s" is attached: %s', (privacy, attached) => {
  const recordingId = '01900000-0000-7000-8000-000000000051';
  const note = aNote({ matter: '' }, { kind: 'voicemail', voicemail: { recordingId, seconds: 12 } });
  const [mail] = plan(note, anAccount({ privacy }));
  expect(mail?.message).toMatchObject({ channel: 'email', recordingId: attached && recordingId });
});

test('[S12] a person’s further addresses have deliveries of their own; what waits for the end of quiet hours says until when', () => {
  const rules = {
    ...noRules,
    moreEmails: ['kantoor@example.test'],
    quiet: { from: '10:00', to: '12:00', wholeDays: [] },
  };
  const planned = plan(aNote(), anAccount(), [aPerson({ rules })]);
  expect(planned.map(({ delivery }) => delivery.key.split(':')[3])).toEqual(['email', 'email.2', 'sms']);
  expect(planned[1]?.delivery.address).toBe('kantoor@example.test');
  expect(planned[1]?.message).toMatchObject({ to: 'kantoor@example.test' });
  expect(planned.map(({ delivery }) => delivery.notBefore)).toEqual([undefined, undefined, '2026-11-19T11:00:00.000Z']);
});

describe('something is added to a note', () => {
  const addendum = { id: 'a1', at, by: 'Sofie', text: 'Het zijn vier banden.' };
  const added = (account: Account, note = aNote()) =>
    planAdded(
      { note, account, roster: aRoster(), instructions: [], at, publicUrl: 'https://notes.example.test', idOf: (key) => key },
      addendum,
    );

  test('it reaches whoever gets the note, once on each channel, and the mail answers the note’s own', () => {
    const planned = added(anAccount());
    expect(planned.map(({ delivery }) => [delivery.personId, delivery.channel, stepOf(delivery)])).toEqual([
      [aPerson().id, 'email', 'added-a1'],
      [aPerson().id, 'sms', 'added-a1'],
    ]);
    const headers = { 'X-Permanence-Kind': 'added', 'In-Reply-To': expect.stringContaining('.1.') };
    expect(planned[0]?.message).toMatchObject({ text: expect.stringContaining('Het zijn vier banden.'), headers });
  });

  test.each(['who-called', 'waiting'] as const)('at the privacy level %s its text stays in the portal', (privacy) => {
    expect(added(anAccount({ privacy }))).toHaveLength(2);
    expect(JSON.stringify(added(anAccount({ privacy })))).not.toContain('banden');
  });

  test('a text message never carries it, and below a wrong number’s note it tells nobody', () => {
    const [, sms] = added(anAccount());
    expect(sms?.message).toMatchObject({ channel: 'sms', text: expect.not.stringContaining('banden') });
    expect(added(anAccount(), aNote({ disposition: 'wrong-number' }))).toEqual([]);
  });
});
