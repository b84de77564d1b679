import fc from 'fast-check';
import { expect, test } from 'vitest';
import { htmlText } from '#shared/delivery/html-text.ts';
import { ownWords } from '#shared/delivery/own-words.ts';

const quoted = '> Voor: Jan\n> Van: Piet Vos\n>\n> Notitie openen: https://notes.example.test/portal/notes/n';

test.each([
  ['Gmail in English', `I call him now.\n\nOn Thu, 19 Nov 2026 at 10:42, Permanence <n@example.test> wrote:\n${quoted}\n`],
  [
    'Gmail, attribution over two lines',
    `I call him now.\n\nOn Thu, 19 Nov 2026 at 10:42, Permanence\n<n@example.test> wrote:\n\n${quoted}`,
  ],
  ['Apple in French', `I call him now.\n\nLe 19 nov. 2026 à 10:42, Permanence <n@example.test> a écrit :\n\n${quoted}`],
  ['Gmail in Dutch', `I call him now.\n\nOp do 19 nov 2026 om 10:42 schreef Permanence <n@example.test>:\n\n${quoted}`],
  ['Gmail in Japanese', `I call him now.\n\n2026年11月19日(木) 10:42 Permanence <n@example.test>:\n\n${quoted}`],
  ['Outlook in English', 'I call him now.\n\n-----Original Message-----\nFrom: Permanence\nSent: Thursday\nTo: Jan\n\nVoor: Jan'],
  ['Outlook with a rule', `I call him now.\n\n${'_'.repeat(32)}\nFrom: Permanence\nVoor: Jan`],
  ['Outlook in French', 'I call him now.\n\nDe : Permanence\nEnvoyé : jeudi\nÀ : Jan\nObjet : Note\n\nPour : Jan'],
  ['Outlook in Dutch', 'I call him now.\n\nVan: Permanence\nVerzonden: donderdag\nAan: Jan\nOnderwerp: Notitie\n\nVoor: Jan'],
  ['Outlook in Japanese', 'I call him now.\n\n差出人: Permanence\n送信日時: 2026年11月19日\n宛先: 太郎\n件名: 報告\n\n誰宛'],
  ['a signature', 'I call him now.\n\n-- \nJan de Boer\nGarage De Boer'],
  ['an answer below', `On Thu, 19 Nov 2026, Permanence wrote:\n${quoted}\n\nI call him now.`],
  ['Windows line ends', `I call him now.\r\n\r\n> Voor: Jan\r\n`],
])('of %s only the writer’s own words stay', (_, text) => {
  expect(ownWords(text)).toBe('I call him now.');
});

test('answers between quoted lines stay in their order', () => {
  expect(ownWords('> Nummer: +33639980311\nThat is the old one.\n> Terugbellen: graag\nYes.')).toBe('That is the old one.\nYes.');
});

test('what only looks like a heading stays', () => {
  const text = 'From: the yard I can be there at ten:\n\n2 trucks - one driver\nWe said: no.';
  expect(ownWords(text)).toBe(text);
});

test('nothing but a quotation is no answer', () => {
  expect(ownWords(`On Thu, 19 Nov 2026, Permanence wrote:\n${quoted}\n`)).toBe('');
});

test('HTML gives its text without quotation, styles and scripts', () => {
  const html =
    '<html><head><title>x</title><style>p{}</style></head><body><p>Ik bel hem&nbsp;zo &amp; kom.</p><div>Tot&#32;straks<br>Jan</div><blockquote><p>Voor: Jan<blockquote>ouder</blockquote></p></blockquote><script>alert(1)</script></body></html>';
  expect(htmlText(html)).toBe('Ik bel hem zo & kom.\nTot straks\nJan');
});

test('any text and any HTML come to an end, shorter than they were, without U+0000', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 500, unit: 'binary' }), (text) => {
      expect(ownWords(text).length).toBeLessThanOrEqual(text.length);
      expect(ownWords(text)).not.toContain('\0');
      expect(htmlText(`<p>${text}`).length).toBeLessThanOrEqual(text.length + 3);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['quoted lines', '> a\nb:\n'.repeat(28_000)],
  ['colons', `${'wrote '.repeat(60)}x:\n> q\n`.repeat(500)],
  ['open tags', '<'.repeat(200_000)],
  ['spaces', ' '.repeat(200_000)],
])('as much of %s as is looked at takes a moment', (_, text) => {
  const began = performance.now();
  ownWords(text);
  htmlText(text);
  expect(performance.now() - began).toBeLessThan(1000);
});
