import { expect, test } from 'vitest';
import { writeCall } from '#shared/delivery/call-text.ts';
import { disclose } from '#shared/delivery/privacy.ts';
import { aNote, anAccount, aPerson } from '../../fixtures/delivery.ts';

const jan = aPerson();
const words = (privacy: 'full' | 'who-called' | 'waiting', note = aNote({ urgent: true })) =>
  writeCall(disclose(note, anAccount({ privacy }), jan), '+33639980111').words;

test('[S14] the voice says in the account’s language that an urgent note waits, and which keys there are', () => {
  const call = writeCall(disclose(aNote({ urgent: true }), anAccount(), jan), '+33639980111');
  expect(call).toMatchObject({
    channel: 'telephone',
    to: '+33639980111',
    language: 'nl',
    taken: expect.stringContaining('opgepakt'),
  });
  expect(call.words).toMatch(
    /^Goedendag\. Dit is de telefoonservice van Garage De Boer\. Er wacht een spoednotitie op u\..*Toets 1/,
  );
});

test('no more is said than the privacy level allows', () => {
  expect(words('full')).toMatch(/Transport Vos, Piet Vos.*0 6, 3 9, 9 8, 0 3, 1 1.*De vrachtwagen/);
  expect(words('who-called')).toMatch(/Transport Vos, Piet Vos.*0 6, 3 9/);
  expect(words('who-called')).not.toContain('vrachtwagen');
  expect(words('waiting')).not.toMatch(/Vos|6, 3 9|vrachtwagen/);
});

test('a number of another country is said from its code on; a long matter is cut', () => {
  expect(words('full', aNote({ urgent: true, number: '+31612345678' }))).toContain('3 1, 6 1, 2 3, 4 5, 6 7, 8');
  expect(words('full', aNote({ urgent: true, matter: 'a'.repeat(4000) })).length).toBeLessThan(800);
});

test('the voice leaves out what is written in Chinese characters, which it cannot read', () => {
  const account = anAccount({ language: 'ja', name: '山田建設' });
  const call = writeCall(
    disclose(aNote({ urgent: true, matter: '漏水です', fromWhom: 'やまだ', company: '' }), account, jan),
    '+33639980111',
  );
  expect(call.words).not.toMatch(/\p{Script=Han}/u);
  expect(call.words).toContain('やまださまから');
});
