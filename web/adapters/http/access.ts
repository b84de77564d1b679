import * as z from 'zod/mini';
import type { otherRoutes } from '#shared/api.ts';
import type { Access } from '../../ports/identity.ts';
import { contract } from './contract.ts';
import { ask } from './identity.ts';

const outcomeSchema = z.object({ outcome: z.enum(['set', 'expired']) });

/** Access over HTTP. */
export function httpAccess(fetch: typeof globalThis.fetch): Access {
  /** Null: no answer. */
  const asked = async (route: keyof typeof otherRoutes, body?: object): Promise<Response | null> => {
    const known = await contract().catch(() => null); // no network
    return known && ask(fetch, known.otherRoutes[route].path, body);
  };
  return {
    async ask(email) {
      const response = await asked('askAccess', { email });
      if (response?.status === 429) return 'limited';
      return response?.ok ? 'asked' : 'unreachable';
    },
    async setPassword(token, password) {
      const response = await asked('setPassword', { token, password });
      if (response?.status === 429) return 'limited';
      if (response?.status === 400) return 'expired';
      if (!response?.ok) return 'unreachable';
      const parsed = outcomeSchema.safeParse(await response.json());
      return parsed.success ? parsed.data.outcome : 'unreachable';
    },
    async sessions() {
      const response = await asked('sessions');
      if (!response?.ok) return null;
      const parsed = (await contract()).ownSessionsSchema.safeParse(await response.json());
      return parsed.success ? parsed.data.items : null;
    },
    endSessions: async (id) => (await asked('endSessions', { id }))?.ok === true,
  };
}
