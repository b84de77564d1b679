import type { Language } from '../accounts/account.ts';
import { kanaWords, letterWords, signWords } from './spelling-words.ts';

/** One letter as it is written, and what is said for it; digits and characters without a word are said as they are. */
export type Spelt = { readonly letter: string; readonly said: string };

/** A word letter by letter, as it is spelt on the telephone in the language of the caller. */
export function spell(word: string, language: Language): Spelt[] {
  const letters = [...new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(word.trim())];
  return letters.flatMap(({ segment }) => (segment.trim() === '' ? [] : [{ letter: segment, said: saidFor(segment, language) }]));
}

/** The word around the caret, or what is selected; the empty text when there is none. */
export function wordAt(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  if (start !== end) return text.slice(start, end).trim();
  const before = /[^\s,;:()«»"]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const after = /^[^\s,;:()«»"]*/.exec(text.slice(start))?.[0] ?? '';
  return (before + after).replace(/^[.'’-]+|[.'’-]+$/g, '');
}

function saidFor(letter: string, language: Language): string {
  const [base = '', ...marks] = letter.normalize('NFD').replace('’', "'");
  const signs = signWords[language];
  const said = signs[base] ?? (language === 'ja' ? japanese(base) : letterWords[language][base.toLowerCase()]) ?? base;
  return [said, ...marks.flatMap((mark) => signs[mark] ?? [])].join(', ');
}

/** Hiragana and small kana are said as the kana that they are; Latin letters as in English. */
function japanese(base: string): string | undefined {
  const katakana = base.replace(/[ぁ-ゖ]/, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60));
  const small = 'ァィゥェォッャュョヮ'.indexOf(katakana);
  if (small !== -1) return `小さい${kanaWords['アイウエオツヤユヨワ'[small] ?? ''] ?? katakana}`;
  return kanaWords[katakana] ?? letterWords.en[katakana.toLowerCase()];
}
