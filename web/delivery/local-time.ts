import { type Instant, toMs } from '#shared/time.ts';
import { written } from '../ui/dates.ts';

export type Place = { readonly timeZone: string; readonly locale: string };

/** `10:42` by the wall clock of the account. */
export const hourOf = (at: Instant, { timeZone, locale }: Place): string =>
  formatOf(written(locale), { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(toMs(at));

/** `10:42:07` by the wall clock of the account. */
export const secondOf = (at: Instant, { timeZone, locale }: Place): string =>
  formatOf(written(locale), { timeZone, timeStyle: 'medium', hourCycle: 'h23' }).format(toMs(at));

/** `2026-11-19`, the account's date; days compare as text. */
export const dateOf = (at: Instant, timeZone: string): string => formatOf('sv-SE', { timeZone }).format(toMs(at));

/** `Thursday 19 November`. */
export const dayOf = (at: Instant, { timeZone, locale }: Place): string =>
  formatOf(written(locale), { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(toMs(at));

export type Day<T> = { readonly date: string; readonly items: readonly T[] };

/** Groups what is newest first by the account's days, in the same order. */
export function byDay<T extends { readonly lockedAt: Instant }>(items: readonly T[], timeZone: string): Day<T>[] {
  const days = new Map<string, T[]>();
  for (const item of items) {
    const date = dateOf(item.lockedAt, timeZone);
    days.set(date, [...(days.get(date) ?? []), item]);
  }
  return [...days].map(([date, of]) => ({ date, items: of }));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once: a browser makes one more slowly than it uses it fifty times, and a list asks for three a note. */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
}
