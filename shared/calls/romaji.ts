/** Hiragana by their row's consonant (Hepburn), each in the order a i u e o; a space: there is none. */
const rows: Readonly<Record<string, string>> = {
  '': 'あいうえお',
  k: 'かきくけこ',
  g: 'がぎぐげご',
  s: 'さ すせそ',
  z: 'ざ ずぜぞ',
  t: 'た  てと',
  d: 'だ  でど',
  n: 'なにぬねの',
  h: 'はひ へほ',
  b: 'ばびぶべぼ',
  p: 'ぱぴぷぺぽ',
  m: 'まみむめも',
  y: 'や ゆ よ',
  r: 'らりるれろ',
  w: 'わ   ',
};
const others = { し: 'shi', じ: 'ji', ち: 'chi', つ: 'tsu', ぢ: 'ji', づ: 'zu', ふ: 'fu', を: 'o', ん: 'n', ゔ: 'vu', ー: '' };
const letters = new Map<string, string>(Object.entries(others));
for (const [consonant, kana] of Object.entries(rows))
  for (const [i, sign] of [...kana].entries()) if (sign !== ' ') letters.set(sign, `${consonant}${'aiueo'[i]}`);
const small: Readonly<Record<string, string>> = { ゃ: 'ya', ゅ: 'yu', ょ: 'yo', ぁ: 'a', ぃ: 'i', ぅ: 'u', ぇ: 'e', ぉ: 'o' };

/** Kana in Latin letters (Hepburn, long vowels short): たろう is `taro`; null when the word is not kana alone. Folded text only. */
export function romajiOf(kana: string): string | null {
  if (!/^[\u3041-\u3096ー]+$/u.test(kana)) return null;
  let latin = '';
  let doubles = false;
  for (const sign of kana) {
    const added = small[sign];
    if (sign === 'っ') doubles = true;
    else if (added !== undefined)
      latin = latin.replace(/i$|u$/, '') + (/(sh|ch|j)i$/.test(latin) ? added.replace('y', '') : added);
    else {
      const syllable = letters.get(sign) ?? '';
      latin += doubles ? `${syllable.startsWith('ch') ? 't' : (syllable[0] ?? '')}${syllable}` : syllable;
      doubles = false;
    }
  }
  return shortVowels(latin);
}

/** Long vowels as one types them or not: `yuuko`, `yūko` and `yuko`, `satou` and `sato`. */
const shortVowels = (latin: string): string => latin.replace(/ou|oo/g, 'o').replace(/uu/g, 'u');

/** The other spelling of the same sounds (Kunrei): `si` for `shi`, `tu` for `tsu`; null when it is the same. */
export function kunreiOf(hepburn: string): string | null {
  const other = hepburn
    .replace(/shi/g, 'si')
    .replace(/chi/g, 'ti')
    .replace(/tsu/g, 'tu')
    .replace(/fu/g, 'hu')
    .replace(/ji/g, 'zi')
    .replace(/sh/g, 'sy')
    .replace(/ch/g, 'ty')
    .replace(/j/g, 'zy');
  return other === hepburn ? null : other;
}
