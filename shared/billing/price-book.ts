import * as z from 'zod/mini';
import { type Money, moneySchema, shareOf } from './money.ts';
import { type VatClient, vatRule, vatRules } from './vat.ts';

const namesSchema = z.object({ fr: z.string(), nl: z.string(), ja: z.string(), en: z.string() });

/** A month's calls answered and handled [P25], up to so many, at one price [P15]. */
const planSchema = z.object({ id: z.string(), capacity: z.int().check(z.minimum(1)), monthly: moneySchema });

/** What may be taken besides [I03]: paid once, every month, or each time that it is used. */
const optionSchema = z.object({
  id: z.string(),
  charge: z.enum(['one-off', 'monthly', 'per-use']),
  net: moneySchema,
  names: namesSchema,
});
export type PriceOption = z.infer<typeof optionSchema>;

/** All prices of the bureau, without tax; quote, agreement and invoice take theirs from the same one [I06]. */
export const priceBookSchema = z.object({
  version: z.string(),
  /** First day on which it holds. */
  validFrom: z.iso.date(),
  currency: moneySchema.shape.currency,
  /** Where the bureau is (ISO 3166), whose tax it charges; to whom, `vatRule` says. */
  country: z.string(),
  vatBasisPoints: z.int(),
  plans: z.array(planSchema),
  options: z.array(optionSchema),
});
export type PriceBook = z.infer<typeof priceBookSchema>;

const eur = (amount: number): Money => ({ amount, currency: 'EUR' });

/** The prices of the demonstration bureau, oldest book first. */
const priceBooks: readonly [PriceBook, ...PriceBook[]] = [
  {
    version: '2026-11',
    validFrom: '2026-11-01',
    currency: 'EUR',
    country: 'FR',
    vatBasisPoints: 2000,
    plans: [
      { id: 'calls-50', capacity: 50, monthly: eur(6900) },
      { id: 'calls-150', capacity: 150, monthly: eur(14_900) },
      { id: 'calls-250', capacity: 250, monthly: eur(22_900) },
      { id: 'calls-350', capacity: 350, monthly: eur(29_900) },
    ],
    options: [
      {
        id: 'welcome',
        charge: 'one-off',
        net: eur(4000),
        names: {
          fr: 'Message d’accueil avant le décroché',
          nl: 'Welkomstbericht voor het opnemen',
          ja: '応答前のご案内メッセージ',
          en: 'Welcome message before we answer',
        },
      },
      {
        id: 'menu',
        charge: 'one-off',
        net: eur(6000),
        names: { fr: 'Menu à touches', nl: 'Keuzemenu', ja: '番号選択メニュー', en: 'Menu of keys' },
      },
      {
        id: 'always',
        charge: 'monthly',
        net: eur(4500),
        names: {
          fr: 'Jour et nuit, tous les jours',
          nl: 'Dag en nacht, elke dag',
          ja: '24時間・年中無休',
          en: 'Day and night, every day',
        },
      },
      {
        id: 'on-call',
        charge: 'monthly',
        net: eur(2500),
        names: {
          fr: 'Astreinte : l’urgent va à la personne de garde',
          nl: 'Storingsdienst: spoed gaat naar wie dienst heeft',
          ja: '当番制：至急の件は当番の方へ',
          en: 'On-call rota: what is urgent goes to who is on duty',
        },
      },
      {
        id: 'transfer-mobile',
        charge: 'per-use',
        net: eur(150),
        names: {
          fr: 'Mise en relation vers un mobile',
          nl: 'Doorverbinden naar mobiel',
          ja: '携帯電話への転送',
          en: 'Transfer to a mobile',
        },
      },
      {
        id: 'transfer-fixed',
        charge: 'per-use',
        net: eur(100),
        names: {
          fr: 'Mise en relation vers un fixe',
          nl: 'Doorverbinden naar een vast nummer',
          ja: '固定電話への転送',
          en: 'Transfer to a fixed line',
        },
      },
    ],
  },
];

/** The book that holds on a day (ISO 8601); before the first one, the first. */
export const priceBookOn = (day: string): PriceBook => priceBooks.findLast(({ validFrom }) => validFrom <= day) ?? priceBooks[0];

/** What somebody wants to buy. */
export type Choice = VatClient & { readonly planId: string; readonly optionIds: readonly string[] };

const sumSchema = z.object({ net: moneySchema, vat: moneySchema, gross: moneySchema });
export type Sum = z.infer<typeof sumSchema>;

/** What a choice costs, as it is shown and then agreed [I06]. */
export const quoteSchema = z.object({
  book: z.string(),
  planId: z.string(),
  optionIds: z.array(z.string()),
  vatBasisPoints: z.int(),
  /** Why so much. Absent from earlier agreements. */
  vatRule: z.optional(z.enum(vatRules)),
  monthly: sumSchema,
  once: sumSchema,
});
export type Quote = z.infer<typeof quoteSchema>;

/** An amount with its tax. */
export function withVat(net: Money, vatBasisPoints: number): Sum {
  const vat = shareOf(net, vatBasisPoints);
  return { net, vat, gross: { amount: net.amount + vat.amount, currency: net.currency } };
}

/** What the choice costs a month and once; null when the book has no such plan or option. Options by use are not chosen. */
export function quoteOf(book: PriceBook, { planId, optionIds, ...client }: Choice): Quote | null {
  const plan = book.plans.find(({ id }) => id === planId);
  const options = book.options.filter(({ id, charge }) => charge !== 'per-use' && optionIds.includes(id));
  if (plan === undefined || options.length !== optionIds.length) return null;
  const rule = vatRule(book.country, client);
  const vatBasisPoints = rule === 'domestic' || rule === 'not-identified' ? book.vatBasisPoints : 0;
  const sum = (charge: PriceOption['charge'], start: number) =>
    options.filter((option) => option.charge === charge).reduce((total, { net }) => total + net.amount, start);
  const money = (amount: number) => withVat({ amount, currency: book.currency }, vatBasisPoints);
  return {
    book: book.version,
    planId,
    optionIds: options.map(({ id }) => id),
    vatBasisPoints,
    vatRule: rule,
    monthly: money(sum('monthly', plan.monthly.amount)),
    once: money(sum('one-off', 0)),
  };
}
