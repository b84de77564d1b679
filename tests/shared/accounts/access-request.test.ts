import { expect, test } from 'vitest';
import { writeAccessMail } from '#shared/accounts/access-mail.ts';
import { personAsking } from '#shared/accounts/access-request.ts';
import { browserOfPush, deviceName } from '#shared/accounts/device-name.ts';
import { languages } from '#shared/accounts/language.ts';
import { anAccount, aRoster } from '../../fixtures/delivery.ts';

const [sanne, jan] = aRoster();
const signIn = (email: string, subjectId: string | null | undefined, role = 'person') => ({
  email,
  subjectId: subjectId ?? null,
  role,
});
const janSignsIn = signIn('jan.deboer@example.test', jan?.id);

test.each([
  ['an address of a roster', 'sanne.visser@example.test', [], 'Sanne Visser'],
  ['however it is written', ' Sanne.Visser@Example.test ', [], 'Sanne Visser'],
  ['who signs in with it already', 'jan.deboer@example.test', [janSignsIn], 'Jan de Boer'],
  ['an address that nobody has', 'nobody@example.test', [janSignsIn], undefined],
  ['an operator’s address', 'sofie@permanence.test', [signIn('sofie@permanence.test', 'o', 'operator')], undefined],
  [
    'an operator who is on a roster too: his sign-in stays the bureau’s',
    'sanne.visser@example.test',
    [signIn('sanne.visser@example.test', 'o', 'operator')],
    undefined,
  ],
  [
    'an address that was written over that of somebody who signs in with another',
    'sanne.visser@example.test',
    [signIn('sanne.before@example.test', sanne?.id)],
    undefined,
  ],
  ['a sign-in whose person left the roster', 'gone@example.test', [signIn('gone@example.test', 'left')], undefined],
])('[S07] who asks for access: %s', (_, email, signIns, name) => {
  expect(personAsking(email, { people: aRoster(), signIns })?.name).toBe(name);
});

test('[S07] whose access was taken away gets no link, also with a sign-in of before', () => {
  const people = aRoster().map((person) => ({ ...person, access: 'none' as const }));
  expect(personAsking('jan.deboer@example.test', { people, signIns: [janSignsIn] })).toBeNull();
  expect(personAsking('sanne.visser@example.test', { people, signIns: [] })).toBeNull();
});

test.each(languages)('the mail in %s carries the link and how long it holds', (language) => {
  const link = 'https://notes.example.test/portal/password#token';
  const { subject, text, html } = writeAccessMail(anAccount({ language }), link);
  expect(subject).toContain('Garage De Boer');
  expect(text).toMatch(/30/);
  expect(text).toContain(link);
  expect(html).toContain(`href="${link}"`);
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome',
    'Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge',
    'Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    'Safari',
    'iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    'Chrome',
    'Android',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    'Safari',
    'Mac',
  ],
  ['node', null, null],
])('%s is %s on %s', (agent, browser, system) => {
  expect(deviceName(agent)).toEqual({ browser, system });
});

test.each([
  ['https://fcm.googleapis.com/fcm/send/abc', 'Chrome'],
  ['https://updates.push.services.mozilla.com/wpush/v2/abc', 'Firefox'],
  ['https://web.push.apple.com/abc', 'Safari'],
  ['https://wns2-par02p.notify.windows.com/w/?token=abc', 'Edge'],
  ['https://mozilla.com.evil.example/abc', null],
])('notifications over %s are shown by %s', (endpoint, browser) => {
  expect(browserOfPush(endpoint)).toBe(browser);
});
