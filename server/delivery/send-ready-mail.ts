import * as z from 'zod/mini';
import { type QueueMail, SendFailed, type SendMail } from '../ports/delivery.ts';

/** The name of the job that hands over one mail. */
export const readyMailJobName = 'mail';

const readyMailSchema = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  messageId: z.string(),
  headers: z.record(z.string(), z.string()),
});

/** Leaves a mail in the transaction, to be sent after it. */
export const queueMail: QueueMail = (tx, mail, key) => tx.addJob({ name: readyMailJobName, key: `mail:${key}`, payload: mail });

/** The job that sends a mail: a mailbox that takes nothing for good is given up; other failures are tried again by the queue. */
export const sendReadyMail =
  (deps: { readonly send: SendMail; readonly onRefused: () => void }) =>
  async (payload: unknown): Promise<void> => {
    const mail = readyMailSchema.parse(payload);
    try {
      await deps.send({ ...mail, returns: null, attachments: [] });
    } catch (error) {
      if (!(error instanceof SendFailed) || !error.permanent) throw error;
      deps.onRefused();
    }
  };
