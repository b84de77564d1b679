import { Temporal } from 'temporal-polyfill';
import { hourOf } from '../accounts/wall-clock.ts';
import { fromMs, type Instant, toMs } from '../time.ts';

export type PromiseName = 'within-the-hour' | 'before-noon' | 'before-five' | 'tomorrow-before-noon' | 'tomorrow-before-five';

/**
 * Until when a caller can be promised that he is called back [S22, S23], by the account's clock, in the order of time; what
 * leaves less than a quarter of an hour is not promised.
 */
export function promiseChoices(at: Instant, timeZone: string): { readonly name: PromiseName; readonly by: Instant }[] {
  const today = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const tomorrow = today.add({ days: 1 });
  const soonest = fromMs(toMs(at) + 15 * 60_000);
  const choices = [
    { name: 'within-the-hour', by: fromMs(toMs(at) + 3600_000) },
    { name: 'before-noon', by: hourOf(today, 12, timeZone) },
    { name: 'before-five', by: hourOf(today, 17, timeZone) },
    { name: 'tomorrow-before-noon', by: hourOf(tomorrow, 12, timeZone) },
    { name: 'tomorrow-before-five', by: hourOf(tomorrow, 17, timeZone) },
  ] as const;
  return choices.filter((c) => c.by >= soonest);
}
