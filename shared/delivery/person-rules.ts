import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { clockTimeSchema } from '../accounts/opening-hours.ts';
import type { Instant } from '../time.ts';

/** Which notes a channel that is on takes; urgent ones always [S16]. */
const channelRuleSchema = z.enum(['all', 'urgent', 'messages', 'voicemails']);
export type ChannelRule = z.infer<typeof channelRuleSchema>;

/** Hours of the account's clock in which texts and notifications wait; `to` at or before `from` is on the next day. */
const quietHoursSchema = z.object({
  from: clockTimeSchema,
  to: clockTimeSchema,
  /** ISO weekdays that are quiet from 0 to 24 h; never all seven. */
  wholeDays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.maxLength(6)),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** How a person wants to be told, beside the channels that are on [P06, S11, S12, S16]. */
export const personRulesSchema = z.object({
  email: channelRuleSchema,
  sms: channelRuleSchema,
  push: channelRuleSchema,
  /** Null: none. Mails go at any hour, and so does everything about urgent notes. */
  quiet: z.nullable(quietHoursSchema),
  /** Who gets the notes while this person is away; null: this person does. */
  substituteId: z.nullable(z.uuid()),
  /** Each mail goes there too. */
  moreEmails: z.array(z.email()).check(z.maxLength(5)),
});
export type PersonRules = z.infer<typeof personRulesSchema>;

/** Of a person who has none: everything at once, on every channel that is on. */
export const noRules: PersonRules = {
  email: 'all',
  sms: 'all',
  push: 'all',
  quiet: null,
  substituteId: null,
  moreEmails: [],
};

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
