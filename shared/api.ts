import * as z from 'zod/mini';
import { agreementSchema } from './accounts/agreement.ts';
import { applicationFormSchema, applicationSchema } from './accounts/application.ts';
import { instructionVersionSchema } from './accounts/instruction-version.ts';
import { languageSchema } from './accounts/language.ts';
import { poolNumberSchema } from './accounts/number-pool.ts';
import { openingHoursSchema } from './accounts/opening-hours.ts';
import { shortestPassword } from './accounts/sign-in-limit.ts';
import { priceBookSchema } from './billing/price-book.ts';
import { contactSchema } from './calls/contact.ts';
import { phoneNumberSchema } from './calls/phone-number.ts';
import { pinSchema } from './calls/pin.ts';
import { webhookDeliverySchema, webhookEndpointSchema } from './delivery/webhook.ts';
import { strayDecisionSchema, strayNoteSchema, strayOutcomeSchema } from './notes/stray-note.ts';
import { fallbackTelephoneSchema } from './operators/fallback-telephone.ts';
import { sessionPath, sessionSchema } from './session.ts';
import { storableText } from './storable-text.ts';
import { dataSubjectSchema, foundRowSchema } from './sync/person-data.ts';
import { pullRequestSchema, pullResponseSchema, pushRequestSchema, pushResponseSchema } from './sync/protocol.ts';
import { instantSchema } from './time.ts';

/** Who may call a route: everybody, any signed-in user, or only some roles; the account is checked besides. */
export type Audience = 'public' | 'signed-in' | readonly ('operator' | 'person' | 'supervisor')[];

export type Endpoint<I extends z.ZodMiniType = z.ZodMiniType, O extends z.ZodMiniType = z.ZodMiniType> = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly who: Audience;
  readonly input: I;
  readonly output: O;
  /** The body is a sound: the input's field `sound`; the other fields stand in the path. Absent: JSON. */
  readonly body?: 'audio/wav';
};

const endpoint = <I extends z.ZodMiniType, O extends z.ZodMiniType>(e: Endpoint<I, O>): Endpoint<I, O> => e;
const nothing = z.object({});
const ok = z.object({ ok: z.literal(true) });

export type Session = z.infer<typeof sessionSchema>;

export const outboxItemSchema = z.object({
  id: z.string(),
  at: instantSchema,
  channel: z.enum(['email', 'sms', 'push']),
  to: z.string(),
  subject: z.string(),
  body: z.string(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;

/** A text that came back from a client's telephone and fits no single note. */
const unmatchedReplySchema = z.object({ id: z.string(), at: instantSchema, from: z.string(), text: z.string() });
export type UnmatchedReply = z.infer<typeof unmatchedReplySchema>;

/** What the voice says before the beep, in the account's language: out of the hours, and when nobody is free within them. */
const spokenGreetingSchema = z.object({ closed: z.string(), busy: z.string(), hours: openingHoursSchema });
export type SpokenGreeting = z.infer<typeof spokenGreetingSchema>;

/** TURN servers with a name and password that end after so many seconds; no servers where the bureau has none. */
const relaySchema = z.object({
  servers: z.array(z.object({ urls: z.array(z.string()), username: z.string(), credential: z.string() })),
  seconds: z.int(),
});
export type Relay = z.infer<typeof relaySchema>;

/** A file of contacts comes in parts of so many at most, and has so many in all. */
export const perImportPart = 1000;
export const largestFile = 200_000;
const importsPath = '/api/accounts/:accountId/contact-imports';

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
/** What an applicant sees of his own application once he has proved his address. */
const joiningViewSchema = z.object({
  state: applicationSchema.shape.state,
  name: z.string(),
  email: z.string(),
  officeNumber: phoneNumberSchema,
  number: z.nullable(phoneNumberSchema),
});
export type JoiningView = z.infer<typeof joiningViewSchema>;

/** That somebody reads the mails of an address: the code of the latest one, or the link of any. */
const proofSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), code: z.string().check(z.regex(/^\d{6}$/)) }),
  z.object({ kind: z.literal('link'), token: z.string().check(z.maxLength(100)) }),
]);
export type Proof = z.infer<typeof proofSchema>;

