import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';

/**
 * History of the wire: a change here bumps the number and adds a line (tests/protocol.test.ts holds the hash).
 * 1 — 2026-11-22: push, pull, poke.
 * 2 — 2026-11-22: account.recordedGreeting, which devices of 1 leave out when they read the row.
 * 3 — 2026-11-22: account.ladder and note.climb, which earlier devices leave out.
 * 4 — 2026-11-22: call.transfers, which earlier devices leave out.
 * 5 — 2026-11-22: kind task in spaces of its own, account.outbound, note.content.promisedBy, call.outbound, call.callerStanding,
 *     person.rules and mailRefused, account.rota and digest, instruction.deliver, delivery.address and notBefore,
 *     kind card in spaces of its own.
 * 6 — 2026-11-22: account.script, note.content.answers and criteria, which earlier devices leave out; kind preferences in the
 *     operators' own spaces, automatic calls among the deliveries, in a space of their own, delivery.price, ladder steps
 *     that call by themselves, task.alert; kind question in spaces of its own; line.lastCall,
 *     account.queue and reception, call.path, task.place, call.offers.telephone, call.hotline,
 *     line.kind, note.hotline and readOut, which earlier devices leave out.
 * 7 — 2026-11-30: call.voice, listened and transfers.conference, contact.reading, apart and elsewhere, account.largeDirectory,
 *     pullResponse.left, account.retention, note.erased, call.erased, and in a pull which rows were erased, account.firstDays,
 *     note.assignments and person.access, which earlier devices leave out; kinds clientCall and contract, in spaces that earlier
 *     devices do not get. Devices that are too old to be served may still push.
 * 8 — 2026-11-30: instruction.opening and transferTo, account.openingHours.publicHolidays and person.rules.fax, which earlier
 *     devices leave out.
 */
export const PROTOCOL_VERSION = 8;

/** Devices that speak these are served: the protocols of the last 90 days. */
export const servedProtocols: readonly number[] = [1, 2, 3, 4, 5, 6, 7, PROTOCOL_VERSION];

const kindSchema = z.enum([
  'account',
  'line',
  'person',
  'instruction',
  'contact',
  'card',
  'note',
  'delivery',
  'call',
  'operator',
  'task',
  'preferences',
  'question',
  'clientCall',
  'contract',
]);

/** Whether a device of this protocol can read the rows of the space. */
export const readsSpace = (protocol: number, space: string): boolean =>
  (protocol >= 7 || !/:(calls|office)$/.test(space)) &&
  (protocol >= 6 || !/^operator:|:(alarms|questions)$/.test(space)) &&
  (protocol >= 5 || !/:(tasks|callers)$/.test(space));

/** One named change, applied once, in order per device. */
const queuedMutationSchema = z.object({
  /** 1, 2, 3 … without gaps per device. */
  seq: z.int().check(z.minimum(1)),
  name: z.string().check(z.maxLength(60)),
  args: z.unknown(),
  /** Version of each field's row that the device saw, by `kind/id`; decides conflicts of instructions, roster, hours. */
  saw: z.record(z.string(), z.int()),
  at: instantSchema,
});
export type QueuedMutation = z.infer<typeof queuedMutationSchema>;

export const pushRequestSchema = z.object({
  protocol: z.int(),
  deviceId: z.uuid(),
  mutations: z.array(queuedMutationSchema).check(z.maxLength(200)),
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

export const pushResponseSchema = z.object({
  /** The last seq applied or refused of this device. */
  lastSeq: z.int(),
  /** Only the refused ones; they go to "needs your attention", never dropped. */
  refused: z.array(z.object({ seq: z.int(), code: z.string(), theirs: z.nullable(z.unknown()) })),
});
export type PushResponse = z.infer<typeof pushResponseSchema>;

export const pullRequestSchema = z.object({
  protocol: z.int(),
  deviceId: z.uuid(),
  /** Highest version seen per space; a space absent here is new to the device. */
  cursors: z.record(z.string(), z.int()),
  /** At most so many rows; `more` says to pull again at once. */
  limit: z.int().check(z.minimum(1), z.maximum(10_000)),
});
export type PullRequest = z.infer<typeof pullRequestSchema>;

const pulledRowSchema = z.object({
  space: z.string(),
  kind: kindSchema,
  id: z.uuid(),
  version: z.int(),
  /** The whole row, or null when it is deleted. */
  row: z.nullable(z.unknown()),
  /** Its contents were erased: the device forgets whatever else it holds about it. */
  erased: z.optional(z.literal(true)),
});
export type PulledRow = z.infer<typeof pulledRowSchema>;

export const pullResponseSchema = z.object({
  rows: z.array(pulledRowSchema),
  /** New cursor per readable space. Spaces of the device that are not here are to be wiped from it. */
  cursors: z.record(z.string(), z.int()),
  /** The last mutation of this device that these rows already contain. */
  lastSeq: z.int(),
  more: z.boolean(),
  /** At most so many rows are still to come; absent from servers of protocol 6. */
  left: z.optional(z.int()),
});
export type PullResponse = z.infer<typeof pullResponseSchema>;
