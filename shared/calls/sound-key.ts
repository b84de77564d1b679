/**
 * Spellings that sound alike in French or in Dutch, taken in this order. Three vowels are left: a, e (with i and y) and
 * o (with u).
 */
const alike: readonly (readonly [RegExp, string])[] = [
  [/sch/g, 's'], // Visscher, Visser
  [/ph|bv|v|w/g, 'f'], // Philippe, Filip; Lefebvre, Lefèvre; De Vries, De Fries
  [/cht/g, 'gt'], // Lichtvoet, Ligtvoet
  [/ch|sh/g, 'x'],
  [/qu|q|ck|c(?![eiy])/g, 'k'], // Kuiper, Cuyper
  [/sz|c|z/g, 's'], // Janszen, Janssen
  [/gn/g, 'n'],
  [/h/g, ''], // Thibault, Tibault
  [/(?<=..)[tdsxpe]+$/g, ''], // Dupond, Dupont; Smit, Smidt; Renaux; Lefèvre
  [/(?<=au)l$/g, ''], // Renault, Renaud
  [/em(?=[bp])|en(?![aeiouy])/g, 'an'], // Laurent, Laurant
  [/m(?=[bp])/g, 'n'],
  [/uij|uy|ui|eau|au|o[eu]|u/g, 'o'], // Kuijper, Kuiper; Gauthier, Gotier
  [/[ae]?ij|[ae][iy]|y|i/g, 'e'], // Meijer, Meyer, Maier
  [/(.)\1+/g, '$1'],
];

const isLatin = /^[a-z]{3,}$/;

/**
 * How a folded word sounds, one key for all its spellings; null for what is too short or is no word of Latin letters. Our
 * own rules, made for French and Dutch names together: a caller's language says little about his name.
 */
export function soundKey(word: string): string | null {
  if (!isLatin.test(word)) return null;
  return alike.reduce((key, [spelling, sound]) => key.replace(spelling, sound), word);
}
