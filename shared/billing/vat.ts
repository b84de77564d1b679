/** Member states in which a client may be, with the form of the numbers by which firms are identified for VAT there, without the prefix of the country. */
const memberStates: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  DE: /^\d{9}$/,
  ES: /^(?:[A-Z]\d{8}|\d{8}[A-Z]|[A-Z]\d{7}[A-Z])$/,
  FR: /^[0-9A-HJ-NP-Z]{2}\d{9}$/,
  IE: /^(?:\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LU: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
};

/** Who accounts for the tax, and why. */
export const vatRules = ['domestic', 'not-identified', 'reverse-charge', 'outside'] as const;
export type VatRule = (typeof vatRules)[number];

export type VatClient = {
  /** ISO 3166. */
  readonly country: string;
  /** As `readVatNumber` gives it; left out: it told none. */
  readonly vatNumber?: string | undefined;
};

/**
 * Which rule of Directive 2006/112/EC holds for a bureau's service to a firm. It is supplied where the firm is (article 44), which
 * accounts for the tax itself in another member state (196) and is not concerned outside of the Union; but a firm of another
 * member state that tells no number of its own is served like one that is not taxed, where the bureau is (45; Regulation 282/2011,
 * article 18). A bureau outside of the Union charges its own tax at home alone.
 */
export function vatRule(bureau: string, { country, vatNumber }: VatClient): VatRule {
  if (country === bureau) return 'domestic';
  if (!(bureau in memberStates && country in memberStates)) return 'outside';
  return vatNumber === undefined || readVatNumber(vatNumber, country) === null ? 'not-identified' : 'reverse-charge';
}

/** Whether a firm's number decides about the tax. */
export const asksVatNumber = (bureau: string, country: string): boolean => vatRule(bureau, { country }) === 'not-identified';

/** A number as it is typed, with the prefix of the country and nothing between; null when it has not the form of that country. */
export function readVatNumber(typed: string, country: string): string | null {
  const text = typed.toUpperCase().replace(/[\s.\-/]/g, '');
  const number = text.startsWith(country) ? text.slice(country.length) : text;
  return memberStates[country]?.test(number) ? `${country}${number}` : null;
}
