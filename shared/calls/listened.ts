import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';

/** How a supervisor follows a conversation: heard by nobody, by the operator alone, by all. */
export const listeningSchema = z.enum(['listen', 'whisper', 'join']);
export type Listening = z.infer<typeof listeningSchema>;

/** One stretch in which a supervisor followed the call, or had it himself (`take-over`); `until` is null while it lasts. */
export const listenedSchema = z.object({
  supervisorId: z.uuid(),
  name: z.string(),
  how: z.enum([...listeningSchema.options, 'take-over']),
  from: instantSchema,
  until: z.nullable(instantSchema),
});
export type Listened = z.infer<typeof listenedSchema>;
