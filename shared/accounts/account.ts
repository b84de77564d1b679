import * as z from 'zod/mini';
import { phoneNumberSchema } from '../calls/phone-number.ts';
import { digestSchema } from '../delivery/digest.ts';
import { ladderSchema } from '../delivery/ladder.ts';
import { rotaSchema } from '../delivery/rota.ts';
import { scriptSchema } from '../notes/script.ts';
import { instantSchema } from '../time.ts';
import { languageSchema } from './language.ts';
import { openingHoursSchema } from './opening-hours.ts';
import { outboundRulesSchema } from './outbound-rules.ts';
import { queueRulesSchema } from './queue-rules.ts';
import { receptionSchema } from './reception.ts';
import { recordedGreetingSchema } from './recorded-greeting.ts';
import { retentionSchema } from './retention.ts';

export type Language = z.infer<typeof languageSchema>;

/** How much of a note may leave by push, SMS and mail: all of it, who called, or only that a note is waiting (medical default). */
const privacyLevelSchema = z.enum(['full', 'who-called', 'waiting']);

/** A client of the bureau: the firm whose calls are answered [P01]. */
export const accountSchema = z.object({
  id: z.uuid(),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  language: languageSchema,
  timeZone: z.string(),
  trade: z.enum(['medical', 'legal', 'craft', 'general']),
  privacy: privacyLevelSchema,
  /** Words to say first [P04]; line breaks stand at breaths; `{operator}` is the telephonist's first name. */
  greeting: z.string().check(z.maxLength(400)),
  openingHours: openingHoursSchema,
  /** Longest wait in the queue before what `queue` says follows it, in seconds. */
  maxWaitSeconds: z.int().check(z.minimum(10), z.maximum(3600)),
  /** Absent: nothing was ever recorded, the voice speaks. */
  recordedGreeting: z.optional(recordedGreetingSchema),
  /** What is done about an urgent note; absent: `defaultLadder`. */
  ladder: z.optional(ladderSchema),
  /** What the bureau may dial for it; absent: nobody has decided, see `outboundRulesOf`. */
  outbound: z.optional(outboundRulesSchema),
  /** How its callers wait; absent: nobody has decided, see `queueRulesOf`. */
  queue: z.optional(queueRulesSchema),
  /** What callers meet before an operator; absent: nothing. */
  reception: z.optional(receptionSchema),
  /** Who is on call for urgent notes; absent: nobody in particular. */
  rota: z.optional(rotaSchema),
  /** The daily overview [I07, S11]; absent: none. */
  digest: z.optional(digestSchema),
  /** How its notes are written [P01]; absent: `noScript`. */
  script: z.optional(scriptSchema),
  /** Some of its contacts are on no device, and are searched at the server. */
  largeDirectory: z.optional(z.literal(true)),
  /** How long what its callers leave is kept; absent: nobody has decided, see `retentionOf`. */
  retention: z.optional(retentionSchema),
  /** The client is new, and his list of first steps stands in the portal; absent: he is not, or has put it away. */
  firstDays: z.optional(z.object({ hoursSeen: z.boolean() })),
});
export type Account = z.infer<typeof accountSchema>;

/** A number of ours that belongs to exactly one account [S03]. */
export const lineSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  number: phoneNumberSchema,
  /** Published by the client itself, or only the target of forwarding [P20]. */
  published: z.boolean(),
  /** `hotline`: clients themselves call the bureau here [P07]; the account is the bureau's own. Absent: the account's callers do. */
  kind: z.optional(z.enum(['hotline'])),
  /** The last call that came on it, to the minute: whether forwarding works is seen from what arrives [P21]; absent: none yet. */
  lastCall: z.optional(
    z.object({
      at: instantSchema,
      /** Which line of the client was forwarded, when the network says so, and why (RFC 5806). */
      forwarded: z.nullable(z.object({ number: z.nullable(phoneNumberSchema), reason: z.string() })),
    }),
  ),
});
export type Line = z.infer<typeof lineSchema>;
