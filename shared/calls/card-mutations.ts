import * as z from 'zod/mini';
import { laterWins, mutation } from '../sync/mutation.ts';
import { callerCardSchema } from './caller-card.ts';

/** Keeps a card for a caller; the later in server order wins, and what was said stays said. */
export const saveCard = mutation({
  args: z.omit(callerCardSchema, { done: true }),
  roles: ['operator', 'person', 'supervisor'],
  guards: laterWins,
  async run(tx, card) {
    const before = await tx.get('card', card.id);
    if (before && before.accountId !== card.accountId) return 'forbidden';
    await tx.put('card', { ...card, done: before?.done ?? null });
    return 'applied';
  },
});

const cardRef = z.object({ accountId: z.uuid(), cardId: z.uuid() });

/** The message was said, or the expected caller was put through. */
export const finishCard = mutation({
  args: cardRef,
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, { accountId, cardId }, { at, name: by }) {
    const card = await tx.get('card', cardId);
    if (!card) return 'not-found';
    if (card.accountId !== accountId) return 'forbidden';
    if (card.done) return 'unchanged';
    await tx.put('card', { ...card, done: { at, by } });
    return 'applied';
  },
});

/** Takes a card away. */
export const removeCard = mutation({
  args: cardRef,
  roles: ['operator', 'person', 'supervisor'],
  guards: laterWins,
  async run(tx, { accountId, cardId }) {
    const card = await tx.get('card', cardId);
    if (!card) return 'unchanged';
    if (card.accountId !== accountId) return 'forbidden';
    await tx.remove('card', cardId);
    return 'applied';
  },
});
