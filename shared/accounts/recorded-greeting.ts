import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';
import { type OpeningHours, openingHoursSchema } from './opening-hours.ts';
import { openingText } from './opening-hours-text.ts';

/** The client's own words for callers whom nobody answers, in place of the spoken opening hours [P13]. */
export const recordedGreetingSchema = z.object({
  recordingId: z.uuid(),
  seconds: z.number(),
  by: z.string(),
  at: instantSchema,
  /** When calls were answered (bureau ∩ account) at that time: the words may name these hours. */
  hours: openingHoursSchema,
  /** False: the voice speaks and the recording is kept. */
  inUse: z.boolean(),
});
export type RecordedGreeting = z.infer<typeof recordedGreetingSchema>;

/** Whether callers would be told other hours now than when it was recorded. Single days off are not told, so they do not count. */
export const mayNameOldHours = (recorded: RecordedGreeting, now: OpeningHours): boolean =>
  openingText(recorded.hours, 'en') !== openingText(now, 'en');
