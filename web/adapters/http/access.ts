import * as z from 'zod/mini';
import { otherRoutes, ownSessionsSchema } from '#shared/api.ts';
import type { Access } from '../../ports.ts';
import { ask } from './identity.ts';

const outcomeSchema = z.object({ outcome: z.enum(['set', 'expired']) });

/** Access over HTTP. */
export function httpAccess(fetch: typeof globalThis.fetch): Access {
  return {
    async ask(email) {
      const response = await ask(fetch, otherRoutes.askAccess.path, { email });
      if (response?.status === 429) return 'limited';
      return response?.ok ? 'asked' : 'unreachable';
    },
    async setPassword(token, password) {
      const response = await ask(fetch, otherRoutes.setPassword.path, { token, password });
      if (response?.status === 429) return 'limited';
      if (response?.status === 400) return 'expired';
      if (!response?.ok) return 'unreachable';
      const parsed = outcomeSchema.safeParse(await response.json());
      return parsed.success ? parsed.data.outcome : 'unreachable';
    },
    async sessions() {
      const response = await ask(fetch, otherRoutes.sessions.path);
      const parsed = ownSessionsSchema.safeParse(response?.ok ? await response.json() : null);
      return parsed.success ? parsed.data.items : null;
    },
    endSessions: async (id) => (await ask(fetch, otherRoutes.endSessions.path, { id }))?.ok === true,
  };
}
