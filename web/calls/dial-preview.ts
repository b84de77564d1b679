import type { LegPrice } from '#shared/calls/leg-price.ts';
import { type DialFor, mayDial } from '#shared/calls/outbound-policy.ts';
import { m } from '#web/paraglide/messages.js';
import { written } from '../ui/dates.ts';
import { transferRefusal } from './transfer-words.ts';

/** What dialling will cost, or why it is refused, said before anything is dialled; the server judges again. */
export function dialPreview(number: string, account: Pick<DialFor, 'home' | 'abroad'>, locale: string): string {
  const decision = mayDial(number, { ...account, legs: 0 });
  return decision.dial === 'yes' ? priceWords(decision.price, locale) : transferRefusal(`transfer.${decision.reason}`);
}

const kinds: Readonly<Record<LegPrice['class'], () => string>> = { mobile: m.desk_price_mobile, fixed: m.desk_price_fixed };

/** `mobile, €1.50 when connected`. */
function priceWords({ class: kind, cents, currency }: LegPrice, locale: string): string {
  const price = new Intl.NumberFormat(written(locale), { style: 'currency', currency }).format(cents / 100);
  return m.desk_price({ kind: kinds[kind](), price });
}
