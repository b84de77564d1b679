import { isLate, waitsSince } from '#shared/notes/awaited-callback.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Instant } from '#shared/time.ts';
import { m } from '#web/paraglide/messages.js';
import { written } from '../ui/dates.ts';

/** `waits for 2 days`, one minute at least, and that this is too long [J08]. */
export function waitsWords(note: Note, now: Instant, locale: string): string {
  const { count, unit } = waitsSince(note, now);
  const age = new Intl.NumberFormat(written(locale), { style: 'unit', unit, unitDisplay: 'long' }).format(Math.max(1, count));
  return isLate(note, now) ? m.client_waits_late({ age }) : m.client_waits({ age });
}
