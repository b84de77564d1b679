import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { CodedError } from '#shared/errors.ts';
import type { SignedIn, SignInFailures } from '../ports.ts';
import { signIn } from './sign-in.ts';

const credentialsSchema = z.object({ email: z.email().check(z.maxLength(200)), password: z.string().check(z.maxLength(200)) });

export type SignInDeps = {
  readonly handle: (request: Request) => Promise<Response>;
  readonly signedIn: (headers: Headers) => Promise<SignedIn | null>;
  readonly failures: SignInFailures;
  readonly nowMs: () => number;
  /** Closes the session's sockets and refuses its cached cookie. */
  readonly onSignedOut: (who: SignedIn) => void;
};

/** Sign-in, sign-out and the renewal of the cookie's cache; nothing else of better-auth is reachable. */
export function authRoutes(deps: SignInDeps): Hono {
  const routes = new Hono();
  routes.post('/api/auth/sign-in/email', async (c) => {
    const credentials = credentialsSchema.safeParse(
      await c.req.raw
        .clone()
        .json()
        .catch(() => null),
    );
    if (!credentials.success) throw new CodedError('input.invalid', 'expected email and password', { field: 'email' });
    const address = getConnInfo(c).remote.address ?? 'unknown';
    const outcome = await signIn(deps, { email: credentials.data.email, address }, async () => {
      const response = await deps.handle(c.req.raw);
      return { succeeded: response.ok, value: response };
    });
    if ('value' in outcome) return outcome.value;
    return c.json({ code: 'sign_in.too_many', waitSeconds: outcome.waitSeconds }, 429, {
      'retry-after': String(outcome.waitSeconds),
    });
  });
  routes.post('/api/auth/sign-out', async (c) => {
    const who = await deps.signedIn(c.req.raw.headers);
    const response = await deps.handle(c.req.raw);
    if (who !== null) deps.onSignedOut(who);
    return response;
  });
  routes.get('/api/auth/get-session', (c) => deps.handle(c.req.raw));
  return routes;
}
