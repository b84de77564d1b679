import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';
import { dialResultSchema } from './dial-result.ts';
import { phoneNumberSchema } from './phone-number.ts';

/** Where a task comes from: a note's promise [S23], a caller who gave up or was cut, or an operator who wrote it down. */
const originSchema = z.enum(['promise', 'missed-call', 'by-hand']);

/** How a task ended: the bureau reached him, somebody ticked it, the caller came back by himself, the client took it on, or the person of an urgent note did not. */
const endSchema = z.enum(['reached', 'ticked', 'called-again', 'client', 'passed-on']);

/** Somebody to be called back, for one account, by a certain time. */
export const callbackTaskSchema = z.object({
  /** Of a promise the note's id, of a missed call the call's: each makes one task only. */
  id: z.uuid(),
  accountId: z.uuid(),
  origin: originSchema,
  name: z.string().check(z.maxLength(120)),
  /** Null when the caller gave none: nobody can be dialled, but the promise stands. */
  number: z.nullable(phoneNumberSchema),
  about: z.string().check(z.maxLength(200)),
  dueAt: instantSchema,
  createdAt: instantSchema,
  /** Name of the operator; empty when the server made it. */
  createdBy: z.string().check(z.maxLength(80)),
  /** Calls of ours that came of it, in order. */
  tries: z.array(z.object({ callId: z.uuid(), at: instantSchema, result: dialResultSchema })),
  done: z.nullable(z.object({ at: instantSchema, by: z.string(), how: endSchema })),
  /** The person to be told of an urgent note by telephone [S14]; absent: an ordinary task. Done is: the person has taken it. */
  alert: z.optional(z.object({ noteId: z.uuid(), personId: z.uuid() })),
});
export type CallbackTask = z.infer<typeof callbackTaskSchema>;

/** Open ones: those about urgent notes, then by their time. */
export const openTasks = (tasks: readonly CallbackTask[]): CallbackTask[] =>
  tasks
    .filter((t) => t.done === null)
    .sort(
      (a, b) => Number(a.alert === undefined) - Number(b.alert === undefined) || compare(a.dueAt, b.dueAt) || compare(a.id, b.id),
    );

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
