import * as z from 'zod/mini';
import { sessionPath, sessionSchema } from '../session.ts';
import { pullRequestSchema, pullResponseSchema, pushRequestSchema, pushResponseSchema } from '../sync/protocol.ts';
import { instantSchema } from '../time.ts';
import { endpoint, nothing } from './endpoint.ts';

export type Session = z.infer<typeof sessionSchema>;

/** What devices and servers tell each other of rows. */
export const syncApi = {
  /** Public facts that the sign-in page needs. */
  about: endpoint({
    method: 'GET',
    path: '/api/about',
    who: 'public',
    input: nothing,
    output: z.object({ version: z.string(), demo: z.boolean(), serverTime: instantSchema }),
  }),
  session: endpoint({ method: 'GET', path: sessionPath, who: 'signed-in', input: nothing, output: sessionSchema }),
  push: endpoint({
    method: 'POST',
    path: '/api/sync/push',
    who: 'signed-in',
    input: pushRequestSchema,
    output: pushResponseSchema,
  }),
  pull: endpoint({
    method: 'POST',
    path: '/api/sync/pull',
    who: 'signed-in',
    input: pullRequestSchema,
    output: pullResponseSchema,
  }),
} as const;
