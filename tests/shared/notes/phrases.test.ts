import { expect, test } from 'vitest';
import { phrasesIn } from '#shared/notes/phrases.ts';

test.each([
  ['fr', 'On lui répondra par e-mail.', ['par e-mail']],
  ['nl', 'Antwoord komt VIA E-MAIL', ['via e-mail']],
  ['ja', 'メールでお返事', ['メールで']],
  ['en', 'Wants a call back', []],
] as const)('[S22] callers are not told that the answer comes by e-mail: %s', (language, text, expected) => {
  expect(phrasesIn(text, language, [])).toEqual(expected);
});

test('what the client wants unsaid is found whatever its case and accents', () => {
  expect(phrasesIn('Le docteur est en CONGES', 'fr', ['en congés'])).toEqual(['en congés']);
});
