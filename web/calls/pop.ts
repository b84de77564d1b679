import type { CallerMatch } from '#shared/calls/caller-match.ts';
import type { Contact } from '#shared/calls/contact.ts';
import { type ScreenPop, screenPop } from '#shared/calls/screen-pop.ts';
import type { LiveCall } from '#shared/live.ts';
import type { Instant } from '#shared/time.ts';
import type { Reader } from '../ports.ts';

const EARLIER_NOTES = 10;

const noCalls = { count: 0, latest: [] };

export type Viewer = { readonly operatorName: string; readonly at: Instant };

/** Reads the pop from the device alone; null while the account is not on it. */
export async function readPop(rows: Reader, call: LiveCall, viewer: Viewer): Promise<ScreenPop | null> {
  const { accountId, caller } = call;
  const [account, line, people, instructions, contacts, notes, cards, calls] = await Promise.all([
    rows.get('account', accountId),
    rows.get('line', call.lineId),
    rows.list('person', accountId),
    rows.list('instruction', accountId),
    caller === null ? [] : rows.contactsByNumber(accountId, caller),
    caller === null ? [] : rows.notesByNumber(accountId, caller, EARLIER_NOTES),
    rows.list('card', accountId),
    caller === null ? noCalls : rows.callsByNumber(accountId, caller),
  ]);
  if (!account) return null;
  return screenPop(call, { account, line: line ?? null, people, instructions, contacts, notes, cards, calls }, viewer);
}

/** Who may be calling, as far as the number tells. */
export function callers(match: CallerMatch): readonly Contact[] {
  if (match.kind === 'known') return [match.contact];
  return match.kind === 'several' ? match.contacts : [];
}