/** A new client on the floor, with what is missing and since when he has waited. */
const newClientSchema = z.object({
  id: z.uuid(),
  state: applicationSchema.shape.state,
  firm: z.string(),
  person: z.string(),
  mobile: phoneNumberSchema,
  sentAt: instantSchema,
  accountId: z.nullable(z.uuid()),
  number: z.nullable(phoneNumberSchema),
  clock: z.nullable(z.object({ ms: z.number(), isLate: z.boolean() })),
  missing: z.enum(['confirmation', 'password', 'number', 'first-call', 'nothing']),
});
export type NewClient = z.infer<typeof newClientSchema>;

const tooMany = z.object({ outcome: z.literal('too-many'), waitSeconds: z.int() });

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

const shownEndpointSchema = z.omit(webhookEndpointSchema, { accountId: true, secretVersion: true });
const shownWebhookSchema = z.extend(z.omit(webhookDeliverySchema, { accountId: true, body: true }), { isErased: z.boolean() });
/** An account's own systems, oldest first, and what they were told last, newest first. */
const webhooksSchema = z.object({ endpoints: z.array(shownEndpointSchema), deliveries: z.array(shownWebhookSchema) });
export type ShownEndpoint = z.infer<typeof shownEndpointSchema>;
export type ShownWebhook = z.infer<typeof shownWebhookSchema>;
export type Webhooks = z.infer<typeof webhooksSchema>;

/** `not-outside`: no address that the server may call. The secret is told now and never again. */
const addedWebhookSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('added'), id: z.uuid(), secret: z.string() }),
  z.object({ outcome: z.enum(['not-outside', 'too-many']) }),
]);
export type AddedWebhook = z.infer<typeof addedWebhookSchema>;

const webhookActSchema = z.enum(['rotate', 'turn-on', 'test', 'remove']);
export type WebhookAct = z.infer<typeof webhookActSchema>;

const webhooksPath = '/api/accounts/:accountId/webhooks';
const webhookPath = `${webhooksPath}/:webhookId`;
const teamPath = '/api/accounts/:accountId/team';
const soundsPath = '/api/accounts/:accountId/sounds';
const telephonePath = '/api/operators/:operatorId/telephone';
const greetingPath = '/api/accounts/:accountId/voicemail-greeting';

