import * as z from 'zod/mini';
import { sessionPath, sessionSchema } from '#shared/session.ts';
import type { Identity } from '../../ports/identity.ts';

const limitedSchema = z.object({ waitSeconds: z.number() });

/** Sign-in over HTTP; the session itself is an httpOnly cookie that no script sees. */
export function httpIdentity(fetch: typeof globalThis.fetch): Identity {
  return {
    async signIn(email, password) {
      const response = await ask(fetch, '/api/auth/sign-in/email', { email, password });
      if (response === null || response.status >= 500) return { kind: 'unreachable' };
      if (response.ok) return { kind: 'signed-in' };
      if (response.status !== 429) return { kind: 'wrong' };
      const limited = limitedSchema.safeParse(await response.json());
      return { kind: 'limited', waitSeconds: limited.success ? limited.data.waitSeconds : 60 };
    },
    async signOut() {
      await ask(fetch, '/api/auth/sign-out', {});
    },
    async session() {
      const response = await ask(fetch, sessionPath);
      if (response?.status === 401) return { kind: 'signed-out' };
      if (!response?.ok) return { kind: 'unreachable' };
      const parsed = sessionSchema.safeParse(await response.json());
      return parsed.success ? { kind: 'session', session: parsed.data } : { kind: 'unreachable' };
    },
    async renew() {
      await ask(fetch, '/api/auth/get-session');
    },
  };
}

/** The response, or null when no server answered. */
export async function ask(fetch: typeof globalThis.fetch, path: string, body?: object): Promise<Response | null> {
  const request: RequestInit =
    body === undefined
      ? { signal: AbortSignal.timeout(8000) }
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(15_000),
        };
  try {
    return await fetch(path, request);
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof DOMException) return null;
    throw cause;
  }
}
