import { describe, expect, test } from 'vitest';
import { languages } from '#shared/accounts/language.ts';
import type { ClientCall } from '#shared/calls/client-call.ts';
import { type DigestFacts, writeDigest } from '#shared/delivery/digest-text.ts';
import { digestDue, digestSince } from '#shared/delivery/digest-time.ts';
import { aNote, anAccount, aRoster } from '../../fixtures/delivery.ts';

const zone = 'Europe/Amsterdam';

describe('[I07] the overview is due once a day, by the account’s clock', () => {
  test.each([
    ['today, when its hour is to come', '18:00', '2026-11-19T09:00:00.000Z', '2026-11-19T17:00:00.000Z'],
    ['tomorrow, when it has come', '18:00', '2026-11-19T17:00:00.000Z', '2026-11-20T17:00:00.000Z'],
    ['an hour later where the clock skips it', '02:30', '2027-03-27T12:00:00.000Z', '2027-03-28T01:30:00.000Z'],
    ['the day after that at its hour', '02:30', '2027-03-28T01:30:00.000Z', '2027-03-29T00:30:00.000Z'],
    ['at the first of the two in autumn', '02:30', '2026-10-24T12:00:00.000Z', '2026-10-25T00:30:00.000Z'],
    ['and not at the second', '02:30', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
  ])('%s', (_, at, after, due) => {
    expect(digestDue({ at }, zone, after)).toBe(due);
  });

  test('in two years it is due on every date once, and tells of the time since the one before', () => {
    for (const at of ['00:00', '02:30', '18:00', '23:59']) {
      let due = digestDue({ at }, zone, '2026-01-01T00:00:00.000Z');
      for (let day = 0; day < 730; day++) {
        const next = digestDue({ at }, zone, due);
        expect(digestSince({ at }, zone, next)).toBe(due);
        due = next;
      }
      expect(due.slice(0, 10) >= '2027-12-31').toBe(true);
    }
  });
});

const call = (over: Partial<ClientCall> = {}): ClientCall => ({
  id: '01900000-0000-7000-8000-000000000061',
  accountId: anAccount().id,
  lineId: '01900000-0000-7000-8000-000000000051',
  kind: 'in',
  caller: '+33639980311',
  arrivedAt: '2026-11-19T09:40:00.000Z',
  answeredAt: '2026-11-19T09:40:05.000Z',
  endedAt: '2026-11-19T09:42:00.000Z',
  outcome: 'handled',
  waitedSeconds: 5,
  disposition: 'message',
  billable: true,
  ...over,
});
const missed = call({ answeredAt: null, outcome: 'abandoned', billable: false });
const facts = (over: Partial<DigestFacts> = {}): DigestFacts => ({
  account: anAccount(),
  roster: aRoster(),
  notes: [aNote()],
  calls: [call(), missed, call({ arrivedAt: '2026-11-18T09:40:00.000Z', answeredAt: '2026-11-18T09:40:05.000Z' })],
  contract: undefined,
  since: '2026-11-18T17:00:00.000Z',
  due: '2026-11-19T17:00:00.000Z',
  link: 'https://notes.example.test/portal',
  ...over,
});

test('[I07] it counts the day’s calls and notes, the callbacks that are open, and the month so far', () => {
  const { text } = writeDigest(facts());
  expect(text).toContain('Oproepen: 2, waarvan 1 aangenomen, 0 op voicemail, 1 eerder opgehangen');
  expect(text).toContain('Notities: 1');
  expect(text).toContain('Nog terug te bellen: 1');
  expect(text).toContain('Deze maand: 2 van 50 gesprekken; In dit tempo 3 aan het eind van de maand: bundel 50.');
  expect(text).toContain('10:42');
  expect(text).toContain('De vrachtwagen staat stil op de A2.');
  expect(text).toContain('niet bevestigd');
});

test('[I07] a day without calls is told too', () => {
  const { text } = writeDigest(facts({ notes: [], calls: [] }));
  expect(text).toContain('Oproepen: Geen gesprekken.');
});

test('a note of another day is not in it; its open callback is counted until somebody calls back', () => {
  const older = aNote({}, { lockedAt: '2026-11-17T09:42:00.000Z' });
  expect(writeDigest(facts({ notes: [older] })).text).toContain('Notities: 0\nNog terug te bellen: 1');
  const done = { ...older, done: { at: older.lockedAt, by: 'Jan' } };
  expect(writeDigest(facts({ notes: [done] })).text).toContain('Nog terug te bellen: 0');
});

test.each([
  ['who-called', /vrachtwagen/, /Piet Vos/],
  ['waiting', /vrachtwagen|Vos|39980311/, /Notities: 1/],
] as const)('above the level "%s" nothing leaves', (privacy, withheld, shown) => {
  const { subject, text, html } = writeDigest(facts({ account: anAccount({ privacy }) }));
  expect(`${subject} ${text} ${html}`).not.toMatch(withheld);
  expect(text).toMatch(shown);
});

test.each(languages)('[J06] in %s the subject is the same every day, and the mail has its language', (language) => {
  const account = anAccount({ language });
  const [one, other] = [writeDigest(facts({ account })), writeDigest(facts({ account, notes: [], calls: [] }))];
  expect(one.subject).toBe(other.subject);
  expect(one.html).toContain(`lang="${language}"`);
});

test('what anybody typed is escaped in HTML', () => {
  const { html } = writeDigest(facts({ notes: [aNote({ matter: '<img src=x onerror=alert(1)>' })] }));
  expect(html).not.toContain('<img');
});
