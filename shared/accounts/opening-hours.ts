import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Instant } from '../time.ts';

const clockTimeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/));

/** When calls are answered: always, or per ISO weekday (1 = Monday) in the zone of its owner; `to` is exclusive. */
export const openingHoursSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }),
  z.object({
    kind: z.literal('weekly'),
    periods: z.array(z.object({ day: z.int().check(z.minimum(1), z.maximum(7)), from: clockTimeSchema, to: clockTimeSchema })),
    /** Closed on these local dates (ISO 8601), holidays for example [J14]. */
    closedOn: z.array(z.iso.date()),
  }),
]);
export type OpeningHours = z.infer<typeof openingHoursSchema>;

/** Whether the hours of one owner hold at an instant, by that owner's wall clock. */
export function isOpen(hours: OpeningHours, timeZone: string, at: Instant): boolean {
  if (hours.kind === 'always') return true;
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  if (hours.closedOn.includes(local.toPlainDate().toString())) return false;
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return hours.periods.some((p) => p.day === local.dayOfWeek && p.from <= time && time < p.to);
}
