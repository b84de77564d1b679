import * as z from 'zod/mini';

/** What became of a number that the bureau called itself. */
export const dialResultSchema = z.enum(['answered', 'no-answer', 'busy', 'refused', 'failed', 'called-off']);
export type DialResult = z.infer<typeof dialResultSchema>;
