import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../time.ts';
import type { OpeningHours } from './opening-hours.ts';

/** Whether the hours of one owner hold at an instant, by that owner's wall clock. */
export function isOpen(hours: OpeningHours, timeZone: string, at: Instant): boolean {
  if (hours.kind === 'always') return true;
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  if (hours.closedOn.includes(local.toPlainDate().toString())) return false;
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return hours.periods.some((p) => p.day === local.dayOfWeek && p.from <= time && time < p.to);
}
