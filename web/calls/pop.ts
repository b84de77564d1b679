import type { CallerMatch } from '#shared/calls/caller-match.ts';
import type { Contact } from '#shared/calls/contact.ts';
import type { PopRows } from '#shared/calls/screen-pop.ts';
import type { LiveCall } from '#shared/live.ts';
import type { Reader } from '../ports/device.ts';

const EARLIER_NOTES = 10;

const noCalls = { count: 0, latest: [] };

/** What the device holds of the account that is called: null before it has been read, `missing` when it is not there. */
export type Sheets = {
  sheetOf(call: Pick<LiveCall, 'accountId' | 'lineId'>): Omit<PopRows, keyof CallerRows> | 'missing' | null;
  onChange(listener: () => void): () => void;
};

/** What the device holds of the caller, found by index and never by a scan. */
export type CallerRows = Pick<PopRows, 'contacts' | 'notes' | 'calls' | 'task'>;

export async function readCaller(rows: Reader, { accountId, caller, outbound }: LiveCall): Promise<CallerRows> {
  const [contacts, notes, calls, task] = await Promise.all([
    caller === null ? [] : rows.contactsByNumber(accountId, caller),
    caller === null ? [] : rows.notesByNumber(accountId, caller, EARLIER_NOTES),
    caller === null ? noCalls : rows.callsByNumber(accountId, caller),
    outbound?.taskId ? rows.get('task', outbound.taskId) : undefined,
  ]);
  return { contacts, notes, calls, task };
}

/** Somebody kept his place and is to be called now: nobody is on the line, and there is something to write once he is reached. */
export const isTurn = (call: LiveCall): boolean => call.state === 'offered' && call.outbound != null;

/** Who may be calling, as far as the number tells. */
export function callers(match: CallerMatch): readonly Contact[] {
  if (match.kind === 'known') return [match.contact];
  return match.kind === 'several' ? match.contacts : [];
}
