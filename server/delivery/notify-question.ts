import * as z from 'zod/mini';
import { answerWithinMs } from '#shared/calls/question.ts';
import { type PushMessage, pushMessageSchema } from '#shared/delivery/message.ts';
import { notifiedOf, writeAnswered, writeQuestion } from '#shared/delivery/question-push.ts';
import { present } from '#shared/errors.ts';
import { toMs } from '#shared/time.ts';
import { SendFailed } from '../ports/delivery.ts';
import type { ServerTransaction } from '../ports/store.ts';
import type { FactsDeps } from './queue-delivery.ts';
import type { SendMessage } from './send-message.ts';

/** The name of the job that hands one notification over which is about no note. */
export const notifyJobName = 'notify';

const notifyJobSchema = z.object({ message: pushMessageSchema });

/** In the transaction of the question, or of its answer: whoever is asked learns it on every device that takes notifications. */
export async function notifyQuestion(
  { clock, publicUrl }: FactsDeps,
  tx: ServerTransaction,
  { questionId, what }: { readonly questionId: string; readonly what: 'asked' | 'answered' },
): Promise<void> {
  const question = present(await tx.get('question', questionId), 'question.not_found');
  const at = clock();
  if (toMs(at) - toMs(question.askedAt) > answerWithinMs && what === 'asked') return; // the device was offline
  const account = present(await tx.get('account', question.accountId), 'account.not_found');
  const roster = await tx.list('person', account.id);
  const instructions = await tx.list('instruction', account.id);
  for (const { id: personId } of notifiedOf({ account, roster, instructions, at }, question)) {
    if (what === 'answered' && personId === question.answer?.personId) continue;
    const write = what === 'asked' ? writeQuestion : writeAnswered;
    const message = write(question, account, { personId, publicUrl: publicUrl.replace(/\/+$/, '') });
    await tx.addJob({ name: notifyJobName, key: `question:${what}:${questionId}:${personId}`, payload: { message } });
  }
}

/** The job `notify`: what cannot be handed over now is of no use later, and the desk offers to call. */
export const notify =
  (deps: { readonly send: SendMessage; readonly onFailed: (problem: string) => void }) =>
  async (payload: unknown): Promise<void> => {
    const { message }: { message: PushMessage } = notifyJobSchema.parse(payload);
    try {
      await deps.send(message, message.topic);
    } catch (error) {
      if (!(error instanceof SendFailed)) throw error;
      deps.onFailed(error.problem);
    }
  };
