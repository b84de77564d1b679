import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { deviceName } from '#shared/accounts/device-name.ts';
import { shortestPassword } from '#shared/accounts/sign-in-limit.ts';
import { endSessionsSchema, ownSessionsSchema } from '#shared/api/accounts.ts';
import { CodedError } from '#shared/errors.ts';
import type { SignedIn, SignInFailures, SignIns } from '../ports/sign-in.ts';
import { type SignInAttempt, signIn } from './sign-in.ts';

const credentialsSchema = z.object({ email: z.email().check(z.maxLength(200)), password: z.string().check(z.maxLength(200)) });

const askSchema = z.object({ email: z.email().check(z.maxLength(200)) });
const newPasswordSchema = z.object({
  token: z.string().check(z.minLength(20), z.maxLength(100)),
  password: z.string().check(z.minLength(shortestPassword), z.maxLength(128)),
});

export type SignInDeps = {
  readonly handle: (request: Request) => Promise<Response>;
  readonly signedIn: (headers: Headers) => Promise<SignedIn | null>;
  readonly failures: SignInFailures;
  readonly nowMs: () => number;
  /** The caller's network address. */
  readonly addressOf: (c: Context) => string;
  readonly signIns: Pick<SignIns, 'setPassword' | 'sessionsOf' | 'endSession'>;
  readonly askAccess: (email: string) => Promise<void>;
  /** Closes the session's sockets and refuses its cached cookie. */
  readonly onSignedOut: (who: Pick<SignedIn, 'sessionToken'> & Partial<SignedIn>) => void;
};

/**
 * Sign-in, sign-out and the renewal of the cookie's cache; nothing else of better-auth is reachable.
 * Their answers carry cookies and a word at most: scripts get no token, and a wrong password and an unknown address
 * are answered alike, after the same work.
 */
export function authRoutes(deps: SignInDeps): Hono {
  const routes = new Hono();
  routes.post('/api/auth/sign-in/email', async (c) => {
    const { email } = await read(c, credentialsSchema);
    const attempt = { email, address: deps.addressOf(c) };
    const outcome = await signIn(deps, attempt, async () => {
      const response = await deps.handle(c.req.raw);
      return { succeeded: response.ok, value: response };
    });
    if ('value' in outcome) return outcome.value.ok ? onlyCookies(c, outcome.value) : outcome.value;
    return tooMany(c, outcome);
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

/**
 * Access for who is on a roster [S07]. Asking counts like a failure, in counters of its own, since each may send a mail; so does a
 * link that is none.
 */
export function accessRoutes(deps: SignInDeps): Hono {
  const routes = new Hono();
  routes.post('/api/access/ask', async (c) => {
    const { email } = await read(c, askSchema);
    const outcome = await signIn(deps, apart('access', email, deps.addressOf(c)), async () => {
      await deps.askAccess(email);
      return { succeeded: false, value: null };
    });
    return 'value' in outcome ? c.json({ ok: true }) : tooMany(c, outcome);
  });
  routes.post('/api/access/password', async (c) => {
    const { token, password } = await read(c, newPasswordSchema);
    const address = deps.addressOf(c);
    const outcome = await signIn(deps, apart('link', address, address), async () => {
      const before = await deps.signIns.setPassword(token, password);
      return { succeeded: before !== null, value: before };
    });
    if (!('value' in outcome)) return tooMany(c, outcome);
    for (const { token: sessionToken } of outcome.value ?? []) deps.onSignedOut({ sessionToken });
    return c.json({ outcome: outcome.value === null ? 'expired' : 'set' });
  });
  return routes;
}

/** A user's own sign-ins: which browsers, and the end of them. */
export function sessionRoutes(deps: SignInDeps): Hono {
  const routes = new Hono();
  routes.get('/api/sessions', async (c) => {
    const who = await required(deps, c);
    const items = (await deps.signIns.sessionsOf(who.userId)).map(({ token, agent, ...session }) => ({
      ...session,
      ...deviceName(agent),
      isThis: token === who.sessionToken,
    }));
    return c.json(ownSessionsSchema.parse({ items }));
  });
  routes.post('/api/sessions/end', async (c) => {
    const who = await required(deps, c);
    const { id } = await read(c, endSessionsSchema);
    const own = await deps.signIns.sessionsOf(who.userId);
    for (const { token } of own.filter((one) => (id === null ? one.token !== who.sessionToken : one.id === id))) {
      await deps.signIns.endSession(token);
      deps.onSignedOut({ ...who, sessionToken: token });
    }
    return c.json({ ok: true });
  });
  return routes;
}

/** Throws `access.signed_out`. */
async function required(deps: Pick<SignInDeps, 'signedIn'>, c: Context): Promise<SignedIn> {
  const who = await deps.signedIn(c.req.raw.headers);
  if (who === null) throw new CodedError('access.signed_out', 'sign in first');
  return who;
}

/** The body, which stays readable; throws `input.invalid` with the field. */
async function read<S extends z.ZodMiniType>(c: Context, schema: S): Promise<z.infer<S>> {
  const json: unknown = await c.req.raw
    .clone()
    .json()
    .catch(() => null);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new CodedError('input.invalid', 'not what is expected here', {
    field: String(parsed.error.issues[0]?.path[0] ?? 'email'),
  });
}

/** Counted beside sign-ins, not with them. */
const apart = (what: string, key: string, address: string): SignInAttempt => ({
  email: `${what}:${key}`,
  address: `${what}:${address}`,
});

const tooMany = (c: Context, { waitSeconds }: { readonly waitSeconds: number }): Response =>
  c.json({ code: 'sign_in.too_many', waitSeconds }, 429, { 'retry-after': String(waitSeconds) });

function onlyCookies(c: Context, response: Response): Response {
  for (const cookie of response.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
  return c.json({ ok: response.ok }, response.ok ? 200 : 503);
}
