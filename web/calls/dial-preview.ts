import type { LegPrice } from '#shared/calls/leg-price.ts';
import { type DialFor, mayDial } from '#shared/calls/outbound-policy.ts';
import { m } from '#web/paraglide/messages.js';
import { moneyOf } from '../ui/money.ts';
import { transferRefusal } from './transfer-words.ts';

/** What dialling will cost, or why it is refused, said before anything is dialled; the server judges again. */
export function dialPreview(number: string, account: Pick<DialFor, 'home' | 'abroad'>, locale: string): string {
  const decision = mayDial(number, { ...account, legs: 0 });
  return decision.dial === 'yes' ? priceWords(decision.price, locale) : transferRefusal(`transfer.${decision.reason}`);
}

const kinds: Readonly<Record<LegPrice['class'], () => string>> = { mobile: m.desk_price_mobile, fixed: m.desk_price_fixed };

/** `mobile, €1.50 when connected`. */
const priceWords = (price: LegPrice, locale: string): string =>
  m.desk_price({ kind: kinds[price.class](), price: moneyOf(price, locale) });
