import { isDelivered } from '../notes/disposition.ts';
import type { Note } from '../notes/note.ts';
import { type Instant, toMs } from '../time.ts';

/** Whether somebody of the client has to take it on: then it climbs [S14]. */
export const isUrgent = ({ content }: Note): boolean => content.urgent && isDelivered(content.disposition);

/**
 * Whether somebody of the bureau must look now: all rounds are over, a call is due, or the next step is more than a
 * minute late. An urgent note from before the ladder is always late.
 */
export function isPastItsTime(note: Note, now: Instant): boolean {
  if (!isUrgent(note) || note.acknowledged !== null || note.done !== null) return false;
  const { climb } = note;
  if (climb === undefined || climb.state === 'exhausted' || climb.toCall !== null) return true;
  return climb.nextAt !== null && toMs(now) - toMs(climb.nextAt) > lateAfterMs;
}

const lateAfterMs = 60_000;
