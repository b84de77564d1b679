import type { Instant } from '#shared/time.ts';

const dayMs = 24 * 3600_000;

/** English is written as in Europe, day before month; the other languages as they are by themselves. */
export const written = (locale: string): string => (locale === 'en' ? 'en-GB' : locale);

/** `10:42`, by the device's zone or a place's. */
export const clockTime = (at: Instant | number, locale: string, timeZone?: string): string =>
  new Date(at).toLocaleTimeString(written(locale), { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `Thursday 19 November 2026`. */
export const longDate = (at: number, locale: string): string =>
  new Date(at).toLocaleDateString(written(locale), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** `Tue 17` within a week on either side, else `9 Oct`, and `9 Oct 2027` in another year. */
export const shortDate = (at: Instant, nowMs: number, locale: string, timeZone?: string): string => {
  const date = new Date(at);
  if (isNear(at, nowMs)) return date.toLocaleDateString(written(locale), { timeZone, weekday: 'short', day: 'numeric' });
  const sameYear = date.getFullYear() === new Date(nowMs).getFullYear();
  const year = sameYear ? {} : { year: 'numeric' as const };
  return date.toLocaleDateString(written(locale), { timeZone, day: 'numeric', month: 'short', ...year });
};

/** The clock's time today, `Tue 17 10:42` within a week, and farther away the date alone; by the device's zone or a place's. */
export const moment = (at: Instant, nowMs: number, locale: string, timeZone?: string): string => {
  const day = (of: Instant | number) => new Date(of).toLocaleDateString('sv-SE', { timeZone });
  if (day(at) === day(nowMs)) return clockTime(at, locale, timeZone);
  const date = shortDate(at, nowMs, locale, timeZone);
  return isNear(at, nowMs) ? `${date} ${clockTime(at, locale, timeZone)}` : date;
};

type Place = { readonly timeZone: string | undefined; readonly locale: string };

/** `22 November 2026 at 12:00` by the wall clock of a place, or the device's. */
export const fullMoment = (at: Instant, { timeZone, locale }: Place): string =>
  new Date(at).toLocaleString(written(locale), { timeZone, dateStyle: 'long', timeStyle: 'short' });

const isNear = (at: Instant, nowMs: number): boolean => Math.abs(nowMs - Date.parse(at)) < 7 * dayMs;
