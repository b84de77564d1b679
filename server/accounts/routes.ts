import { type Context, Hono } from 'hono';
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
  /** The caller's network address. */
  readonly addressOf: (c: Context) => string;
  /** Closes the session's sockets and refuses its cached cookie. */
  readonly onSignedOut: (who: SignedIn) => void;
};

/**
 * Sign-in, sign-out and the renewal of the cookie's cache; nothing else of better-auth is reachable.
 * Their answers carry cookies and a word at most: scripts get no token, and a wrong password and an unknown address
 * are answered alike, after the same work.
 */
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
    const attempt = { email: credentials.data.email, address: deps.addressOf(c) };
    const outcome = await signIn(deps, attempt, async () => {
      const response = await deps.handle(c.req.raw);
      return { succeeded: response.ok, value: response };
    });
    if ('value' in outcome) return outcome.value.ok ? onlyCookies(c, outcome.value) : outcome.value;
    return c.json({ code: 'sign_in.too_many', waitSeconds: outcome.waitSeconds }, 429, {
      'retry-after': String(outcome.waitSeconds),
    });
  });
  routes.post('/api/auth/sign-out', async (c) => {
    const who = await deps.signedIn(c.req.raw.headers);
    const response = await deps.handle(c.req.raw);
    if (who !== null) deps.onSignedOut(who);
    return onlyCookies(c, response);
  });
  routes.get('/api/auth/get-session', async (c) => {
    const renewed = new URL(c.req.url);
    renewed.search = '?disableCookieCache=true'; // else the cache is answered from itself until it is too old
    return onlyCookies(c, await deps.handle(new Request(renewed, { headers: c.req.raw.headers })));
  });
  return routes;
}

function onlyCookies(c: Context, response: Response): Response {
  for (const cookie of response.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
  return c.json({ ok: response.ok }, response.ok ? 200 : 503);
}
