import * as z from 'zod/mini';
import { languageSchema } from './accounts/language.ts';
import { instantSchema } from './time.ts';

/** Where a page asks who is signed in; apart from the rest of the contract, which the sign-in does not need. */
export const sessionPath = '/api/session';

/** Who is signed in. */
export const sessionSchema = z.object({
  userId: z.string(),
  name: z.string(),
  role: z.enum(['operator', 'person', 'supervisor']),
  /** Operator or person of the roster; of a supervisor the id of his telephone, under which he takes part in calls. */
  subjectId: z.nullable(z.uuid()),
  accountIds: z.array(z.uuid()),
  language: z.nullable(languageSchema),
  /** Instant of the rules now; pages take their clock's offset from it. */
  serverTime: instantSchema,
  /** How long the device's data may be read without the server, seconds. */
  leaseSeconds: z.int(),
  demo: z.boolean(),
  /** The bureau has a gateway for faxes; absent from servers of before. */
  fax: z.optional(z.boolean()),
  version: z.string(),
});

/** Header of a page that keeps a user's rows: its user's id. The server answers 401 when the cookie has become another's. */
export const pageUserHeader = 'permanence-user';
