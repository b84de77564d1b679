import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../time.ts';
import type { QuietHours } from './person-rules.ts';

/** When the quiet hours that hold at an instant end, days of quiet included; null when none hold. */
export function quietUntil(quiet: QuietHours, timeZone: string, at: Instant): Instant | null {
  const begin = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  let local = begin;
  for (let step = 0; step < 16; step++) {
    const end = endOfQuiet(quiet, local);
    if (end === null) break;
    local = end;
  }
  return local.equals(begin) ? null : local.toInstant().toString({ smallestUnit: 'millisecond' });
}

function endOfQuiet({ from, to, wholeDays }: QuietHours, local: Temporal.ZonedDateTime): Temporal.ZonedDateTime | null {
  if (wholeDays.includes(local.dayOfWeek)) return local.startOfDay().add({ days: 1 });
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const isOvernight = to <= from;
  const isQuiet = isOvernight ? time >= from || time < to : time >= from && time < to;
  if (!isQuiet || from === to) return null;
  const day = isOvernight && time >= from ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  if (to === '24:00') return day.add({ days: 1 }).toZonedDateTime({ timeZone: local.timeZoneId });
  return day.toZonedDateTime({ timeZone: local.timeZoneId, plainTime: Temporal.PlainTime.from(to) });
}
