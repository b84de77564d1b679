import type { HolidayCountry, PublicHolidaysOff } from './opening-hours.ts';

/** A day that the law of a country makes a holiday everywhere in it. */
export type PublicHoliday = {
  /** Local date (ISO 8601). */
  readonly date: string;
  /** Names it every year, so that somebody can be open on it all the same. */
  readonly key: string;
  /** In the country's own language. */
  readonly name: string;
};

/** A fixed date, days after Easter Sunday, the nth Monday of a month, or what the country works out by itself. */
type Rule =
  | { readonly month: number; readonly day: number }
  | { readonly easter: number }
  | { readonly month: number; readonly monday: number }
  | { readonly dateIn: (year: number) => string };
type Holiday = readonly [key: string, name: string, rule: Rule];

/** The language of the names; undefined where there are two. */
export const languageOfHolidays = { FR: 'fr', BE: undefined, NL: 'nl', LU: 'fr', JP: 'ja' } as const satisfies Record<
  HolidayCountry,
  string | undefined
>;

/** Holidays on which most firms of the country work: whoever closes on its holidays is open on them until he says otherwise. */
export const usuallyWorked: Readonly<Partial<Record<HolidayCountry, readonly string[]>>> = { NL: ['good-friday', 'liberation'] };

/** Before a Sunday the king's birthday is kept: 27 April, else the day before. */
const kingsDay = (year: number): string => (weekdayOf(dateOf(year, 4, 27)) === 0 ? dateOf(year, 4, 26) : dateOf(year, 4, 27));

/** Day of the equinox in Japan's time, right from 1980 to 2099 (the law leaves it to astronomy; the cabinet office announces it each February). */
const equinox = (month: 3 | 9, base: number) => (year: number) =>
  dateOf(year, month, Math.floor(base + 0.242194 * (year - 1980)) - Math.floor((year - 1980) / 4));

/**
 * By the laws as of November 2026; holidays of a part of the country (Alsace and Moselle) are not among them.
 * FR: Code du travail, L3133-1. BE: arrêté royal of 18 April 1974, art. 1. NL: Algemene termijnenwet, art. 3 (Rijksoverheid's list of
 * feestdagen). LU: Code du travail, L.232-2. JP: 国民の祝日に関する法律, arts. 2 and 3.
 */
const holidays: Readonly<Record<HolidayCountry, readonly Holiday[]>> = {
  FR: [
    ['new-year', 'Jour de l’an', { month: 1, day: 1 }],
    ['easter-monday', 'Lundi de Pâques', { easter: 1 }],
    ['labour-day', 'Fête du Travail', { month: 5, day: 1 }],
    ['victory', 'Victoire 1945', { month: 5, day: 8 }],
    ['ascension', 'Ascension', { easter: 39 }],
    ['whit-monday', 'Lundi de Pentecôte', { easter: 50 }],
    ['national-day', 'Fête nationale', { month: 7, day: 14 }],
    ['assumption', 'Assomption', { month: 8, day: 15 }],
    ['all-saints', 'Toussaint', { month: 11, day: 1 }],
    ['armistice', 'Armistice 1918', { month: 11, day: 11 }],
    ['christmas', 'Noël', { month: 12, day: 25 }],
  ],
  BE: [
    ['new-year', 'Nouvel an / Nieuwjaar', { month: 1, day: 1 }],
    ['easter-monday', 'Lundi de Pâques / Paasmaandag', { easter: 1 }],
    ['labour-day', 'Fête du Travail / Dag van de Arbeid', { month: 5, day: 1 }],
    ['ascension', 'Ascension / Hemelvaart', { easter: 39 }],
    ['whit-monday', 'Lundi de Pentecôte / Pinkstermaandag', { easter: 50 }],
    ['national-day', 'Fête nationale / Nationale feestdag', { month: 7, day: 21 }],
    ['assumption', 'Assomption / O.L.V. Hemelvaart', { month: 8, day: 15 }],
    ['all-saints', 'Toussaint / Allerheiligen', { month: 11, day: 1 }],
    ['armistice', 'Armistice / Wapenstilstand', { month: 11, day: 11 }],
    ['christmas', 'Noël / Kerstmis', { month: 12, day: 25 }],
  ],
  NL: [
    ['new-year', 'Nieuwjaarsdag', { month: 1, day: 1 }],
    ['good-friday', 'Goede Vrijdag', { easter: -2 }],
    ['easter', 'Eerste paasdag', { easter: 0 }],
    ['easter-monday', 'Tweede paasdag', { easter: 1 }],
    ['kings-day', 'Koningsdag', { dateIn: kingsDay }],
    ['liberation', 'Bevrijdingsdag', { month: 5, day: 5 }],
    ['ascension', 'Hemelvaartsdag', { easter: 39 }],
    ['whit-sunday', 'Eerste pinksterdag', { easter: 49 }],
    ['whit-monday', 'Tweede pinksterdag', { easter: 50 }],
    ['christmas', 'Eerste kerstdag', { month: 12, day: 25 }],
    ['boxing-day', 'Tweede kerstdag', { month: 12, day: 26 }],
  ],
  LU: [
    ['new-year', 'Nouvel an', { month: 1, day: 1 }],
    ['easter-monday', 'Lundi de Pâques', { easter: 1 }],
    ['labour-day', '1er mai', { month: 5, day: 1 }],
    ['europe-day', 'Journée de l’Europe', { month: 5, day: 9 }],
    ['ascension', 'Ascension', { easter: 39 }],
    ['whit-monday', 'Lundi de Pentecôte', { easter: 50 }],
    ['national-day', 'Fête nationale', { month: 6, day: 23 }],
    ['assumption', 'Assomption', { month: 8, day: 15 }],
    ['all-saints', 'Toussaint', { month: 11, day: 1 }],
    ['christmas', 'Noël', { month: 12, day: 25 }],
    ['boxing-day', 'Saint-Étienne', { month: 12, day: 26 }],
  ],
  JP: [
    ['new-year', '元日', { month: 1, day: 1 }],
    ['coming-of-age', '成人の日', { month: 1, monday: 2 }],
    ['foundation', '建国記念の日', { month: 2, day: 11 }],
    ['emperor', '天皇誕生日', { month: 2, day: 23 }],
    ['spring', '春分の日', { dateIn: equinox(3, 20.8431) }],
    ['showa', '昭和の日', { month: 4, day: 29 }],
    ['constitution', '憲法記念日', { month: 5, day: 3 }],
    ['greenery', 'みどりの日', { month: 5, day: 4 }],
    ['children', 'こどもの日', { month: 5, day: 5 }],
    ['marine', '海の日', { month: 7, monday: 3 }],
    ['mountain', '山の日', { month: 8, day: 11 }],
    ['aged', '敬老の日', { month: 9, monday: 3 }],
    ['autumn', '秋分の日', { dateIn: equinox(9, 23.2488) }],
    ['sports', 'スポーツの日', { month: 10, monday: 2 }],
    ['culture', '文化の日', { month: 11, day: 3 }],
    ['labour', '勤労感謝の日', { month: 11, day: 23 }],
  ],
};

