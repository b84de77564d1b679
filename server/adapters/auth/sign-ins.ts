import { randomBytes } from 'node:crypto';
import type { betterAuth } from 'better-auth';
import { isAPIError } from 'better-auth/api';
import type { Pool } from 'pg';
import * as z from 'zod/mini';
import { linkMinutes } from '#shared/accounts/access-request.ts';
import { fromMs } from '#shared/time.ts';
import type { SignIns } from '../../ports/sign-in.ts';

type Internal = Awaited<ReturnType<typeof betterAuth>['$context']>['internalAdapter'];

/** What of better-auth is used here. */
type Auth = Pick<
  Internal,
  'findUserByEmail' | 'createUser' | 'createVerificationValue' | 'findVerificationValue' | 'deleteSession'
> & {
  readonly resetPassword: (body: { readonly token: string; readonly newPassword: string }) => Promise<unknown>;
};

const knownSchema = z.object({
  email: z.string(),
  role: z.string(),
  subjectId: z.nullable(z.string()),
  since: z.date(),
  lastSeen: z.nullable(z.date()),
});
const sessionSchema = z.object({
  id: z.string(),
  token: z.string(),
  agent: z.nullable(z.string()),
  since: z.date(),
  lastSeen: z.date(),
});

/** An address that somebody asked with and never used is whoever's has it now. */
const nowOf = `update auth_user set "subjectId" = $2 where id = $1
  and not exists (select from auth_account where "userId" = $1 and password is not null)`;

/** As better-auth names them. */
const linkName = (token: string): string => `reset-password:${token}`;

const instant = (date: Date): string => fromMs(date.getTime());

/** The sign-ins as better-auth keeps them; a link is one of its own for resetting a password, of which only a digest is kept. */
export function createSignIns(auth: Auth, pool: Pool): SignIns {
  return {
    async all() {
      const { rows } = await pool.query(
        `select u.email, u.role, u."subjectId", min(a."createdAt") as since, max(s."updatedAt") as "lastSeen"
         from auth_user u join auth_account a on a."userId" = u.id and a.password is not null
         left join auth_session s on s."userId" = u.id group by u.id order by u.id`,
      );
      return rows.map((row) => {
        const { since, lastSeen, ...known } = knownSchema.parse(row);
        return { ...known, since: instant(since), lastSeen: lastSeen === null ? null : instant(lastSeen) };
      });
    },
    async openLink({ email, name, personId }) {
      const known = (await auth.findUserByEmail(email))?.user;
      const fresh = { email: email.toLowerCase(), name, emailVerified: true, role: 'person', subjectId: personId };
      const { id } = known ?? (await auth.createUser(fresh, { method: 'admin' }));
      if (known !== undefined) await pool.query(nowOf, [id, personId]);
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(Date.now() + linkMinutes * 60_000);
      await auth.createVerificationValue({ value: id, identifier: linkName(token), expiresAt });
      return token;
    },
    async setPassword(token, newPassword) {
      const userId = (await auth.findVerificationValue(linkName(token)))?.value;
      const before = userId === undefined ? [] : await sessionsOf(pool, userId);
      try {
        await auth.resetPassword({ token, newPassword });
      } catch (error) {
        if (!isAPIError(error)) throw error;
        return null;
      }
      return before;
    },
    sessionsOf: (userId) => sessionsOf(pool, userId),
    async endSession(token) {
      await auth.deleteSession(token);
    },
  };
}

async function sessionsOf(pool: Pool, userId: string): ReturnType<SignIns['sessionsOf']> {
  const { rows } = await pool.query(
    `select id, token, "userAgent" as agent, "createdAt" as since, "updatedAt" as "lastSeen" from auth_session
     where "userId" = $1 and "expiresAt" > now() order by "updatedAt" desc, id`,
    [userId],
  );
  return rows.map((row) => {
    const { agent, since, lastSeen, ...session } = sessionSchema.parse(row);
    return { ...session, agent: agent ?? '', since: instant(since), lastSeen: instant(lastSeen) };
  });
}
