import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOf } from '#shared/billing/money.ts';
import { priceBookOn, quoteOf, withVat } from '#shared/billing/price-book.ts';
import { legPrice } from '#shared/calls/leg-price.ts';

const book = priceBookOn('2026-11-30');
const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('money', () => {
  test.each([
    [6900, 2000, 1380],
    [1, 5000, 1],
    [-1, 5000, -1],
    [0, 2100, 0],
    [333, 2100, 70],
  ])('of %i the share of %i hundredths of a percent is %i', (amount, basisPoints, share) => {
    expect(shareOf(eur(amount), basisPoints)).toEqual(eur(share));
  });

  test('net and tax make the gross, to the cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 3000 }), (amount, basisPoints) => {
        const { net, vat, gross } = withVat(eur(amount), basisPoints);
        expect(net.amount + vat.amount).toBe(gross.amount);
        expect(Math.abs(vat.amount - (amount * basisPoints) / 10_000)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});

describe('[I03][I06] the price book', () => {
  test('is that of the day; before the first day it is the first one', () => {
    expect(priceBookOn('2026-11-01').version).toBe('2026-11');
    expect(priceBookOn('2020-01-01').version).toBe('2026-11');
  });

  test('has plans that grow in capacity and price, all in its currency', () => {
    const grows = (values: readonly number[]) => values.every((value, i) => i === 0 || value > (values[i - 1] ?? 0));
    expect(grows(book.plans.map(({ capacity }) => capacity))).toBe(true);
    expect(grows(book.plans.map(({ monthly }) => monthly.amount))).toBe(true);
    for (const { currency } of [...book.plans.map((p) => p.monthly), ...book.options.map((o) => o.net)])
      expect(currency).toBe(book.currency);
  });

  test('[S10] tells the same price of a transfer as the one that is counted', () => {
    const net = (id: string) => book.options.find((option) => option.id === id)?.net.amount;
    expect([net('transfer-mobile'), net('transfer-fixed')]).toEqual([legPrice('mobile').cents, legPrice('fixed').cents]);
  });

  test.each([
    [{ country: 'FR' }, 2000, 'domestic'],
    [{ country: 'NL', vatNumber: 'NL123456789B01' }, 0, 'reverse-charge'],
    [{ country: 'NL' }, 2000, 'not-identified'],
    [{ country: 'JP' }, 0, 'outside'],
  ])('a firm like %o is charged %i hundredths of a percent of tax: %s', (client, vatBasisPoints, vatRule) => {
    expect(quoteOf(book, { planId: 'calls-50', optionIds: [], ...client })).toMatchObject({ vatBasisPoints, vatRule });
  });

  test('a choice costs its plan and its options, each month and once, with the tax', () => {
    const quote = quoteOf(book, { planId: 'calls-50', optionIds: ['always', 'menu'], country: 'FR' });
    expect(quote).toMatchObject({
      book: '2026-11',
      monthly: { net: eur(11_400), vat: eur(2280), gross: eur(13_680) },
      once: { net: eur(6000), vat: eur(1200), gross: eur(7200) },
    });
  });

  test.each([
    [{ planId: 'calls-51', optionIds: [] }],
    [{ planId: 'calls-50', optionIds: ['no-such-option'] }],
    [{ planId: 'calls-50', optionIds: ['transfer-mobile'] }],
    [{ planId: 'calls-50', optionIds: ['menu', 'menu'] }],
  ])('what it does not sell has no price: %o', (choice) => {
    expect(quoteOf(book, { ...choice, country: 'FR' })).toBeNull();
  });
});
