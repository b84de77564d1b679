import * as z from 'zod/mini';

/** An instant: RFC 3339 in UTC with milliseconds, e.g. `2026-11-19T09:42:00.000Z`. Compares as text. */
export const instantSchema = z.iso.datetime();
export type Instant = z.infer<typeof instantSchema>;

/** Milliseconds since the epoch of an instant. */
export function toMs(at: Instant): number {
  if (at.length !== 24 || !at.endsWith('Z')) return Date.parse(at);
  // the form that `fromMs` gives, and what the floor does most often: Date.parse takes many times as long over it
  const days = daysTo(two(at, 0) * 100 + two(at, 2), two(at, 5), two(at, 8));
  const seconds = (two(at, 11) * 60 + two(at, 14)) * 60 + two(at, 17);
  return days * 86_400_000 + seconds * 1000 + two(at, 20) * 10 + at.charCodeAt(22) - zero;
}

/** Days from 1970-01-01 to a date of the Gregorian calendar, whose years begin in March here: the odd day is their last. */
function daysTo(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leapDays + Math.floor((m * 153 + 2) / 5) + day - 719_469;
}

const zero = 48;
/** The number of two digits. */
const two = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * zero;

/** The instant of a number of milliseconds since the epoch. */
export const fromMs = (ms: number): Instant => new Date(ms).toISOString();
