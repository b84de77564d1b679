import type { OpeningHours } from './opening-hours.ts';

type Period = Extract<OpeningHours, { kind: 'weekly' }>['periods'][number];

/** A period that cannot stand, by its place in the list: half written, ended before it begins, or run into another of its day. */
export type HoursProblem = {
  readonly index: number;
  readonly day: number;
  readonly problem: 'no-time' | 'ends-before' | 'overlaps';
};

/** What is wrong with the periods of a week; none when they can be kept. */
export function hoursProblems(periods: readonly Period[]): HoursProblem[] {
  return periods.flatMap((period, index): HoursProblem[] => {
    const { day } = period;
    if (period.from === '' || period.to === '') return [{ index, day, problem: 'no-time' }];
    if (period.to <= period.from) return [{ index, day, problem: 'ends-before' }];
    const earlier = periods.slice(0, index);
    return earlier.some((p) => overlap(p, period)) ? [{ index, day, problem: 'overlaps' }] : [];
  });
}

const overlap = (p: Period, q: Period): boolean => p.day === q.day && p.from < q.to && q.from < p.to;

/** The periods with one more on a day: its first is a morning, a further one goes on where the last one ends, to be finished. */
export function withPeriodOn(periods: readonly Period[], day: number): Period[] {
  const last = periods
    .filter((p) => p.day === day)
    .map((p) => p.to)
    .sort()
    .at(-1);
  return [...periods, { day, ...(last === undefined ? { from: '09:00', to: '12:00' } : { from: last, to: '' }) }];
}

/** Every day from 0 to 24 h: what `always` means, written as a week that can have days off. */
export const everyHour = (): Period[] => [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));

/** The hours as a week that can have days off. */
export const asWeek = (hours: OpeningHours): Extract<OpeningHours, { kind: 'weekly' }> =>
  hours.kind === 'always' ? { kind: 'weekly', periods: everyHour(), closedOn: [] } : hours;

/** The hours with one more date on which nobody answers [J14]. */
export function closedAlsoOn(hours: OpeningHours, date: string): OpeningHours {
  const week = asWeek(hours);
  return { ...week, closedOn: [...new Set([...week.closedOn, date])].sort() };
}