/** Worked out once: routing asks at every call. */
const known = new Map<string, readonly PublicHoliday[]>();

/** The holidays of a year in order. */
export function publicHolidays(country: HolidayCountry, year: number): readonly PublicHoliday[] {
  const found = known.get(`${country}${year}`);
  if (found !== undefined) return found;
  const fixed = holidays[country].map(([key, name, rule]) => ({ key, name, date: dateBy(rule, year) }));
  const all = country === 'JP' ? [...fixed, ...between(fixed), ...substitutes(fixed)] : fixed;
  const inOrder = all.sort((a, b) => (a.date < b.date ? -1 : 1));
  known.set(`${country}${year}`, inOrder);
  return inOrder;
}

/** The holidays from a date on, for a year. */
export function holidaysFrom(country: HolidayCountry, today: string): PublicHoliday[] {
  const year = Number(today.slice(0, 4));
  const end = `${year + 1}${today.slice(4)}`;
  return [...publicHolidays(country, year), ...publicHolidays(country, year + 1)].filter(
    ({ date }) => date >= today && date < end,
  );
}

/** Whether somebody who closes on the holidays of a country, but for some, closes on this local date. */
export const isHolidayOff = ({ country, openOn }: PublicHolidaysOff, date: string): boolean =>
  publicHolidays(country, Number(date.slice(0, 4))).some((holiday) => holiday.date === date && !openOn.includes(holiday.key));

function dateBy(rule: Rule, year: number): string {
  if ('dateIn' in rule) return rule.dateIn(year);
  if ('easter' in rule) return dayAfter(easterSunday(year), rule.easter);
  if ('day' in rule) return dateOf(year, rule.month, rule.day);
  const first = weekdayOf(dateOf(year, rule.month, 1));
  return dateOf(year, rule.month, 1 + ((8 - first) % 7) + 7 * (rule.monday - 1));
}

/** Article 3, 2: a holiday on a Sunday is kept on the next day that is none. */
function substitutes(all: readonly PublicHoliday[]): PublicHoliday[] {
  const dates = new Set(all.map(({ date }) => date));
  return all.flatMap(({ date }) => {
    if (weekdayOf(date) !== 0) return [];
    let next = dayAfter(date, 1);
    while (dates.has(next)) next = dayAfter(next, 1);
    return [{ key: 'substitute', name: '振替休日', date: next }];
  });
}

/** Article 3, 3: a day between two holidays is one. */
function between(all: readonly PublicHoliday[]): PublicHoliday[] {
  const dates = new Set(all.map(({ date }) => date));
  return all.flatMap(({ date }) => {
    const day = dayAfter(date, 1);
    if (dates.has(day) || weekdayOf(day) === 0 || !dates.has(dayAfter(date, 2))) return [];
    return [{ key: 'citizens', name: '国民の休日', date: day }];
  });
}

/** By Gauss, as corrected by Meeus, Jones and Butcher, for the Gregorian calendar. */
function easterSunday(year: number): string {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return dateOf(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
}

const day = 24 * 3600_000;
const isoOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const dateOf = (year: number, month: number, dayOfMonth: number): string => isoOf(Date.UTC(year, month - 1, dayOfMonth));
const dayAfter = (date: string, days: number): string => isoOf(Date.parse(date) + days * day);
/** 0 is Sunday. */
const weekdayOf = (date: string): number => new Date(date).getUTCDay();
