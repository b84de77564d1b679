import { describe, expect, test } from 'vitest';
import { emptyPerson, type PersonDraft, personDraftOf, personOf, personProblems } from '#shared/accounts/person-draft.ts';
import { aPerson } from '../../fixtures/delivery.ts';

const reading = {
  timeZone: 'Europe/Amsterdam',
  read: (typed: string) => (/^\+?\d{6,}$/.test(typed.replaceAll(' ', '')) ? `+${typed.replace(/\D/g, '')}` : null),
};
const draft = (over: Partial<PersonDraft> = {}): PersonDraft => ({
  ...emptyPerson,
  name: 'Jan',
  email: 'jan@example.test',
  ...over,
});

describe('[S11] a person of the roster with channels of his own', () => {
  test.each([
    ['nobody is named', { name: ' ' }, ['name-empty']],
    ['the address is none', { email: 'jan@' }, ['email-wrong']],
    ['email without an address', { email: '' }, ['email-missing']],
    ['SMS without a number', { channels: { email: true, sms: true, push: false } }, ['mobile-missing']],
    ['the number is not possible', { mobile: '12' }, ['mobile-wrong']],
    ['away until no time', { state: 'away', until: 'soon' } as const, ['until-no-time']],
    ['no channel at all is allowed', { email: '', channels: { email: false, sms: false, push: false } }, []],
  ])('%s', (_, over, problems) => {
    expect(personProblems(draft(over), reading)).toEqual(problems);
  });

  test('changed and kept without a word written, he is who he was', () => {
    const person = aPerson({ availability: { state: 'away', text: 'chantier', until: '2026-11-22T13:00:00.000Z' } });
    const written = personDraftOf(person, { timeZone: reading.timeZone, show: (number) => number });
    const of = { ...reading, accountId: person.accountId, fresh: { id: 'x', position: 9 } };
    expect(personOf(written, of)).toEqual(person);
  });

  test('who is free again has no reason and no end left', () => {
    const of = { ...reading, accountId: aPerson().accountId, fresh: { id: aPerson().id, position: 1 } };
    const free = personOf(draft({ state: 'free', text: 'ziek', until: '2026-11-22T14:00' }), of);
    expect(free.availability).toEqual({ state: 'free', text: '', until: null });
  });
});
