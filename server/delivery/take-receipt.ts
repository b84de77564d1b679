import { advance } from '#shared/delivery/progress.ts';
import type { SmsReceipts, SmsStatus } from '../ports/delivery.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import { receiptEvent } from './receipt-event.ts';

export type TakeReceiptDeps = {
  readonly store: Store;
  readonly poke: (spaces: readonly string[]) => void;
  readonly clock: Clock;
  readonly receipts: SmsReceipts;
};

/** A receipt of the SMS gateway. Twice is once, an older one changes nothing, one that comes before its id is kept. */
export const takeReceipt =
  (deps: TakeReceiptDeps) =>
  async ({ id, status }: { readonly id: string; readonly status: SmsStatus }): Promise<void> => {
    const deliveryId = await deps.receipts.take(id, status);
    if (deliveryId === null) return;
    const { changed } = await deps.store.transact(async (tx) => {
      const delivery = await tx.get('delivery', deliveryId);
      if (delivery === undefined) return;
      const next = advance(delivery, receiptEvent(status, deps.clock()));
      if (next.state !== delivery.state) await tx.put('delivery', next);
    });
    deps.poke(changed);
  };
