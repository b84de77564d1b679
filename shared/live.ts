import * as z from 'zod/mini';
import type { Role } from './accounts/access.ts';
import { pathStepSchema } from './calls/call-path.ts';
import { outboundSchema } from './calls/call-record.ts';
import { callerStandingSchema } from './calls/caller-standing.ts';
import { hotlineSchema } from './calls/hotline.ts';
import { listeningSchema } from './calls/listened.ts';
import { phoneNumberSchema } from './calls/phone-number.ts';
import { returnReasonSchema, transferAttemptSchema } from './calls/transfer-attempt.ts';
import { voiceFactsSchema } from './calls/voice-quality.ts';
import { draftSchema } from './notes/note.ts';
import { instantSchema } from './time.ts';

/*
 * What passes over `/live` while a page is open. Presence, offers, queue and call progress are never rows.
 */

/** What the server holds true about one operator. `offered` and later states carry the call's id. */
const presenceSchema = z.object({
  state: z.enum(['pause', 'ready', 'offered', 'talking', 'held', 'wrap-up', 'unreachable']),
  /** Why paused or unreachable: a stable word that the page translates. */
  reason: z.nullable(z.string()),
  callId: z.nullable(z.uuid()),
  since: instantSchema,
});
export type Presence = z.infer<typeof presenceSchema>;

/** Why an operator cannot be offered a call. */
const unreachableReasons = [
  'no-exchange',
  'no-live',
  'no-heartbeat',
  'page-frozen',
  'no-microphone',
  'microphone-muted',
  'no-output',
  'no-phone',
  'no-audio',
  'not-shown',
] as const;
export type UnreachableReason = (typeof unreachableReasons)[number];

/** One call as its operator's page sees it. */
const liveCallSchema = z.object({
  callId: z.uuid(),
  accountId: z.uuid(),
  lineId: z.uuid(),
  caller: z.nullable(phoneNumberSchema),
  /** Absent from earlier servers, and for calls of theirs. */
  callerStanding: z.optional(callerStandingSchema),
  diversion: z.nullable(z.object({ number: z.nullable(phoneNumberSchema), reason: z.string() })),
  arrivedAt: instantSchema,
  state: z.enum(['offered', 'dialling', 'talking', 'held', 'rejoining', 'consulting', 'conference', 'ended']),
  answeredAt: z.nullable(instantSchema),
  heldSince: z.nullable(instantSchema),
  endedAt: z.nullable(instantSchema),
  endedBy: z.nullable(z.enum(['caller', 'operator', 'us'])),
  /** What the caller met before an operator. Absent from earlier servers. */
  path: z.optional(z.array(pathStepSchema)),
  /** The last attempt to put the caller through; `party` is how far it is. Absent from servers that know none. */
  transfer: z.optional(z.nullable(z.extend(transferAttemptSchema, { party: z.enum(['ringing', 'talking', 'over']) }))),
  /** Supervisors who follow the call now, and how: nobody listens unseen [S15]. Absent from earlier servers. */
  listeners: z.optional(z.array(z.object({ name: z.string(), how: listeningSchema }))),
  /** A client calls the bureau itself. Absent from servers that have no hotline. */
  hotline: z.optional(hotlineSchema),
  /** A call that the bureau makes itself, `caller` being who is called. Absent from servers that make none. */
  outbound: z.optional(z.nullable(z.extend(outboundSchema, { rings: z.boolean() }))),
});
export type LiveCall = z.infer<typeof liveCallSchema>;

const waitingCallSchema = z.object({
  callId: z.uuid(),
  accountId: z.uuid(),
  since: instantSchema,
  state: z.enum(['ringing', 'waiting', 'offered']),
  /** Nobody is on the line: somebody kept his place, and is called back when it is his turn. Left out: a caller. */
  keptPlace: z.optional(z.literal(true)),
});
export type WaitingCall = z.infer<typeof waitingCallSchema>;

const operatorStatusSchema = z.object({ operatorId: z.uuid(), name: z.string(), presence: presenceSchema });
export type OperatorStatus = z.infer<typeof operatorStatusSchema>;

