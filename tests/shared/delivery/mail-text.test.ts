import { expect, test } from 'vitest';
import type { Language } from '#shared/accounts/account.ts';
import { languages } from '#shared/accounts/language.ts';
import { writeMail } from '#shared/delivery/mail-text.ts';
import { disclose } from '#shared/delivery/privacy.ts';
import { aNote, anAccount, aPerson } from '../../fixtures/delivery.ts';

const to = { address: 'jan.deboer@example.test', key: 'n:1:p:email', link: 'https://notes.example.test/portal/notes/n' };
const mailOf = (content: Parameters<typeof aNote>[0] = {}, language: Language = 'nl') =>
  writeMail(disclose(aNote(content), anAccount({ language }), aPerson()), to);

test('[J06] the subject is the same for every note of an account and never tells the matter', () => {
  const subjects = [mailOf(), mailOf({ matter: 'Iets anders' }), mailOf({ urgent: true, disposition: 'test-call' })].map(
    (m) => m.subject,
  );
  expect(new Set(subjects)).toEqual(new Set(['Gespreksnotitie voor Garage De Boer']));
});

test('[P01] what the script asked stands below the matter, with its labels', () => {
  const { text, html } = mailOf({
    criteria: ['Pech onderweg'],
    answers: [{ id: 'plate', label: 'Kenteken & land', value: 'XX-1' }],
  });
  expect(text).toContain('\nSpoed omdat: Pech onderweg\nKenteken & land: XX-1\nTijd');
  expect(html).toContain('Kenteken &amp; land');
});

test('[J07] the text has the fixed fields, one a line, with the time of the account’s zone', () => {
  const { text } = mailOf();
  expect(text.split('\n').slice(0, 7)).toEqual([
    'Voor: niemand genoemd (Jan de Boer)',
    'Van: Transport Vos, Piet Vos',
    'Nummer: +33639980311',
    'Terugbellen: graag terugbellen',
    'Onderwerp: De vrachtwagen staat stil op de A2.',
    expect.stringMatching(/^Tijd: donderdag 19 november 2026.*10:42:00/),
    'Aangenomen door: Sofie',
  ]);
  expect(text).toContain(to.link);
});

test('the Message-ID comes from the delivery’s key, so a retry repeats it', () => {
  expect(mailOf().messageId).toBe('<n.1.p.email@notes.example.test>');
});

test('what the caller said is escaped in HTML', () => {
  const { html } = mailOf({ matter: '<img src=x onerror=alert(1)> & "so"' });
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;so&quot;');
});

test('what anybody typed is escaped in HTML: caller, company, recipient, operator', () => {
  const evil = '"><script>alert(1)</script>';
  const note = aNote({ fromWhom: evil, company: evil }, { handledBy: evil });
  const { html } = writeMail(disclose(note, anAccount({ name: evil }), aPerson({ name: evil })), to);
  expect(html).not.toContain('<script');
  expect(html.split('&lt;script&gt;')).toHaveLength(5);
});

test.each(languages)('a mail in %s has its language and all its fields', (language) => {
  const mail = mailOf({}, language);
  expect(mail.html).toContain(`lang="${language}"`);
  for (const value of ['Piet Vos', '+33639980311', 'vrachtwagen', 'Sofie']) expect(mail.text).toContain(value);
});

test('headers let filters sort without reading the text', () => {
  expect(mailOf({ urgent: true }).headers).toMatchObject({
    'X-Permanence-Note': aNote().id,
    'X-Permanence-Urgent': 'yes',
    'X-Permanence-Test': 'no',
    'Auto-Submitted': 'auto-generated',
  });
});
