import * as z from 'zod/mini';
import { languageSchema } from '../accounts/language.ts';
import { openingHoursSchema } from '../accounts/opening-hours.ts';
import { phoneNumberSchema } from '../calls/phone-number.ts';
import { pinSchema } from '../calls/pin.ts';
import { fallbackTelephoneSchema } from '../operators/fallback-telephone.ts';
import { endpoint, nothing, ok } from './endpoint.ts';

/** What the voice says before the beep, in the account's language: out of the hours, and when nobody is free within them. */
const spokenGreetingSchema = z.object({ closed: z.string(), busy: z.string(), hours: openingHoursSchema });
export type SpokenGreeting = z.infer<typeof spokenGreetingSchema>;

/** TURN servers with a name and password that end after so many seconds; no servers where the bureau has none. */
const relaySchema = z.object({
  servers: z.array(z.object({ urls: z.array(z.string()), username: z.string(), credential: z.string() })),
  seconds: z.int(),
});
export type Relay = z.infer<typeof relaySchema>;

const soundsPath = '/api/accounts/:accountId/sounds';
const telephonePath = '/api/operators/:operatorId/telephone';
const greetingPath = '/api/accounts/:accountId/voicemail-greeting';

/** The sound of a recording (GET, signed in, may see its account); answers audio, and ranges of it. */
export const recordingPath = (recordingId: string): string => `/api/recordings/${recordingId}`;

/** The sounds of an account's voicemail: the client's recording, and what the voice says. */
export const greetingSounds = ['recorded', 'closed', 'busy'] as const;
export type GreetingSound = (typeof greetingSounds)[number];

/** One of them (GET, signed in, sees the account); answers WAV, and ranges of it. */
export const greetingSoundPath = (accountId: string, which: string): string =>
  `${greetingPath.replace(':accountId', accountId)}/${which}`;

/** A sound that the account's row names (GET, signed in, sees the account); answers WAV, and ranges of it. */
export const accountSoundPath = (accountId: string, recordingId: string): string =>
  `${soundsPath.replace(':accountId', accountId)}/${recordingId}`;

/** The telephone beside the line itself. */
export const callsApi = {
  /** `account.not_found`. */
  voicemailGreeting: endpoint({
    method: 'GET',
    path: greetingPath,
    who: 'signed-in',
    input: z.object({ accountId: z.uuid() }),
    output: spokenGreetingSchema,
  }),
  /** A recording takes the place of the voice at once; `account.not_found`, `input.invalid` with field `sound.…`. */
  recordGreeting: endpoint({
    method: 'POST',
    path: greetingPath,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid(), sound: z.instanceof(Uint8Array) }),
    output: ok,
    body: 'audio/wav',
  }),
  /** Keeps a sound of the account for whatever will name it; `account.not_found`, `input.invalid` with field `sound.…`. */
  keepSound: endpoint({
    method: 'POST',
    path: soundsPath,
    who: ['supervisor'],
    input: z.object({ accountId: z.uuid(), sound: z.instanceof(Uint8Array) }),
    output: z.object({ recordingId: z.uuid() }),
    body: 'audio/wav',
  }),
  /** The way of an operator's or supervisor's voice where his network lets none through straight. */
  relay: endpoint({ method: 'GET', path: '/api/relay', who: ['operator', 'supervisor'], input: nothing, output: relaySchema }),
  /** An operator's own telephone, for himself and the supervisor; `operator.not_found`. */
  telephone: endpoint({
    method: 'GET',
    path: telephonePath,
    who: ['operator', 'supervisor'],
    input: z.object({ operatorId: z.uuid() }),
    output: z.object({ telephone: z.nullable(fallbackTelephoneSchema) }),
  }),
  /** Null: none any more. Answers what is kept, or why such a number is not called; `operator.not_found`. */
  keepTelephone: endpoint({
    method: 'POST',
    path: telephonePath,
    who: ['operator', 'supervisor'],
    input: z.object({ operatorId: z.uuid(), telephone: z.nullable(fallbackTelephoneSchema) }),
    output: z.object({ telephone: z.nullable(fallbackTelephoneSchema), refused: z.nullable(z.string()) }),
  }),
  /** Whether the person who asks has a PIN for the hotline, and the hotline's numbers. */
  pin: endpoint({
    method: 'GET',
    path: '/api/pin',
    who: ['person'],
    input: nothing,
    output: z.object({ isSet: z.boolean(), hotlines: z.array(phoneNumberSchema) }),
  }),
  /** Sets it, for himself; null ends it. */
  keepPin: endpoint({
    method: 'POST',
    path: '/api/pin',
    who: ['person'],
    input: z.object({ pin: z.nullable(pinSchema) }),
    output: z.object({ outcome: z.enum(['kept', 'guessable', 'removed']) }),
  }),
  /** A telephone booth for a quarter of an hour; `booth.not_found` without the demonstration, `booth.too_many`. */
  boothToken: endpoint({
    method: 'POST',
    path: '/api/booth/token',
    who: 'public',
    /** The number to call from; null withholds it. */
    input: z.object({ caller: z.nullable(phoneNumberSchema) }),
    output: z.object({
      token: z.string(),
      lines: z.array(z.object({ number: phoneNumberSchema, name: z.string(), language: languageSchema })),
      relay: relaySchema,
    }),
  }),
} as const;
