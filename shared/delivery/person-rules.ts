import * as z from 'zod/mini';
import { clockTimeSchema } from '../accounts/opening-hours.ts';
import { phoneNumberSchema } from '../calls/phone-number.ts';

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
  /** The text of each mail goes to this fax too, through the bureau's gateway [P31]; null or absent: none. */
  fax: z.optional(z.nullable(phoneNumberSchema)),
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
  fax: null,
};
