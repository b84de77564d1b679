import type { Instant } from '#shared/time.ts';

/** `10:42`, by the device's zone. */
export const clockTime = (at: Instant | number, locale: string): string =>
  new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `Thursday 19 November 2026`. */
export const longDate = (at: number, locale: string): string =>
  new Date(at).toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** `Tue 17` within a week's sight, else `9 Oct`. */
export const shortDate = (at: Instant, nowMs: number, locale: string): string => {
  const near = nowMs - Date.parse(at) < 7 * 24 * 3600_000;
  return new Date(at).toLocaleDateString(
    locale,
    near ? { weekday: 'short', day: 'numeric' } : { day: 'numeric', month: 'short' },
  );
};

/** The clock's time today, with the date on other days. */
export const moment = (at: Instant, nowMs: number, locale: string): string => {
  const sameDay = new Date(at).toDateString() === new Date(nowMs).toDateString();
  return sameDay ? clockTime(at, locale) : `${shortDate(at, nowMs, locale)} ${clockTime(at, locale)}`;
};
