import { type Instant, toMs } from '../time.ts';
import { isDelivered } from './disposition.ts';
import type { Note } from './note.ts';

/** Somebody asked to be called back, and nobody of the client has said that he does [J08]. */
export const awaitsCallback = ({ content, callingBack, done }: Note): boolean =>
  content.callback === 'please-call-back' && isDelivered(content.disposition) && callingBack === null && done === null;

/** A time in its largest whole unit: 2 days, 5 hours, 40 minutes. */
export type Age = { readonly count: number; readonly unit: 'minute' | 'hour' | 'day' };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long the caller of a note has waited for his call. */
export function waitsSince({ lockedAt }: Pick<Note, 'lockedAt'>, at: Instant): Age {
  const ms = Math.max(0, toMs(at) - toMs(lockedAt));
  if (ms >= dayMs) return { count: Math.floor(ms / dayMs), unit: 'day' };
  return ms >= hourMs ? { count: Math.floor(ms / hourMs), unit: 'hour' } : { count: Math.floor(ms / minuteMs), unit: 'minute' };
}

/** He waits longer than was promised [S23]; without a promise, longer than a day. */
export function isLate({ lockedAt, content }: Pick<Note, 'lockedAt' | 'content'>, at: Instant): boolean {
  return toMs(at) > (content.promisedBy === undefined ? toMs(lockedAt) + dayMs : toMs(content.promisedBy));
}
