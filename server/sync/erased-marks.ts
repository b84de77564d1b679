import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { isErasable } from '#shared/sync/erasure.ts';
import { tracesIn } from '#shared/sync/person-data.ts';
import type { Instant } from '#shared/time.ts';
import type { ErasedMarks, ServerTransaction } from '../ports/store.ts';

/** What stands for a number or name of an account in the memory of erasures: nobody reads it back, who knows it finds it again. */
export type Digest = (accountId: string, text: string) => string;

/** Digests under a key of the installation. */
export const digestUnder =
  (key: string): Digest =>
  (accountId, text) =>
    createHmac('sha256', key).update(`${accountId}:${text}`).digest('base64url');

const ofAccount = z.object({ accountId: z.uuid() });

/** Whether a row is of somebody who was erased; null: nothing in the change is. */
export async function memoryOfErasures(
  { digest }: { readonly digest: Digest },
  tx: ServerTransaction,
  { args, at }: { readonly args: unknown; readonly at: Instant },
): Promise<((row: object) => Promise<boolean>) | null> {
  const account = ofAccount.safeParse(args);
  if (!account.success) return null;
  const { accountId } = account.data;
  const isErased = (value: unknown) => tx.knowsErased(accountId, marksIn(digest, accountId, value), at);
  return (await isErased(args)) ? isErased : null;
}

/** The transaction in which rows of such persons are written without their contents. */
export const forgetting = (tx: ServerTransaction, isErased: (row: object) => Promise<boolean>): ServerTransaction => ({
  ...tx,
  async put(kind, row) {
    await tx.put(kind, row);
    if (isErasable(kind) && (await isErased(row))) await tx.erase(kind, row.id);
  },
});

function marksIn(digest: Digest, accountId: string, value: unknown): ErasedMarks {
  const { ids, numbers, names } = tracesIn(value);
  return { ids: ids.filter((id) => id !== accountId), digests: [...numbers, ...names].map((text) => digest(accountId, text)) };
}
