import { describe, expect, test } from 'vitest';
import { accountSchema } from '#shared/accounts/account.ts';
import { agreementIn } from '#shared/accounts/agreement.ts';
import {
  activationClock,
  applicationFormSchema,
  applicationTrades,
  byUrgency,
  missingStep,
  takesCode,
} from '#shared/accounts/application.ts';
import { applicationDraftSchema, emptyDraft, filled, formOf, formSteps, problemsIn } from '#shared/accounts/application-draft.ts';
import { proposedCountry } from '#shared/accounts/home-country.ts';
import { hoursProblems } from '#shared/accounts/hours-problems.ts';
import { codeMail, welcomeMail } from '#shared/accounts/join-mail.ts';
import { languages } from '#shared/accounts/language.ts';
import { newAccount, trainedToo } from '#shared/accounts/new-account.ts';
import { proposedHours, scriptOfTrade } from '#shared/accounts/trade-proposals.ts';
import { scriptTemplates } from '#shared/notes/script-templates/templates.ts';
import { aForm, anApplication } from '../../fixtures/application.ts';
import { anId } from '../../fixtures/rows.ts';
import { anOperator } from '../../fixtures/telephony.ts';

const read = (typed: string) => (/^\+\d{6,}$/.test(typed) ? typed : null);
const draft = {
  ...emptyDraft({ country: 'FR', timeZone: 'Europe/Paris', language: 'fr' }),
  trade: 'doctor' as const,
  firm: 'SCM des Halles',
  officeNumber: '+33199005500',
  personName: 'Anne Moreau',
  email: ' anne@example.test ',
  mobile: '+33639985500',
  planId: 'calls-50',
  accepted: true,
};

describe('[P02] the form', () => {
  test('is ready with name, hours, greeting and signature proposed where nothing else was written', () => {
    const form = formOf(draft, read, '2026-11-30');
    expect(form).toMatchObject({
      name: 'SCM des Halles',
      openingHours: proposedHours('doctor'),
      greeting: 'SCM des Halles,\nbonjour. {operator} à l’appareil.',
      person: { email: 'anne@example.test' },
      agreement: { version: '2026-11-30', acceptedBy: 'Anne Moreau' },
    });
    for (const step of formSteps) expect(problemsIn(step, draft, read)).toEqual({});
  });

  test.each([
    ['firm', { trade: null }, { trade: 'missing' }],
    ['firm', { firm: ' ' }, { firm: 'missing', name: 'missing' }],
    ['firm', { officeNumber: 'abc' }, { officeNumber: 'no-number' }],
    ['firm', { officeNumber: '' }, { officeNumber: 'missing' }],
    ['firm', { vatNumber: '12' }, { vatNumber: 'no-vat-number' }],
    ['person', { personName: '' }, { personName: 'missing' }],
    ['person', { email: 'anne@' }, { email: 'no-email' }],
    ['person', { mobile: '3639' }, { mobile: 'no-number' }],
    ['answering', { greeting: ' ' }, { greeting: 'missing' }],
    ['answering', { openingHours: { kind: 'weekly' as const, periods: [], closedOn: [] } }, { hours: 'hours' }],
    [
      'answering',
      { openingHours: { kind: 'weekly' as const, periods: [{ day: 1, from: '09:00', to: '' }], closedOn: [] } },
      { hours: 'hours' },
    ],
    ['plan', { planId: null }, { plan: 'missing' }],
    ['agreement', { accepted: false }, { accepted: 'missing' }],
    ['agreement', { acceptedBy: '' }, { acceptedBy: 'missing' }],
  ] as const)('on the page %s is not passed with %o', (step, part, problems) => {
    const written = { ...draft, ...part } as typeof draft;
    expect(problemsIn(step, written, read)).toEqual(problems);
    expect(formOf(written, read, '2026-11-30')).toBeNull();
  });

  test('a VAT number goes along as its country writes it; a form that was kept before there was one has none', () => {
    const dutch = { ...draft, country: 'NL' as const, vatNumber: 'nl 1234.56.789.b01' };
    expect(formOf(dutch, read, '2026-11-30')?.vatNumber).toBe('NL123456789B01');
    expect(formOf(draft, read, '2026-11-30')).not.toHaveProperty('vatNumber');
    const { vatNumber: _, ...kept } = draft;
    expect(applicationDraftSchema.parse(kept).vatNumber).toBe('');
  });

  test('takes no time zone that nobody knows', () => {
    expect(applicationFormSchema.safeParse(aForm()).success).toBe(true);
    expect(applicationFormSchema.safeParse({ ...aForm(), timeZone: 'Mars/Olympus' }).success).toBe(false);
  });

  test.each([
    [{ timeZone: 'Europe/Amsterdam', languages: ['en-US'] }, 'NL'],
    [{ timeZone: 'UTC', languages: ['en', 'fr-BE'] }, 'BE'],
    [{ timeZone: 'Asia/Tokyo', languages: ['ja'] }, 'JP'],
    [{ timeZone: 'America/Lima', languages: ['es-PE'] }, 'FR'],
  ])('a browser at %o stands in %s', (browser, country) => {
    expect(proposedCountry(browser)).toBe(country);
  });

  test('a machine without a zone gets its country’s', () => {
    expect(emptyDraft({ country: 'JP', timeZone: 'Etc/UTC', language: 'ja' }).timeZone).toBe('Asia/Tokyo');
  });

  test.each(applicationTrades.flatMap((trade) => languages.map((language) => [trade, language] as const)))(
    '[P01] a %s who speaks %s gets hours and an account that can be kept',
    (trade, language) => {
      const form = aForm({ trade, language, openingHours: proposedHours(trade) });
      const script = scriptOfTrade(scriptTemplates[language], trade);
      const ids = { accountId: anId(), lineId: anId(), personId: anId(), number: '+33199000110', script };
      const { account, person, line } = newAccount(form, ids);
      expect(hoursProblems(proposedHours(trade).periods)).toEqual([]);
      expect(accountSchema.parse(account)).toEqual(account);
      expect(account.privacy === 'waiting').toBe(trade === 'doctor');
      expect(account.script === undefined).toBe(trade === 'other');
      expect([person.position, person.channels, line.number]).toEqual([
        1,
        { email: true, sms: true, push: false },
        '+33199000110',
      ]);
    },
  );

  test('nothing is filled in over what was written', () => {
    const own = { ...draft, name: 'Docteur Anne', greeting: 'Allô', openingHours: { kind: 'always' as const } };
    expect(filled(own)).toMatchObject({ name: 'Docteur Anne', greeting: 'Allô', openingHours: { kind: 'always' } });
  });
});

