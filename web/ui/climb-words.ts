import type { Note } from '#shared/notes/note.ts';
import type { Instant } from '#shared/time.ts';
import { m } from '#web/paraglide/messages.js';

/** How far an urgent note has climbed, in a sentence; empty when it does not climb. `time` writes an instant of today. */
export function climbSentence({ climb, acknowledged }: Note, time: (at: Instant) => string): string {
  if (climb === undefined) return '';
  if (acknowledged !== null) return m.climb_taken({ name: acknowledged.by, time: time(acknowledged.at) });
  if (climb.nextAt === null) return m.climb_exhausted();
  return m.climb_step({ step: climb.step, steps: climb.steps, time: time(climb.nextAt) });
}
