import * as z from 'zod/mini';
import { laterWins, mutation } from '../sync/mutation.ts';
import { preferencesSchema, standardPreferences } from './preferences.ts';

/** His own keys; an action that is not named has the standard ones. */
export const setOwnKeys = mutation({
  args: z.object({ operatorId: z.uuid(), keys: preferencesSchema.shape.keys }),
  roles: ['operator'],
  guards: laterWins,
  async run(tx, { operatorId, keys }) {
    const before = (await tx.get('preferences', operatorId)) ?? standardPreferences(operatorId);
    await tx.put('preferences', { ...before, keys });
    return 'applied';
  },
});

/** His own texts by short form. */
export const setOwnBlocks = mutation({
  args: z.object({ operatorId: z.uuid(), blocks: preferencesSchema.shape.blocks }),
  roles: ['operator'],
  guards: laterWins,
  async run(tx, { operatorId, blocks }) {
    const before = (await tx.get('preferences', operatorId)) ?? standardPreferences(operatorId);
    await tx.put('preferences', { ...before, blocks });
    return 'applied';
  },
});
