import * as z from 'zod/mini';

/** `HH:MM`, 24:00 included. */
export const clockTimeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/));

/** When calls are answered: always, or per ISO weekday (1 = Monday) in the zone of its owner; `to` is exclusive. */
export const openingHoursSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }),
  z.object({
    kind: z.literal('weekly'),
    periods: z.array(z.object({ day: z.int().check(z.minimum(1), z.maximum(7)), from: clockTimeSchema, to: clockTimeSchema })),
    /** Closed on these local dates (ISO 8601), holidays for example [J14]. */
    closedOn: z.array(z.iso.date()),
  }),
]);
export type OpeningHours = z.infer<typeof openingHoursSchema>;
