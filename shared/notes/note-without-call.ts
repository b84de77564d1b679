import type { CallRecord } from '../calls/call-record.ts';
import { type Instant, toMs } from '../time.ts';

/** Milliseconds after the end of a call in which a note can still be that call's. */
const afterCallMs = 30 * 60_000;

type Talk = Pick<CallRecord, 'accountId' | 'answeredAt' | 'endedAt'>;

/**
 * Whether a note that was written without a call, on a page that was offline, is the note of this one, which its operator took
 * meanwhile on his own telephone.
 */
export function isNoteOf(
  note: { readonly accountId: string; readonly callId: string | null; readonly writtenAt: Instant },
  { accountId, answeredAt, endedAt }: Talk,
): boolean {
  if (note.callId !== null || note.accountId !== accountId || answeredAt === null) return false;
  const at = toMs(note.writtenAt);
  return at >= toMs(answeredAt) && (endedAt === null || at <= toMs(endedAt) + afterCallMs);
}

/** The call, among those of its account, that a note without a call belongs to: the last that fits and has no note. */
export function callOfNote(
  note: { readonly accountId: string; readonly operatorId: string | null; readonly writtenAt: Instant },
  calls: readonly CallRecord[],
): CallRecord | undefined {
  return calls
    .filter((call) => call.operatorId === note.operatorId && call.disposition === null && isTakenByTelephone(call))
    .filter((call) => isNoteOf({ ...note, callId: null }, call))
    .sort((a, b) => (a.arrivedAt < b.arrivedAt ? -1 : 1))
    .at(-1);
}

const isTakenByTelephone = ({ offers }: CallRecord): boolean =>
  offers.some(({ outcome, telephone }) => telephone !== undefined && outcome === 'answered');
