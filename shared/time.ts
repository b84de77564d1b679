import * as z from 'zod/mini';

/** An instant: RFC 3339 in UTC with milliseconds, e.g. `2026-11-19T09:42:00.000Z`. Compares as text. */
export const instantSchema = z.iso.datetime();
export type Instant = z.infer<typeof instantSchema>;

/** Milliseconds since the epoch of an instant. */
export const toMs = (at: Instant): number => Date.parse(at);

/** The instant of a number of milliseconds since the epoch. */
export const fromMs = (ms: number): Instant => new Date(ms).toISOString();
