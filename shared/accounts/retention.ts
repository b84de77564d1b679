import * as z from 'zod/mini';
import type { Account } from './account.ts';

/** Days that something is kept; null: until somebody erases it. */
const daysSchema = z.nullable(z.int().check(z.minimum(7), z.maximum(3650)));

/** How long what callers said and who they are is kept; afterwards tombstones stand in its place. */
export const retentionSchema = z
  .object({
    /** Of notes, counted from their lock, with their deliveries, promises and questions. */
    notes: daysSchema,
    /** The sound of voicemails, from their note's lock; never longer than the note. */
    voicemail: daysSchema,
    /** Who called, from the end of the call; when, how long and what it is billed as stay. */
    calls: daysSchema,
    /** Contacts of the directory from whose numbers no call came since; whether one did is seen from the calls. */
    contacts: daysSchema,
  })
  .check(z.refine(({ calls, contacts }) => contacts === null || calls === null || contacts <= calls, { path: ['contacts'] }));
export type Retention = z.infer<typeof retentionSchema>;
export type KeptWhat = keyof Retention;

const ofDoctors: Retention = { notes: 90, voicemail: 30, calls: 365, contacts: null };
const ofOthers: Retention = { notes: 365, voicemail: 90, calls: 365, contacts: null };

/** What holds for the account; of one that has decided nothing by its trade. */
export const retentionOf = ({ retention, trade }: Pick<Account, 'retention' | 'trade'>): Retention =>
  retention ?? (trade === 'medical' ? ofDoctors : ofOthers);
