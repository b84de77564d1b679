/**
 * Text as it is compared: one width, without accents and case, so that `benali` finds Benali and `helene` Hélène.
 * The voiced marks of Japanese kana stay: they are other sounds, not accents.
 */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .trim()
    .toLowerCase();
