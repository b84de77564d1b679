import { describe, expect, test } from 'vitest';
import { emptyPerson, type PersonDraft, personDraftOf, personOf, personProblems } from '#shared/accounts/person-draft.ts';
import { noRules } from '#shared/delivery/person-rules.ts';
import { emptyRules, rulesDraftOf, rulesOf, rulesProblems } from '#shared/delivery/rules-draft.ts';
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
    expect(personOf(written, of)).toEqual({ ...person, rules: noRules });
  });

  test('who is free again has no reason and no end left', () => {
    const of = { ...reading, accountId: aPerson().accountId, fresh: { id: aPerson().id, position: 1 } };
    const free = personOf(draft({ state: 'free', text: 'ziek', until: '2026-11-22T14:00' }), of);
    expect(free.availability).toEqual({ state: 'free', text: '', until: null });
  });
});

describe('[S12][S16] the rules of a person', () => {
  const draft = { ...emptyRules, moreEmails: ' kantoor@example.test\nkantoor@example.test; balie@example.test ' };

  test('are kept as they were written, each address once', () => {
    expect(rulesOf(draft)).toEqual({ ...noRules, moreEmails: ['kantoor@example.test', 'balie@example.test'] });
    const rules = { ...noRules, sms: 'urgent', quiet: { from: '20:00', to: '07:00', wholeDays: [7] } } as const;
    expect(rulesOf(rulesDraftOf({ ...rules, quiet: { ...rules.quiet, wholeDays: [7] } }))).toEqual(rules);
  });

  test.each([
    ['more-emails-wrong', { moreEmails: 'kantoor' }],
    ['fax-wrong', { fax: '0199000109' }],
    ['more-emails-many', { moreEmails: [1, 2, 3, 4, 5, 6].map((n) => `a${n}@example.test`).join('\n') }],
    ['quiet-no-time', { isQuiet: true, quietFrom: '' }],
    ['quiet-always', { isQuiet: true, quietDays: [1, 2, 3, 4, 5, 6, 7] }],
    ['quiet-always', { isQuiet: true, quietFrom: '08:00', quietTo: '08:00' }],
  ] as const)('%s stands in the way of %o', (problem, over) => {
    expect(rulesProblems({ ...emptyRules, ...over, quietDays: 'quietDays' in over ? [...over.quietDays] : [] })).toEqual([
      problem,
    ]);
  });
});
