import type { Outbox, SendSms } from '../../ports/delivery.ts';
import type { Clock, NewId } from '../../ports/time.ts';

/** Text messages of an installation without `SMS_URL`: rows of the outbox. */
export function smsToOutbox(deps: { readonly outbox: Outbox; readonly clock: Clock; readonly newId: NewId }): SendSms {
  return async ({ to, text }) => {
    const id = deps.newId();
    await deps.outbox.add({ id, at: deps.clock(), channel: 'sms', to, subject: '', body: text });
    return { id };
  };
}