/** The whole HTTP contract of the pages. `:name` in a path is a parameter taken from the input of that name. */
export const api = {
  /** Public facts that the sign-in page needs. */
  about: endpoint({
    method: 'GET',
    path: '/api/about',
    who: 'public',
    input: nothing,
    output: z.object({ version: z.string(), demo: z.boolean(), serverTime: instantSchema }),
  }),
  session: endpoint({ method: 'GET', path: sessionPath, who: 'signed-in', input: nothing, output: sessionSchema }),
  push: endpoint({
    method: 'POST',
    path: '/api/sync/push',
    who: 'signed-in',
    input: pushRequestSchema,
    output: pushResponseSchema,
  }),
  pull: endpoint({
    method: 'POST',
    path: '/api/sync/pull',
    who: 'signed-in',
    input: pullRequestSchema,
    output: pullResponseSchema,
  }),
  pushKey: endpoint({
    method: 'GET',
    path: '/api/push/key',
    who: ['person'],
    input: nothing,
    output: z.object({ key: z.string() }),
  }),
  pushSubscribe: endpoint({
    method: 'POST',
    path: '/api/push/subscriptions',
    who: ['person'],
    input: z.object({
      endpoint: z.url().check(z.maxLength(1000)),
      keys: z.object({ p256dh: storableText(200), auth: storableText(100) }),
    }),
    output: ok,
  }),
  pushUnsubscribe: endpoint({
    method: 'DELETE',
    path: '/api/push/subscriptions',
    who: ['person'],
    input: z.object({ endpoint: z.url() }),
    output: ok,
  }),
  /** Browsers of the person that take notifications. */
  pushDevices: endpoint({
    method: 'GET',
    path: '/api/push/subscriptions',
    who: ['person'],
    input: nothing,
    output: z.object({
      items: z.array(z.object({ endpoint: z.string(), browser: z.nullable(z.string()), since: instantSchema })),
    }),
  }),
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
  /** For the client's office, like the next three: `access.denied` for others. */
  webhooks: endpoint({
    method: 'GET',
    path: webhooksPath,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid() }),
    output: webhooksSchema,
  }),
  addWebhook: endpoint({
    method: 'POST',
    path: webhooksPath,
    who: ['person', 'supervisor'],
    input: z.object({
      accountId: z.uuid(),
      url: webhookEndpointSchema.shape.url,
      events: webhookEndpointSchema.shape.events,
    }),
    output: addedWebhookSchema,
  }),
  /** Answers the new secret of `rotate`, told once. `webhook.not_found`; `webhook.conflict`: it is off, so no test is sent. */
  actOnWebhook: endpoint({
    method: 'POST',
    path: webhookPath,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid(), webhookId: z.uuid(), act: webhookActSchema }),
    output: z.object({ secret: z.nullable(z.string()) }),
  }),
  /** `webhook.not_found`; `webhook.conflict`: it is off, or the contents were erased. */
  sendWebhookAgain: endpoint({
    method: 'POST',
    path: `${webhookPath}/deliveries/:deliveryId`,
    who: ['person', 'supervisor'],
    input: z.object({ accountId: z.uuid(), webhookId: z.uuid(), deliveryId: z.uuid() }),
    output: ok,
  }),
  outbox: endpoint({
    method: 'GET',
    path: '/api/outbox',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(outboxItemSchema) }),
  }),
  /** Newest first. */
  smsReplies: endpoint({
    method: 'GET',
    path: '/api/sms-replies',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(unmatchedReplySchema) }),
  }),
  /** Newest first. */
  accountTroubles: endpoint({
    method: 'GET',
    path: '/api/account-troubles',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(accountTroubleSchema) }),
  }),
  /** Somebody has seen to a text that fits no note; a second time changes nothing. */
  putReplyAside: endpoint({
    method: 'POST',
    path: '/api/sms-replies',
    who: ['supervisor'],
    input: z.object({ id: storableText(200) }),
    output: ok,
  }),
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
  /** Notes that nobody was allowed to lock and about which nobody has decided, oldest first. */
  strayNotes: endpoint({
    method: 'GET',
    path: '/api/notes/stray',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(strayNoteSchema) }),
  }),
  settleStrayNote: endpoint({
    method: 'POST',
    path: '/api/notes/stray',
    who: ['supervisor'],
    input: z.object({ id: strayNoteSchema.shape.id, decision: strayDecisionSchema }),
    output: z.object({ outcome: strayOutcomeSchema }),
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
  /** What is read before anybody becomes a client: today's prices, and the agreement in a language. */
  joinOffer: endpoint({
    method: 'GET',
    path: '/api/join',
    who: 'public',
    input: z.object({ language: languageSchema }),
    output: z.object({ priceBook: priceBookSchema, agreement: agreementSchema }),
  }),
  /** Sends the form and asks for a mail with a code; again with the same id: as it is now. `input.invalid`. */
  joinApply: endpoint({
    method: 'POST',
    path: '/api/join/applications',
    who: 'public',
    input: z.object({ id: z.uuid(), form: applicationFormSchema }),
    output: z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('sent') }), tooMany]),
  }),
  /** Proves the address, and opens the application again; the token is what the link of its mails carries. */
  joinConfirm: endpoint({
    method: 'POST',
    path: '/api/join/confirmations',
    who: 'public',
    input: z.object({ id: z.uuid(), proof: proofSchema }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('confirmed'), token: z.string(), application: joiningViewSchema }),
      z.object({ outcome: z.enum(['wrong', 'expired']) }),
      tooMany,
    ]),
  }),
  /** The password, and with it the number; `waiting`: none is free, and it comes by mail. */
  joinComplete: endpoint({
    method: 'POST',
    path: '/api/join/accounts',
    who: 'public',
    input: z.object({
      id: z.uuid(),
      token: z.string().check(z.maxLength(100)),
      password: z.string().check(z.minLength(shortestPassword), z.maxLength(200)),
    }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('live'), number: phoneNumberSchema }),
      z.object({ outcome: z.enum(['waiting', 'wrong', 'known']) }),
    ]),
  }),
  /** Who wants to become a client, or has in the last weeks; who waits for a number first. */
  newClients: endpoint({
    method: 'GET',
    path: '/api/new-clients',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(newClientSchema) }),
  }),
  numbers: endpoint({
    method: 'GET',
    path: '/api/numbers',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(poolNumberSchema) }),
  }),
  /** Adds the numbers from one to another, or says why not. */
  addNumbers: endpoint({
    method: 'POST',
    path: '/api/numbers',
    who: ['supervisor'],
    input: z.object({ from: z.string().check(z.maxLength(20)), to: z.string().check(z.maxLength(20)) }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('added'), count: z.int() }),
      z.object({ outcome: z.enum(['unreadable', 'backwards', 'too-many', 'not-ours-to-give']) }),
    ]),
  }),
  takeNumberBack: endpoint({
    method: 'DELETE',
    path: '/api/numbers',
    who: ['supervisor'],
    input: z.object({ number: phoneNumberSchema }),
    output: z.object({ outcome: z.enum(['removed', 'quarantined', 'unknown']) }),
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

/** Of the routes that are not JSON calls of pages: `gateway` shows the bearer of the SMS gateway, `machine` asks from the server's own machine. */
type OtherAudience = Audience | 'gateway' | 'machine';
type OtherRoute = { readonly method: 'GET' | 'POST'; readonly path: string; readonly who: OtherAudience };

/** The sound of a recording (GET, signed in, may see its account); answers audio, and ranges of it. */
export const recordingPath = (recordingId: string): string => `/api/recordings/${recordingId}`;

/** Every other route that the server has, with who may call it; one that is in neither table ends its start. */
export const otherRoutes = {
  signIn: { method: 'POST', path: '/api/auth/sign-in/email', who: 'public' },
  /** Of nobody: nothing happens. */
  signOut: { method: 'POST', path: '/api/auth/sign-out', who: 'public' },
  /** Renews the signed copy of the session in the cookie; of nobody: nothing happens. */
  renewCookie: { method: 'GET', path: '/api/auth/get-session', who: 'public' },
  /** An address asks for access: the answer is the same whether it is known or not; `sign_in.too_many`. */
  askAccess: { method: 'POST', path: '/api/access/ask', who: 'public' },
  /** Sets a password with the token of a link: `set` or `expired`; `sign_in.too_many`. */
  setPassword: { method: 'POST', path: '/api/access/password', who: 'public' },
  /** Where the user is signed in. */
  sessions: { method: 'GET', path: '/api/sessions', who: 'signed-in' },
  endSessions: { method: 'POST', path: '/api/sessions/end', who: 'signed-in' },
  /** Of a foreign account as if there were none. */
  recording: { method: 'GET', path: recordingPath(':id'), who: 'signed-in' },
  /** Of a foreign account as if there were none. */
  greetingSound: { method: 'GET', path: '/api/accounts/:accountId/voicemail-greeting/:which', who: 'signed-in' },
  /** A sound that the account's row names; else, and of a foreign account, as if there were none. */
  accountSound: { method: 'GET', path: '/api/accounts/:accountId/sounds/:recordingId', who: 'signed-in' },
  smsHook: { method: 'POST', path: '/api/hooks/sms', who: 'gateway' },
  /** Whether it serves; the details are the machine's own. */
  healthz: { method: 'GET', path: '/healthz', who: 'public' },
  readyz: { method: 'GET', path: '/readyz', who: 'public' },
  metrics: { method: 'GET', path: '/metrics', who: 'machine' },
  /** All of this, as OpenAPI. */
  openApi: { method: 'GET', path: '/api/openapi.json', who: 'public' },
} as const satisfies Readonly<Record<string, OtherRoute>>;

/** The WebSocket paths, from pages of our own origin only; `/janus` besides takes the booth's token, in the demonstration. */
export const sockets = { '/live': 'signed-in', '/janus': ['operator', 'supervisor'] } as const satisfies Readonly<
  Record<string, Audience>
>;

/** The sounds of an account's voicemail: the client's recording, and what the voice says. */
export const greetingSounds = ['recorded', 'closed', 'busy'] as const;
export type GreetingSound = (typeof greetingSounds)[number];

/** One of them (GET, signed in, sees the account); answers WAV, and ranges of it. */
export const greetingSoundPath = (accountId: string, which: string): string =>
  `${greetingPath.replace(':accountId', accountId)}/${which}`;

/** A sound that the account's row names (GET, signed in, sees the account); answers WAV, and ranges of it. */
export const accountSoundPath = (accountId: string, recordingId: string): string =>
  `${soundsPath.replace(':accountId', accountId)}/${recordingId}`;
