import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../time.ts';
import type { Digest } from './digest.ts';

/**
 * When the next overview is due after an instant: once for every date of the account's calendar. An hour that the clock
 * skips in spring is one hour later; of the two in autumn the first is meant.
 */
export function digestDue({ at }: Pick<Digest, 'at'>, timeZone: string, after: Instant): Instant {
  const date = Temporal.Instant.from(after).toZonedDateTimeISO(timeZone).toPlainDate();
  const today = onDate(date, at, timeZone);
  return today > after ? today : onDate(date.add({ days: 1 }), at, timeZone);
}

/** When the day begins that an overview tells of: as late the day before, 23 to 25 hours. */
export function digestSince({ at }: Pick<Digest, 'at'>, timeZone: string, due: Instant): Instant {
  const date = Temporal.Instant.from(due).toZonedDateTimeISO(timeZone).toPlainDate();
  return onDate(date.subtract({ days: 1 }), at, timeZone);
}

const onDate = (date: Temporal.PlainDate, at: string, timeZone: string): Instant =>
  instant(date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(at) }));

const instant = (zoned: Temporal.ZonedDateTime): Instant => zoned.toInstant().toString({ smallestUnit: 'millisecond' });
