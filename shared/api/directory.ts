import * as z from 'zod/mini';
import { contactSchema } from '../calls/contact.ts';
import { endpoint, ok } from './endpoint.ts';

/** A file of contacts comes in parts of so many at most, and has so many in all. */
export const perImportPart = 1000;
export const largestFile = 200_000;
const importsPath = '/api/accounts/:accountId/contact-imports';

/** Directories beyond what a device holds, and files of contacts. */
export const directoryApi = {
  /** Searches the whole directory of an account that devices hold in part; `account.not_found`. */
  findContacts: endpoint({
    method: 'POST',
    path: '/api/accounts/:accountId/contacts/find',
    who: 'signed-in',
    input: z.object({
      accountId: z.uuid(),
      typed: z.string().check(z.maxLength(200)),
      limit: z.int().check(z.minimum(1), z.maximum(1000)),
    }),
    output: z.object({
      found: z.array(z.object({ contact: contactSchema, isNear: z.boolean() })),
      total: z.int(),
    }),
  }),
  /** A file of so many contacts will be handed in; `account.not_found`. */
  beginImport: endpoint({
    method: 'POST',
    path: importsPath,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid(), count: z.int().check(z.minimum(1), z.maximum(largestFile)) }),
    output: z.object({ importId: z.uuid() }),
  }),
  /** A part of it; the same again changes nothing. `account.not_found`, `import.not_found`, `input.invalid` with its field. */
  importPart: endpoint({
    method: 'POST',
    path: `${importsPath}/:importId/parts`,
    who: ['person', 'supervisor'],
    input: z.object({
      accountId: z.uuid(),
      importId: z.uuid(),
      contacts: z.array(z.omit(contactSchema, { accountId: true, elsewhere: true })).check(z.maxLength(perImportPart)),
    }),
    output: ok,
  }),
  /** All of it is in the directory from now on, or nothing: `import.conflict` when a part is missing. */
  finishImport: endpoint({
    method: 'POST',
    path: `${importsPath}/:importId`,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid(), importId: z.uuid(), count: z.int() }),
    output: z.object({ taken: z.int() }),
  }),
} as const;
