import { type Instant, toMs } from '#shared/time.ts';

/** Milliseconds after which a caller who hears music is to be spoken to again, and again [FIELD: come back every 30 s]. */
const everyMs = 30_000;

/** How often the operator has been due to come back since the music began; 0 while nobody hears it. */
export const holdReminders = (heldSince: Instant | null, nowMs: number): number =>
  heldSince === null ? 0 : Math.max(0, Math.floor((nowMs - toMs(heldSince)) / everyMs));
