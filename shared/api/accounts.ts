import * as z from 'zod/mini';
import { instructionVersionSchema } from '../accounts/instruction-version.ts';
import { dataSubjectSchema, foundRowSchema } from '../sync/person-data.ts';
import { instantSchema } from '../time.ts';
import { endpoint, nothing, ok } from './endpoint.ts';

/**
 * An erasure of one person's data: by whom, when, of how many rows, and how many are done. `failed`: it was given up, and whose it
 * was is known no more.
 */
const erasureStateSchema = z.object({
  id: z.uuid(),
  at: instantSchema,
  by: z.string(),
  rows: z.int(),
  done: z.int(),
  failed: z.boolean(),
});
export type ErasureState = z.infer<typeof erasureStateSchema>;

/** What a client's account needs of the bureau: a system of his is told nothing any more, or the erasure of a person was given up. */
export const accountTroubleSchema = z.object({
  accountId: z.uuid(),
  kind: z.enum(['webhook-off', 'erasure-failed']),
  at: instantSchema,
});
export type AccountTrouble = z.infer<typeof accountTroubleSchema>;

/** Everything that is kept about one person, to be handed over (GDPR article 15). */
const personFileSchema = z.object({
  rows: z.record(z.string(), z.array(z.unknown())),
  /** Voicemails, base64. */
  recordings: z.array(z.object({ noteId: z.uuid(), contentType: z.string(), content: z.string() })),
});
export type PersonFile = z.infer<typeof personFileSchema>;

const personPath = '/api/accounts/:accountId/person-data';
const aboutPerson = z.object({ accountId: z.uuid(), subject: dataSubjectSchema });

const signInSchema = z.object({
  personId: z.uuid(),
  email: z.string(),
  since: instantSchema,
  /** Null: signed in nowhere now. */
  lastSeen: z.nullable(instantSchema),
});
export type TeamSignIn = z.infer<typeof signInSchema>;

/** Where the user is signed in; of the browser only its words, of the network nothing. */
export const ownSessionsSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      browser: z.nullable(z.string()),
      system: z.nullable(z.string()),
      since: instantSchema,
      lastSeen: instantSchema,
      isThis: z.boolean(),
    }),
  ),
});
export type OwnSession = z.infer<typeof ownSessionsSchema>['items'][number];

/** One sign-in of the user, or all but this one. */
export const endSessionsSchema = z.object({ id: z.nullable(z.string().check(z.maxLength(100))) });
const teamPath = '/api/accounts/:accountId/team';

/** Who belongs to an account, and what is kept of whom. */
export const accountsApi = {
  /** Who of the client's people signs in; for its office: `access.denied` for others, `account.not_found`. */
  team: endpoint({
    method: 'GET',
    path: teamPath,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid() }),
    output: z.object({ items: z.array(signInSchema) }),
  }),
  /** Sends a person of the roster the link that sets a password; the same refusals, and `person.not_found`. */
  invite: endpoint({
    method: 'POST',
    path: teamPath,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid(), personId: z.uuid() }),
    output: ok,
  }),
  /** Newest first. */
  accountTroubles: endpoint({
    method: 'GET',
    path: '/api/account-troubles',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(accountTroubleSchema) }),
  }),
  /** Instructions of the account as they were saved, newest first, those taken away too [S05]; `account.not_found`. */
  instructionVersions: endpoint({
    method: 'GET',
    path: '/api/accounts/:accountId/instruction-versions',
    who: 'signed-in',
    input: z.object({ accountId: z.uuid() }),
    output: z.object({ versions: z.array(instructionVersionSchema) }),
  }),
  /** Where one person stands in the account's data, for its office and the supervisor; `access.denied`. */
  findPerson: endpoint({
    method: 'POST',
    path: `${personPath}/find`,
    who: ['person', 'supervisor'],
    input: aboutPerson,
    output: z.object({ rows: z.array(foundRowSchema) }),
  }),
  /** The same rows as a whole, with what was delivered of them and the sound of voicemails; `access.denied`. */
  exportPerson: endpoint({
    method: 'POST',
    path: `${personPath}/export`,
    who: ['person', 'supervisor'],
    input: aboutPerson,
    output: personFileSchema,
  }),
  /**
   * Erases those of the rows found that are named, for good; with none named what the person left elsewhere; `access.denied`. Null:
   * none of them is there any more.
   */
  erasePerson: endpoint({
    method: 'POST',
    path: `${personPath}/erase`,
    who: ['person', 'supervisor'],
    input: z.extend(aboutPerson, { rows: z.array(z.uuid()).check(z.maxLength(10_000)) }),
    output: z.object({ erasure: z.nullable(erasureStateSchema) }),
  }),
  /** Newest first; `access.denied`. */
  erasures: endpoint({
    method: 'GET',
    path: `${personPath}/erasures`,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid() }),
    output: z.object({ items: z.array(erasureStateSchema) }),
  }),
} as const;
