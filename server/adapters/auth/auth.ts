import { createHash } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import type { Pool } from 'pg';
import * as z from 'zod/mini';
import { roles } from '#shared/accounts/access.ts';
import { shortestPassword } from '#shared/accounts/sign-in-limit.ts';
import type { NewUser, SignedIn } from '../../ports/sign-in.ts';
import { createSignIns } from './sign-ins.ts';

const cacheSeconds = 600;

const signedInSchema = z.object({
  session: z.object({ token: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(roles), subjectId: z.nullish(z.string()) }),
});

const subjectSchema = z.object({ subjectId: z.nullish(z.string()) });

const settings = (deps: { readonly pool: Pool; readonly secret: string; readonly publicUrl: string }) => ({
  database: deps.pool,
  secret: deps.secret,
  baseURL: deps.publicUrl,
  trustedOrigins: [new URL(deps.publicUrl).origin],
  telemetry: { enabled: false },
  logger: { level: 'error' as const }, // wrong passwords are counted, not logged
  emailAndPassword: {
    enabled: true,
    disableSignUp: true,
    minPasswordLength: shortestPassword,
    revokeSessionsOnPasswordReset: true,
  },
  user: {
    modelName: 'auth_user',
    additionalFields: {
      role: { type: 'string' as const, required: true, input: false },
      subjectId: { type: 'string' as const, required: false, input: false },
    },
  },
  session: {
    modelName: 'auth_session',
    expiresIn: 30 * 24 * 3600,
    updateAge: 3600, // an open page is seen so often
    cookieCache: { enabled: true, maxAge: cacheSeconds },
  },
  account: { modelName: 'auth_account' },
  verification: { modelName: 'auth_verification', storeIdentifier: 'hashed' as const },
  rateLimit: { enabled: false }, // failures are counted per account and per address instead: server/accounts/sign-in.ts
  advanced: { useSecureCookies: deps.publicUrl.startsWith('https:'), cookiePrefix: 'permanence' },
});

/** Sign-in by better-auth: cookies are httpOnly, and their signed cache (600 s) is accepted when the database is away. */
export async function createAuth(deps: { readonly pool: Pool; readonly secret: string; readonly publicUrl: string }) {
  const options = settings(deps);
  await (await getMigrations(options)).runMigrations();
  const auth = betterAuth(options);
  const { internalAdapter } = await auth.$context;
  /** Digests of tokens signed out in the last cache lifetime, with the time they may be forgotten. */
  const revoked = await signedOutLately(deps.pool);

  return {
    signIns: createSignIns({ ...internalAdapter, resetPassword: (body) => auth.api.resetPassword({ body }) }, deps.pool),

    /** better-auth's own HTTP handler. */
    handle: (request: Request): Promise<Response> => auth.handler(request),

    /** Who the cookie says it is; null when nobody, or signed out. */
    async signedIn(headers: Headers): Promise<SignedIn | null> {
      const found = signedInSchema.safeParse(await auth.api.getSession({ headers }));
      if (!found.success) return null;
      const { session, user } = found.data;
      if ((revoked.get(digestOf(session.token)) ?? 0) > Date.now()) return null;
      return {
        userId: user.id,
        name: user.name,
        role: user.role,
        subjectId: user.subjectId ?? null,
        sessionToken: session.token,
      };
    },

    /**
     * Refuses this session from now on, also while a cached cookie still says otherwise; resolves when a server that
     * starts after this one would refuse it too.
     */
    async revoke(sessionToken: string): Promise<void> {
      const [now, digest] = [Date.now(), digestOf(sessionToken)];
      for (const [old, until] of revoked) if (until < now) revoked.delete(old);
      revoked.set(digest, now + cacheSeconds * 1000);
      await deps.pool.query(
        `with old as (delete from signed_out where until < now())
         insert into signed_out (digest, until) values ($1, now() + make_interval(secs => $2)) on conflict do nothing`,
        [digest, cacheSeconds],
      );
    },

    /** Whether somebody signs in with this address. */
    async isKnown(email: string): Promise<boolean> {
      return (await (await auth.$context).internalAdapter.findUserByEmail(email)) !== null;
    },

    async addUser({ email, name, password, role, subjectId }: NewUser): Promise<string | null> {
      const { internalAdapter, password: passwords } = await auth.$context;
      const known = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
      const owner = known === null ? subjectId : (subjectSchema.parse(known.user).subjectId ?? null);
      if (owner !== subjectId) return owner;
      const hash = await passwords.hash(password);
      // one who was added while the server was killed has no password yet
      if (known?.accounts.some(({ providerId }) => providerId === 'credential')) {
        await internalAdapter.updatePassword(known.user.id, hash);
        return owner;
      }
      const user = { email, name, emailVerified: true, role, subjectId };
      const { id } = known?.user ?? (await internalAdapter.createUser(user, { method: 'admin' }));
      await internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password: hash });
      return owner;
    },
  };
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

async function signedOutLately(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ digest: string; until: Date }>('select digest, until from signed_out where until > now()');
  return new Map(rows.map(({ digest, until }) => [digest, until.getTime()]));
}
