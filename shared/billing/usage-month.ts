import { Temporal } from 'temporal-polyfill';
import type { Account } from '../accounts/account.ts';
import { isDayOff } from '../accounts/is-open.ts';
import type { OpeningHours } from '../accounts/opening-hours.ts';
import type { ClientCall } from '../calls/client-call.ts';
import type { Instant } from '../time.ts';
import { type Contract, noContract } from './contract.ts';
import { capacityOf, tier } from './tariff.ts';
import { countedOf, forecast, type Month, type Opened } from './usage.ts';

/** The counter of a month [I07, I08]. */
export type Usage = {
  readonly month: Month;
  readonly used: number;
  /** Calls in the plan. */
  readonly capacity: number;
  /** At the pace so far; null: nothing to go by yet. */
  readonly expected: number | null;
  /** Calls in the plan that the month comes to. */
  readonly expectedCapacity: number;
};

type UsageFacts = {
  readonly account: Account;
  readonly contract: Contract | undefined;
  readonly calls: readonly ClientCall[];
};

/** How far the account has come in the month of an instant. */
export function usageAt({ account, contract, calls }: UsageFacts, at: Instant): Usage {
  const month = monthOf(at, account.timeZone);
  const used = countedOf(calls, month);
  const expected = forecast(used, openedOf(account, month, at));
  const { plan } = contract ?? noContract(account.id);
  const expectedCapacity = capacityOf(Math.max(plan, tier(expected ?? used)));
  return { month, used, capacity: capacityOf(plan), expected, expectedCapacity };
}

/** The month of an instant by the account's calendar. */
export function monthOf(at: Instant, timeZone: string): Month {
  const first = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().with({ day: 1 });
  return { from: clock(first, '00:00', timeZone), to: clock(first.add({ months: 1 }), '00:00', timeZone) };
}

/** Minutes of the month in which calls are answered, until an instant and in all; a month without any goes by the calendar. */
export function openedOf(
  { openingHours, timeZone }: Pick<Account, 'openingHours' | 'timeZone'>,
  { from, to }: Month,
  at: Instant,
): Opened {
  const until = at < to ? at : to;
  const spans = openingHours.kind === 'always' ? [{ from, to }] : spansOf(openingHours, timeZone, { from, to });
  const open = spans.length === 0 ? [{ from, to }] : spans;
  return { soFar: minutesOf(open, until), inAll: minutesOf(open, to) };
}

function spansOf(hours: Extract<OpeningHours, { kind: 'weekly' }>, timeZone: string, month: Month): Month[] {
  const [first, end] = [month.from, month.to].map((at) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate());
  if (first === undefined || end === undefined) return [];
  const days = Array.from({ length: first.until(end).days }, (_, i) => first.add({ days: i }));
  return days
    .filter((day) => !isDayOff(hours, day.toString()))
    .flatMap((day) =>
      hours.periods
        .filter((period) => period.day === day.dayOfWeek)
        .map(({ from, to }) => ({ from: clock(day, from, timeZone), to: clock(day, to, timeZone) })),
    );
}

const minutesOf = (spans: readonly Month[], until: Instant): number =>
  spans.reduce((sum, { from, to }) => sum + minutesBetween(from, to < until ? to : until), 0);

const minutesBetween = (from: Instant, to: Instant): number =>
  from >= to ? 0 : Temporal.Instant.from(from).until(Temporal.Instant.from(to)).total('minutes');

/** A time of the day's clock; `24:00` is the next day's midnight. */
function clock(date: Temporal.PlainDate, time: string, timeZone: string): Instant {
  const zoned =
    time === '24:00'
      ? date.add({ days: 1 }).toZonedDateTime({ timeZone })
      : date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) });
  return zoned.toInstant().toString({ smallestUnit: 'millisecond' });
}
