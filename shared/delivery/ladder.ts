import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';
import { channelSchema } from './delivery.ts';

/**
 * Whom a rung alerts. Turn 1 is who the note is for, turn 2 the next of the roster after him, and so on, beginning
 * again after the last one; a named person who has left the roster is replaced by turn 1.
 */
const alertedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('turn'), turn: z.int().check(z.minimum(1)) }),
  z.object({ kind: z.literal('person'), personId: z.uuid() }),
  z.object({ kind: z.literal('everybody') }),
]);

/** How long nothing further is tried after a rung, seconds. */
const waitSchema = z.int().check(z.minimum(1), z.maximum(86_400));

/**
 * A message on those of the channels that a person has on, or a call: by the bureau, which is a task for the desk, or by the
 * exchange itself. A call without `dialled` is the bureau's: so devices of protocol 5 read both.
 */
const rungSchema = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('message'),
    channels: z.array(channelSchema).check(z.minLength(1)),
    to: alertedSchema,
    waitSeconds: waitSchema,
  }),
  z.object({
    by: z.literal('call'),
    dialled: z.optional(z.literal('automatically')),
    to: alertedSchema,
    waitSeconds: waitSchema,
  }),
]);
export type Rung = z.infer<typeof rungSchema>;

/** What is done about an urgent note until a person acknowledges it [S04, S14]: all rungs in order, so many rounds. */
export const ladderSchema = z.object({
  rounds: z.int().check(z.minimum(1), z.maximum(10)),
  rungs: z.array(rungSchema).check(z.minLength(1), z.maxLength(20)),
});
export type Ladder = z.infer<typeof ladderSchema>;

/**
 * How far an urgent note has climbed.
 *
 *   climbing → exhausted → acknowledged       exhausted: every round is over and nobody has acknowledged
 *       └──────────────────────┘
 */
export const climbSchema = z.object({
  state: z.enum(['climbing', 'exhausted', 'acknowledged']),
  /** The last step taken; the rungs of all rounds are counted through. */
  step: z.int(),
  steps: z.int(),
  /** When the next step is due; null unless climbing. */
  nextAt: z.nullable(instantSchema),
  /** Who has been sent something. */
  alerted: z.array(z.uuid()),
  /** Who is to be telephoned by the bureau, since that rung; null before it and when it is over. */
  toCall: z.nullable(z.uuid()),
  /** Who of the bureau said "I telephone myself now". */
  telephoning: z.nullable(z.object({ at: instantSchema, by: z.string() })),
});
export type Climb = z.infer<typeof climbSchema>;

const minute = 60;
const byAllMeans = { by: 'message', channels: ['push', 'sms', 'email'] } as const;

/** The ladder of an account that has none of its own: twice a quarter of an hour. */
export const defaultLadder: Ladder = {
  rounds: 2,
  rungs: [
    { ...byAllMeans, channels: [...byAllMeans.channels], to: { kind: 'turn', turn: 1 }, waitSeconds: 3 * minute },
    { ...byAllMeans, channels: [...byAllMeans.channels], to: { kind: 'turn', turn: 2 }, waitSeconds: 3 * minute },
    { ...byAllMeans, channels: [...byAllMeans.channels], to: { kind: 'everybody' }, waitSeconds: 4 * minute },
    { by: 'call', to: { kind: 'turn', turn: 1 }, waitSeconds: 5 * minute },
  ],
};
