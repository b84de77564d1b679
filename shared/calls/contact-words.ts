import type { Contact } from './contact.ts';

/**
 * Titles and polite endings, folded: a caller gives them or not, the directory has them or not.
 * `m` is M., `me` Maître, `w` the first letter of weduwe; 様, さん, 殿, 先生 and 御中 end Japanese names.
 */
const titles = new Set(
  (
    'm mr mme mlle mrs ms miss me maitre dr docteur doctor pr prof professeur professor ' +
    'mevr mevrouw mw dhr heer meneer hr herr frau ing ir'
  ).split(' '),
);
const politeEnding = /(?<=.)(様|さん|さま|殿|先生|御中|氏)$/u;

/** Letters that no accent explains. */
const letters: Readonly<Record<string, string>> = { ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o', đ: 'd', ł: 'l', ı: 'i', ð: 'd', þ: 'th' };
const ownLetters = /[ßœæøđłıðþ]/g;

/** One spelling for all that sound or look alike: small letters without accents, katakana as hiragana, full width as half. */
export function fold(text: string): string {
  const small = text.normalize('NFKC').toLowerCase();
  if (isPlain.test(small)) return small;
  return small
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(ownLetters, (letter) => letters[letter] ?? letter)
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
const isPlain = /^[\u0000-\u007f]*$/;

/** The words under which a contact is found: of the name, its reading and the company, each once. */
export function wordsOf({ name, reading, company }: Pick<Contact, 'name' | 'reading' | 'company'>): string[] {
  const words = [...spoken(name), ...spoken(reading ?? ''), ...spoken(company)];
  const named = words.filter((word) => !titles.has(word));
  return [...new Set((named.length > 0 ? named : words).flatMap(withInnerNames))];
}

/** By what a name stands in order: without its title. */
export function sortName(name: string): string {
  const words = typedWords(name).withoutTitle;
  return words.length > 0 ? words.join(' ') : fold(name);
}

/** What was typed, in words; a title counts only where it may be the beginning of a name, at the end. */
export function typedWords(typed: string): { readonly words: readonly string[]; readonly withoutTitle: readonly string[] } {
  const words = parts(fold(typed));
  const withoutTitle = words.filter((word) => !titles.has(word));
  return { words: words.filter((word, i) => i === words.length - 1 || !titles.has(word)), withoutTitle };
}

/** Words, and those that an apostrophe or hyphen joins as one too: `o'brien`, `brien` and `obrien`. */
function spoken(text: string): string[] {
  return fold(text)
    .split(/\s+/u)
    .flatMap((chunk) => {
      const inside = parts(chunk);
      return inside.length > 1 ? [...inside, inside.join('')] : inside;
    });
}

function parts(folded: string): string[] {
  if (isPlain.test(folded)) return folded.match(/[a-z0-9]+/g) ?? [];
  const words = folded.match(/[\p{L}\p{N}\p{M}ー]+/gu) ?? [];
  return words.map((word) => word.replace(politeEnding, ''));
}

/** Names in kanji and kana are written without a gap: 太郎 is found in 山田太郎. */
function withInnerNames(word: string): string[] {
  if (isPlain.test(word) || !/[\p{Script=Han}\p{Script=Hiragana}]/u.test(word)) return [word];
  const characters = [...word];
  return characters.map((_, i) => characters.slice(i).join(''));
}
