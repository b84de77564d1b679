import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../time.ts';
import type { Rota } from './rota.ts';

/**
 * Who is on call at an instant; null when nobody is. Turns and hours are those of the wall clock: a night in which the
 * clock is set has an hour more or less, and the handover stays at its time.
 */
export function onCallAt(rota: Rota, timeZone: string, at: Instant): string | null {
  const swap = rota.swaps.findLast(({ from, to }) => from <= at && at < to);
  if (swap !== undefined) return swap.personId;
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  if (!isOnDuty(rota, local)) return null;
  const days = Math.floor(Temporal.PlainDateTime.from(rota.since).until(local, { largestUnit: 'days' }).total('days'));
  return days < 0 ? null : (rota.people[Math.floor(days / rota.turnDays) % rota.people.length] ?? null);
}

/** In a period of today, or in one that began yesterday and runs over midnight. */
function isOnDuty({ duty }: Rota, local: Temporal.PlainDateTime): boolean {
  if (duty.length === 0) return true;
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const today = local.dayOfWeek;
  const yesterday = local.subtract({ days: 1 }).dayOfWeek;
  return duty.some(({ day, from, to }) => {
    if (from < to) return day === today && from <= time && time < to;
    return (day === today && time >= from) || (day === yesterday && time < to);
  });
}

/** Who begins a turn when, by the wall clock: the one that holds at an instant, or is first to come, and those after it. */
export function turnsFrom(rota: Rota, timeZone: string, { at, count }: { readonly at: Instant; readonly count: number }) {
  const since = Temporal.PlainDateTime.from(rota.since);
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const days = Math.floor(since.until(local, { largestUnit: 'days' }).total('days'));
  const first = Math.max(0, Math.floor(days / rota.turnDays));
  return Array.from({ length: count }, (_, i) => ({
    personId: rota.people[(first + i) % rota.people.length] ?? '',
    from: since.add({ days: (first + i) * rota.turnDays }).toString({ smallestUnit: 'minute' }),
  }));
}