/** A conversation that is on now, as supervisors see it. */
const conversationSchema = z.object({
  callId: z.uuid(),
  accountId: z.uuid(),
  operatorId: z.uuid(),
  /** Empty: a supervisor who took it over, and whose page a server that has just started has not seen yet. */
  operator: z.string(),
  /** Null: withheld, or the account tells only that a note is waiting. */
  caller: z.nullable(phoneNumberSchema),
  since: instantSchema,
  state: z.enum(['talking', 'held', 'rejoining', 'consulting', 'conference']),
  listeners: z.array(z.object({ supervisorId: z.uuid(), name: z.string(), how: listeningSchema })),
  /** A supervisor can go on with the caller now. */
  takeable: z.boolean(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** An urgent note that still stands at its operator's desk although the call is over: somebody is to ask him for it, or take it over [S14]. */
const unsentUrgentSchema = z.object({
  callId: z.uuid(),
  accountId: z.uuid(),
  operatorId: z.uuid(),
  operator: z.string(),
  endedAt: instantSchema,
});
export type UnsentUrgent = z.infer<typeof unsentUrgentSchema>;

/** Page → server; who may say what: `mayTell`. */
export const toServerSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('hello'),
    /** Whose page this is; refused when the cookie has become another user's. Older pages do not say it. */
    userId: z.optional(z.string()),
    deviceId: z.uuid(),
    tabId: z.uuid(),
    /** The page takes several messages in one frame, as an array; older pages do not. */
    together: z.optional(z.literal(true)),
  }),
  /** Every second from a worker's timer, only if the main thread answered within 1 s. `muted`: by the system, not by the operator. */
  z.object({
    t: z.literal('beat'),
    mic: z.enum(['live', 'muted', 'none']),
    /** Callers are not heard: the output that was chosen has gone. Left out: they are. */
    deaf: z.optional(z.literal(true)),
  }),
  /** Instead of a beat, when the main thread did not answer. */
  z.object({ t: z.literal('frozen') }),
  /** The page's telephone is registered through Janus and can take its leg. */
  z.object({
    t: z.literal('phone'),
    state: z.enum(['registered', 'gone']),
    /** Whether a leg is up here: one that only the exchange believes in is dead. Left out by earlier pages. */
    leg: z.optional(z.boolean()),
  }),
  z.object({ t: z.literal('ready') }),
  z.object({ t: z.literal('pause'), reason: z.string().check(z.maxLength(40)) }),
  /** The offer is painted; without it within 2 s the call goes on to the next. */
  z.object({ t: z.literal('shown'), callId: z.uuid() }),
  z.object({ t: z.literal('answer'), callId: z.uuid() }),
  z.object({ t: z.literal('hold'), callId: z.uuid() }),
  z.object({ t: z.literal('unhold'), callId: z.uuid() }),
  z.object({ t: z.literal('hangup'), callId: z.uuid() }),
  /** Put the caller through: music for him, a third party is called; `number` as typed when it is none. */
  z.object({
    t: z.literal('transfer'),
    callId: z.uuid(),
    to: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('person'), personId: z.uuid() }),
      z.object({ kind: z.literal('number'), number: z.string().check(z.maxLength(40)) }),
    ]),
    /** False: whoever answers has the caller at once, and nobody has told him who it is. Left out: announced. */
    announced: z.optional(z.boolean()),
  }),
  /** A colleague shall go on with the caller. */
  z.object({ t: z.literal('hand-over'), callId: z.uuid(), to: z.uuid() }),
  /** Call back whom a task is about; the answer is a call, or a refusal. */
  z.object({ t: z.literal('dial'), taskId: z.uuid() }),
  z.object({ t: z.literal('join'), callId: z.uuid() }),
  /** All three together. */
  z.object({ t: z.literal('conference'), callId: z.uuid() }),
  /** Back to the caller; `reason` is what became of the attempt, null when the server knows it or can tell. */
  z.object({ t: z.literal('return'), callId: z.uuid(), reason: z.nullable(returnReasonSchema) }),
  z.object({ t: z.literal('dtmf'), callId: z.uuid(), digits: z.string().check(z.regex(/^[0-9*#]{1,32}$/)) }),
  /** The note of this call is finished, or there is none: take me out of wrap-up. */
  z.object({ t: z.literal('wrapped-up'), callId: z.uuid() }),
  /** To a server that has just started: the note of this call, which ended before, is still being written. */
  z.object({ t: z.literal('wrapping-up'), callId: z.uuid() }),
  /** The draft so far, so that the next operator has it if this page dies. Kept in memory only, at most every 2 s. */
  z.object({ t: z.literal('draft'), callId: z.uuid(), draft: draftSchema }),
  /** Go on with an urgent note that was left unsent, as far as the server heard of it; the answer is its call, or a refusal. */
  z.object({ t: z.literal('take-note'), callId: z.uuid() }),
  /** How the voice was on the leg that this call had until now. */
  z.object({ t: z.literal('voice'), callId: z.uuid(), voice: z.omit(voiceFactsSchema, { operatorId: true }) }),
  /** A supervisor follows the conversation so from now on; null: no longer. */
  z.object({ t: z.literal('listen'), callId: z.uuid(), how: z.nullable(listeningSchema) }),
  /** A supervisor goes on with the caller himself. */
  z.object({ t: z.literal('take-over'), callId: z.uuid() }),
  /** Audio check: the leg hears itself through Janus and Asterisk. */
  z.object({ t: z.literal('echo'), on: z.boolean() }),
]);
export type ToServer = z.infer<typeof toServerSchema>;

const toSupervise: readonly ToServer['t'][] = ['listen', 'take-over'];
/** A call that he took over is his like an operator's; nobody offers him any. */
const ofSupervisors: readonly ToServer['t'][] = [
  ...toSupervise,
  ...([
    'beat',
    'frozen',
    'phone',
    'hold',
    'unhold',
    'hangup',
    'dtmf',
    'draft',
    'voice',
    'wrapped-up',
    'wrapping-up',
    'take-note',
  ] as const),
];

/** Who may say what over `/live` after `hello`. */
export function mayTell(role: Role, what: ToServer['t']): boolean {
  if (role === 'operator') return !toSupervise.includes(what);
  return role === 'supervisor' ? ofSupervisors.includes(what) : what === 'beat';
}

/** Server → page. */
export const toPageSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('welcome'), serverTime: instantSchema, version: z.string() }),
  z.object({ t: z.literal('presence'), presence: presenceSchema }),
  /** Offered now: show it from the device's own data, then say `shown`. `draft` comes from a colleague whose page died. */
  z.object({ t: z.literal('offer'), call: liveCallSchema, draft: z.nullable(draftSchema) }),
  z.object({
    t: z.literal('offer-ended'),
    callId: z.uuid(),
    /** No word can be added here: a page that does not know it would leave the message out and go on with the call. */
    reason: z.enum(['abandoned', 'not-shown', 'not-answered', 'voicemail', 'taken', 'handed-over']),
    /** It is a supervisor who goes on with the caller; left out: a colleague. */
    takenOver: z.optional(z.literal(true)),
  }),
  /** How the operator's call stands. `draft` is the note as far as the server heard of it, for a page that has none. */
  z.object({ t: z.literal('call'), call: liveCallSchema, draft: z.nullable(draftSchema) }),
  z.object({ t: z.literal('queue'), waiting: z.array(waitingCallSchema) }),
  /** To supervisors, with whom operators speak now, the longest first. */
  z.object({ t: z.literal('conversations'), conversations: z.array(conversationSchema) }),
  z.object({ t: z.literal('floor'), operators: z.array(operatorStatusSchema) }),
  /** To supervisors, and to colleagues who are trained for the account. */
  z.object({ t: z.literal('unsent-urgent'), notes: z.array(unsentUrgentSchema) }),
  /** To its author: somebody has taken the urgent note over. Told again at each opening until the page says `wrapped-up` for it. */
  z.object({ t: z.literal('note-taken'), callId: z.uuid(), by: z.string() }),
  /** Wanted: register the telephone if it is not, and answer what rings. Not wanted: whatever leg was up is over. */
  z.object({ t: z.literal('leg'), wanted: z.boolean() }),
  z.object({ t: z.literal('poke'), spaces: z.array(z.string()) }),
  /** Another tab of the same operator took over. */
  z.object({ t: z.literal('replaced') }),
  z.object({ t: z.literal('refused'), code: z.string(), callId: z.nullable(z.uuid()) }),
]);
export type ToPage = z.infer<typeof toPageSchema>;
