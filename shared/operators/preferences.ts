import * as z from 'zod/mini';
import { textBlocksSchema } from '../notes/text-block.ts';

/** The chords of an action, as `web/calls/keys.ts` writes them; a page that does not know the action leaves it alone. */
const chordsSchema = z.array(z.string().check(z.maxLength(40))).check(z.maxLength(3));

/** How one operator works, on whatever device. Read by nobody else. */
export const preferencesSchema = z.object({
  /** The operator's. */
  id: z.uuid(),
  /** Only actions whose keys he has changed. */
  keys: z.record(z.string().check(z.maxLength(40)), chordsSchema),
  blocks: textBlocksSchema,
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** Of an operator who has changed nothing. */
export const standardPreferences = (operatorId: string): Preferences => ({ id: operatorId, keys: {}, blocks: [] });
