/** Nobody is left alone for longer, whatever he asks for, in milliseconds: a note is waited for. */
export const longestAskedMs = 3600_000;

/** Two header fields of an answer; absent or null: not there. */
type Answered = { readonly retryAfter: string | null | undefined; readonly date: string | null | undefined };

/**
 * How long a service asks to be left alone by `Retry-After` (RFC 9110, 10.2.3): seconds, or an HTTP date (5.6.7), which is meant
 * by the clock of its own `Date`, else by ours. In milliseconds; null when it asks for nothing, or for nothing that can be read.
 */
export function retryAfter({ retryAfter, date }: Answered, nowMs: number): number | null {
  const text = retryAfter?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : dateMs(text) - (dateMs(date ?? '') || nowMs);
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), longestAskedMs);
}

/** The three forms all begin with the day's name; that of C says no zone, and means the same one. */
const dateMs = (text: string): number =>
  /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) : Number.NaN;
