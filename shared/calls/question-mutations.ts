import * as z from 'zod/mini';
import { laterWins, mutation } from '../sync/mutation.ts';
import { toMs } from '../time.ts';
import { answerArgs, askArgs } from './question.ts';

/** Milliseconds that questions stay: what was asked is no record, the note is. */
const keptMs = 24 * 3600_000;

/** The operator asks the client, who is on the line and what to do; earlier questions go after a day. */
export const askQuestion = mutation({
  args: askArgs,
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, args, { at, name }) {
    if (await tx.get('question', args.id)) return 'unchanged';
    if (!(await tx.get('account', args.accountId))) return 'not-found';
    for (const { id, askedAt } of await tx.list('question', args.accountId)) {
      if (toMs(at) - toMs(askedAt) > keptMs) await tx.remove('question', id);
    }
    await tx.put('question', { ...args, askedAt: at, askedBy: name.slice(0, 80), answer: null, closedAt: null });
    return 'applied';
  },
});

/** A person of the client answers; the first answer counts, later ones change nothing. */
export const answerQuestion = mutation({
  args: answerArgs,
  roles: ['person'],
  guards: laterWins,
  async run(tx, { accountId, questionId, personId, wish }, { at, name }) {
    const question = await tx.get('question', questionId);
    if (!question) return 'not-found';
    const person = await tx.get('person', personId);
    if (question.accountId !== accountId || person?.accountId !== accountId) return 'forbidden';
    if (question.answer !== null || question.closedAt !== null) return 'unchanged';
    await tx.put('question', { ...question, answer: { at, by: name, personId, wish } });
    return 'applied';
  },
});

/** The operator needs no answer any more. */
export const closeQuestion = mutation({
  args: z.object({ accountId: z.uuid(), questionId: z.uuid() }),
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, { accountId, questionId }, { at }) {
    const question = await tx.get('question', questionId);
    if (!question) return 'not-found';
    if (question.accountId !== accountId) return 'forbidden';
    if (question.closedAt !== null) return 'unchanged';
    await tx.put('question', { ...question, closedAt: at });
    return 'applied';
  },
});