describe('on the floor', () => {
  const at = (time: string) => `2026-11-22T${time}:00.000Z`;

  test.each([
    [{ confirmedAt: null, liveAt: null }, at('12:00'), null],
    [{ confirmedAt: at('11:00'), liveAt: null }, at('12:00'), { ms: 3600_000, isLate: false }],
    [{ confirmedAt: at('11:00'), liveAt: null }, at('12:01'), { ms: 3660_000, isLate: true }],
    [{ confirmedAt: at('11:00'), liveAt: at('11:03') }, at('18:00'), { ms: 180_000, isLate: false }],
  ])('[S13] the clock of %o at %s says %o', (application, now, clock) => {
    expect(activationClock(application, now)).toEqual(clock);
  });

  test('[S13] who waits for a number comes first, the longest wait first', () => {
    const [a, b, c, d] = [
      anApplication({ state: 'live' }),
      anApplication({ state: 'waiting', confirmedAt: at('11:10') }),
      anApplication({ state: 'unconfirmed', confirmedAt: null }),
      anApplication({ state: 'waiting', confirmedAt: at('11:09') }),
    ];
    if (!a || !b || !c || !d) throw new Error('four');
    expect(byUrgency([a, b, c, d]).map(({ id }) => id)).toEqual([d.id, b.id, c.id, a.id]);
  });

  test.each([
    ['unconfirmed', false, 'confirmation'],
    ['confirmed', false, 'password'],
    ['waiting', false, 'number'],
    ['live', false, 'first-call'],
    ['live', true, 'nothing'],
  ] as const)('%s with calls %s waits for %s', (state, hasCalls, missing) => {
    expect(missingStep({ state }, hasCalls)).toBe(missing);
  });
});

test.each([
  [{}, '2026-11-23T10:59:59.000Z', true],
  [{}, '2026-11-23T11:00:00.000Z', false],
  [{ wrong: 4 }, '2026-11-22T11:00:00.000Z', true],
  [{ wrong: 5 }, '2026-11-22T11:00:00.000Z', false],
  [{ state: 'confirmed' as const }, '2026-11-22T11:00:00.000Z', false],
])('a code counts for a day and five attempts: %o at %s is %s', (given, now, takes) => {
  expect(takesCode(anApplication({ state: 'unconfirmed', ...given }), now)).toBe(takes);
});

test('an operator is trained once for accounts whose language he speaks', () => {
  const account = { id: anId(), language: 'fr' as const };
  const lea = anOperator({ trainedFor: [] });
  const trained = trainedToo(lea, account);
  expect(trained?.trainedFor).toEqual([account.id]);
  expect(trained && trainedToo(trained, account)).toBeNull();
  expect(trainedToo(lea, { ...account, language: 'ja' })).toBeNull();
});

test.each(languages)('[P02][S01] the mails and the agreement are whole in %s', (language) => {
  const form = aForm({ language });
  const welcome = welcomeMail({ form, number: '+33199000110' }, 'http://localhost/portal');
  expect(welcome.text).toContain('**21*+33199000110#');
  expect(welcome.text).toContain('*21*0199000110#');
  expect(welcome.html).toContain(`lang="${language}"`);
  expect(codeMail(language, { code: '012345', link: 'http://localhost/join#a.b' }).subject).toContain('012345');
  expect(agreementIn(language).clauses).toHaveLength(agreementIn('en').clauses.length);
});
