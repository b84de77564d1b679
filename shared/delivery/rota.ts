import * as z from 'zod/mini';
import { clockTimeSchema } from '../accounts/opening-hours.ts';
import { instantSchema } from '../time.ts';

const dutySchema = z.object({ day: z.int().check(z.minimum(1), z.maximum(7)), from: clockTimeSchema, to: clockTimeSchema });

/** Who is on call for urgent notes [I18]: one after the other, each for so many days, by the account's clock. */
export const rotaSchema = z.object({
  /** In the order of their turns. */
  people: z.array(z.uuid()).check(z.minLength(1), z.maxLength(20)),
  /** Date and time of the first handover; every one is at this time of the day. */
  since: z.string().check(z.regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/)),
  turnDays: z.int().check(z.minimum(1), z.maximum(28)),
  /** When somebody is on call at all; `to` at or before `from` is on the next day. Empty: at any hour. */
  duty: z.array(dutySchema).check(z.maxLength(30)),
  /** Somebody takes over for a while; of two the later one in the list. */
  swaps: z.array(z.object({ personId: z.uuid(), from: instantSchema, to: instantSchema })).check(z.maxLength(50)),
});
export type Rota = z.infer<typeof rotaSchema>;
