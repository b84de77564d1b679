import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../time.ts';

/** `2026-11-22T14:00` by the wall clock of a zone, as a date and time field takes it. */
export const wallClock = (at: Instant, timeZone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' });

/**
 * The instant of a wall clock's `2026-11-22T14:00`; null when that is no date and time. An hour that the spring skips
 * is read as one later; of the two that autumn has the first is meant.
 */
export function instantOf(wall: string, timeZone: string): Instant | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall)) return null;
  try {
    const zoned = Temporal.PlainDateTime.from(wall, { overflow: 'reject' }).toZonedDateTime(timeZone);
    return zoned.toInstant().toString({ smallestUnit: 'millisecond' });
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

export type UntilName = 'noon' | 'two' | 'evening' | 'tomorrow' | 'monday';

/** The ends that are chosen with one tap, in the order of time, those of today only while they are to come. */
export function untilChoices(at: Instant, timeZone: string): { readonly name: UntilName; readonly at: Instant }[] {
  const today = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const tomorrow = today.add({ days: 1 });
  const monday = today.add({ days: 8 - today.dayOfWeek });
  const choices = [
    { name: 'noon', at: hourOf(today, 12, timeZone) },
    { name: 'two', at: hourOf(today, 14, timeZone) },
    { name: 'evening', at: hourOf(today, 18, timeZone) },
    { name: 'tomorrow', at: hourOf(tomorrow, 8, timeZone) },
    { name: 'monday', at: hourOf(monday, 8, timeZone) },
  ] as const;
  return choices.filter((c) => c.at > at && !(c.name === 'monday' && monday.equals(tomorrow)));
}

/** This afternoon, from noon or from now until 18:00; null when it is over. */
export function thisAfternoon(at: Instant, timeZone: string): { readonly from: Instant | null; readonly to: Instant } | null {
  const today = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const [noon, evening] = [hourOf(today, 12, timeZone), hourOf(today, 18, timeZone)];
  if (at >= evening) return null;
  return { from: at < noon ? noon : null, to: evening };
}

/** The instant of a full hour of a date by the wall clock of a zone. */
export const hourOf = (date: Temporal.PlainDate, hour: number, timeZone: string): Instant =>
  date
    .toZonedDateTime({ timeZone, plainTime: new Temporal.PlainTime(hour) })
    .toInstant()
    .toString({ smallestUnit: 'millisecond' });
