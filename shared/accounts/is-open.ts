import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../time.ts';
import type { OpeningHours } from './opening-hours.ts';
import { isHolidayOff } from './public-holidays.ts';

/** Whether the hours of one owner hold at an instant, by that owner's wall clock. */
export function isOpen(hours: OpeningHours, timeZone: string, at: Instant): boolean {
  if (hours.kind === 'always') return true;
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  if (isDayOff(hours, local.toPlainDate().toString())) return false;
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return hours.periods.some((p) => p.day === local.dayOfWeek && p.from <= time && time < p.to);
}

/** Whether nobody answers on a local date, whatever the hours of its weekday. */
export const isDayOff = (
  { closedOn, publicHolidays }: Pick<Extract<OpeningHours, { kind: 'weekly' }>, 'closedOn' | 'publicHolidays'>,
  date: string,
): boolean => closedOn.includes(date) || (publicHolidays ? isHolidayOff(publicHolidays, date) : false);
