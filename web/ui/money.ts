import type { LegPrice } from '#shared/calls/leg-price.ts';
import { written } from './dates.ts';

/** `€1.50` as it is written in this language. */
export const moneyOf = ({ cents, currency }: Pick<LegPrice, 'cents' | 'currency'>, locale: string): string =>
  new Intl.NumberFormat(written(locale), { style: 'currency', currency }).format(cents / 100);
