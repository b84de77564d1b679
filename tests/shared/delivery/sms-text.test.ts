import fc from 'fast-check';
import { expect, test } from 'vitest';
import { disclose } from '#shared/delivery/privacy.ts';
import { measureSms, segmentCount, writeSms } from '#shared/delivery/sms-text.ts';
import { aNote, anAccount, aPerson } from '../../fixtures/delivery.ts';

const link = 'https://p.test/portal/notes/01900000-0000-7000-8000-000000000021';
const sms = (content: Parameters<typeof aNote>[0], privacy: 'full' | 'who-called' | 'waiting' = 'full') =>
  writeSms(disclose(aNote(content), anAccount({ privacy }), aPerson()), { number: '+33639980111', key: 'k', link }).text;

test.each([
  ['a', 160, 1],
  ['a', 161, 2],
  ['é', 160, 1],
  ['山', 70, 1],
  ['山', 71, 2],
  ['ê', 71, 2],
])('[P27] %s written %i times takes %i segments', (letter, times, count) => {
  expect(segmentCount(letter.repeat(times))).toBe(count);
});

test('[P27] a long matter is shortened to one text of 160 characters', () => {
  const text = sms({ matter: 'woord '.repeat(100) });
  expect(text.length).toBeLessThanOrEqual(160);
  expect(segmentCount(text)).toBe(1);
  expect(text).toContain('...');
  expect(text.endsWith(link)).toBe(true);
});

test('[P01] why it is urgent comes first, what the script asked last', () => {
  const asked = { criteria: ['Pech onderweg'], answers: [{ id: 'plate', label: 'Kenteken', value: 'XX-123-Y' }] };
  expect(sms({ fromWhom: 'Vos', company: '', matter: 'Staat stil', ...asked })).toContain(
    ': Pech onderweg, Staat stil, Kenteken: XX-123-Y ',
  );
});

test('[P27] what a text costs is measured on the text that leaves', () => {
  const measured = (matter: string, { fromWhom = 'Vos', privacy = 'full' as 'full' | 'waiting' } = {}) => {
    const about = disclose(aNote({ fromWhom, company: '', matter }), anAccount({ privacy }), aPerson());
    return measureSms(about, writeSms(about, { number: '+33639980111', key: 'k', link }));
  };
  const bare = `Vos +33639980311 graag terugbellen: Bel ${link}`.length;
  expect(measured('Bel')).toEqual({ segments: 1, characters: bare, room: 160, alphabet: 'GSM-7', matter: 'whole' });
  expect(measured('€')).toMatchObject({ characters: bare - 1 }); // two places of GSM-7
  expect(measured('Bel', { fromWhom: 'Lê' })).toMatchObject({ segments: 2, room: 134, alphabet: 'UCS-2', matter: 'whole' });
  expect(measured('ê')).toMatchObject({ segments: 1, alphabet: 'GSM-7', matter: 'cut' }); // would have cost a second one
  expect(measured('woord '.repeat(100))).toMatchObject({ segments: 1, matter: 'cut' });
  expect(measured('Bel', { privacy: 'waiting' })).toMatchObject({ matter: 'withheld' });
});

test('a short matter is sent whole', () => {
  expect(sms({ fromWhom: 'Vos', company: '', matter: 'Bel terug' })).toBe(
    `Vos +33639980311 graag terugbellen: Bel terug ${link}`,
  );
});

test('typographic marks do not halve the text', () => {
  expect(segmentCount(sms({ fromWhom: 'Vos', company: '', matter: 'l’auto « rouge »…' }))).toBe(1);
});

test('Japanese takes as many segments as number and link need, and no more', () => {
  const bare = segmentCount(sms({ fromWhom: '鈴木', company: '', matter: '' }));
  expect(segmentCount(sms({ fromWhom: '鈴木', company: '', matter: '見積もりの件でお電話がありました。'.repeat(30) }))).toBe(
    bare,
  );
});

test('"waiting" has one sentence and the link', () => {
  expect(sms({ urgent: true }, 'waiting')).toBe(`SPOED Er staat een notitie voor u klaar. ${link}`);
});

test('[P27] the callback number and the link are never cut, whatever is written', { timeout: 60_000 }, () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 120 });
  fc.assert(
    fc.property(words, words, fc.string({ unit: 'grapheme', maxLength: 600 }), (fromWhom, company, matter) => {
      const text = sms({ fromWhom, company, matter });
      expect(text).toContain('+33639980311');
      expect(text.endsWith(link)).toBe(true);
      expect(segmentCount(text)).toBeLessThanOrEqual(5);
    }),
    { numRuns: 200 },
  );
});
