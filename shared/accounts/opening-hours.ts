import * as z from 'zod/mini';

/** `HH:MM`, 24:00 included. */
export const clockTimeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/));

/** The countries whose public holidays are known, see `public-holidays.ts`. */
export const holidayCountries = ['FR', 'BE', 'NL', 'LU', 'JP'] as const;
const holidayCountrySchema = z.enum(holidayCountries);
export type HolidayCountry = z.infer<typeof holidayCountrySchema>;

/** Closed on the public holidays of a country every year, but for those named. */
export const publicHolidaysOffSchema = z.object({
  country: holidayCountrySchema,
  openOn: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(40)),
});
export type PublicHolidaysOff = z.infer<typeof publicHolidaysOffSchema>;

/** When calls are answered: always, or per ISO weekday (1 = Monday) in the zone of its owner; `to` is exclusive. */
export const openingHoursSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }),
  z.object({
    kind: z.literal('weekly'),
    periods: z.array(z.object({ day: z.int().check(z.minimum(1), z.maximum(7)), from: clockTimeSchema, to: clockTimeSchema })),
    /** Closed on these local dates (ISO 8601). */
    closedOn: z.array(z.iso.date()),
    /** Closed on public holidays [J14]; null or absent: open. A writer who does not know the field leaves it out. */
    publicHolidays: z.optional(z.nullable(publicHolidaysOffSchema)),
  }),
]);
export type OpeningHours = z.infer<typeof openingHoursSchema>;
