import { isDeepStrictEqual } from 'node:util';
import type { CallRecord } from '#shared/calls/call-record.ts';
import { clientCallOf } from '#shared/calls/client-call.ts';
import type { ServerTransaction } from '../ports/store.ts';

/** The name of the job that looks whether a threshold of use is reached. */
export const usageJobName = 'usage';

/**
 * In the transaction that changed a call: its client sees it in his list. Once an answered call is over, the counter is looked at,
 * one look for all calls that end meanwhile.
 */
export async function showCall(tx: ServerTransaction, call: CallRecord): Promise<void> {
  const shown = clientCallOf(call);
  if (isDeepStrictEqual(await tx.get('clientCall', call.id), shown)) return;
  await tx.put('clientCall', shown);
  const { accountId, answeredAt, endedAt } = shown;
  if (answeredAt === null || endedAt === null) return;
  await tx.addJob({ name: usageJobName, key: `usage:${accountId}`, payload: { accountId } });
}

/** The same for the call of a note that was just locked: what it came to stands on it then. */
export async function showCallOf(tx: ServerTransaction, noteId: string): Promise<void> {
  const callId = (await tx.get('note', noteId))?.callId ?? null;
  const call = callId === null ? undefined : await tx.get('call', callId);
  if (call !== undefined) await showCall(tx, call);
}
