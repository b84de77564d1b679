import type { Money } from '#shared/billing/money.ts';
import type { LegPrice } from '#shared/calls/leg-price.ts';
import { written } from './dates.ts';

/** `€1.50` as it is written in this language. */
export const moneyOf = ({ cents, currency }: Pick<LegPrice, 'cents' | 'currency'>, locale: string): string =>
  amountOf({ amount: cents, currency }, locale);

/** The same of any currency. */
export function amountOf({ amount, currency }: Money, locale: string): string {
  const format = new Intl.NumberFormat(written(locale), { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
