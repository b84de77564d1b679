import type { Language } from '../accounts/account.ts';

const table = (words: string): Readonly<Record<string, string>> =>
  Object.fromEntries(words.split(' ').map((word) => [word[0]?.toLowerCase() ?? '', word]));

/** What is said for a letter on the telephone: French and Dutch first names and towns, the international alphabet in English. */
export const letterWords: Readonly<Record<Exclude<Language, 'ja'>, Readonly<Record<string, string>>>> = {
  fr: table(
    'Anatole Berthe Célestin Désiré Eugène François Gaston Henri Irma Joseph Kléber Louis Marcel Nicolas Oscar Pierre Quintal Raoul Suzanne Thérèse Ursule Victor William Xavier Yvonne Zoé',
  ),
  nl: table(
    'Anton Bernhard Cornelis Dirk Eduard Ferdinand Gerard Hendrik Izaak Johan Karel Lodewijk Maria Nico Otto Pieter Quinten Richard Simon Theodor Utrecht Victor Willem Xantippe Ypsilon Zaandam',
  ),
  en: table(
    'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu',
  ),
};

/** The Japanese alphabet of radio and telephone (和文通話表), by katakana. */
export const kanaWords: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'ア朝日 イいろは ウ上野 エ英語 オ大阪 カ為替 キ切手 ククラブ ケ景色 コ子供 サ桜 シ新聞 スすずめ セ世界 ソそろばん',
    'タたばこ チちどり ツつるかめ テ手紙 ト東京 ナ名古屋 ニ日本 ヌ沼津 ネねずみ ノ野原 ハはがき ヒ飛行機 フ富士山 ヘ平和 ホ保険',
    'ママッチ ミ三笠 ム無線 メ明治 モもみじ ヤ大和 ユ弓矢 ヨ吉野 ララジオ リりんご ルるすい レれんげ ロローマ ワわらび ヲ尾張 ンおしまい',
  ]
    .join(' ')
    .split(' ')
    .map((entry) => [entry[0] ?? '', entry.slice(1)]),
);

/** What is said for an accent, by its combining character, and for signs. */
export const signWords: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  fr: {
    '\u0301': 'accent aigu',
    '\u0300': 'accent grave',
    '\u0302': 'accent circonflexe',
    '\u0308': 'tréma',
    '\u0327': 'cédille',
    '-': 'trait d’union',
    "'": 'apostrophe',
    '@': 'arobase',
    '.': 'point',
    _: 'tiret bas',
    '/': 'barre oblique',
    '&': 'et commercial',
  },
  nl: {
    '\u0301': 'accent aigu',
    '\u0300': 'accent grave',
    '\u0302': 'dakje',
    '\u0308': 'trema',
    '\u0327': 'cedille',
    '-': 'koppelteken',
    "'": 'apostrof',
    '@': 'apenstaartje',
    '.': 'punt',
    _: 'laag streepje',
    '/': 'schuine streep',
    '&': 'en-teken',
  },
  en: {
    '\u0301': 'acute',
    '\u0300': 'grave',
    '\u0302': 'circumflex',
    '\u0308': 'diaeresis',
    '\u0327': 'cedilla',
    '-': 'hyphen',
    "'": 'apostrophe',
    '@': 'at sign',
    '.': 'dot',
    _: 'underscore',
    '/': 'slash',
    '&': 'ampersand',
  },
  ja: {
    '\u3099': '濁点',
    '\u309a': '半濁点',
    ー: '長音',
    '-': 'ハイフン',
    '@': 'アットマーク',
    '.': 'ドット',
    _: 'アンダーバー',
    '/': 'スラッシュ',
    '&': 'アンド',
  },
};
