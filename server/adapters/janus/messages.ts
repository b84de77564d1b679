import * as z from 'zod/mini';
import { phoneNumberSchema } from '#shared/calls/phone-number.ts';

/*
 * What a page may say to Janus. Nothing of a page's message goes further than these fields: each one is parsed,
 * rebuilt, and everything else is refused. The bodies of `register` and `call` are written here.
 */

/** Who speaks on a page's socket to Janus; a booth's `userId` and `session` are that booth's own. */
export type JanusUser =
  | { readonly kind: 'operator'; readonly userId: string; readonly session: string; readonly operatorId: string }
  | { readonly kind: 'booth'; readonly userId: string; readonly session: string; readonly caller: string | null };

/** The SIP account of a page; it never leaves the server. */
export type SipCredentials = { readonly user: string; readonly secret: string };

const idSchema = z.int().check(z.positive());
const base = { transaction: z.string().check(z.regex(/^[A-Za-z0-9]{1,64}$/)) };
const inSession = { ...base, session_id: idSchema };
const inHandle = { ...inSession, handle_id: idSchema };
const sdpSchema = z.string().check(z.maxLength(20_000));
const answerSchema = z.object({ type: z.literal('answer'), sdp: sdpSchema });
const offerSchema = z.object({ type: z.literal('offer'), sdp: sdpSchema });
const candidateSchema = z.union([
  z.object({ completed: z.literal(true) }),
  z.object({
    candidate: z.string().check(z.maxLength(1000)),
    sdpMid: z.nullish(z.string().check(z.maxLength(32))),
    sdpMLineIndex: z.nullish(z.int().check(z.nonnegative(), z.maximum(16))),
  }),
]);

const bodied = { janus: z.literal('message'), ...inHandle };

const pageMessageSchema = z.union([
  z.object({ janus: z.literal('create'), ...base }),
  z.object({ janus: z.enum(['claim', 'keepalive', 'destroy']), ...inSession }),
  z.object({ janus: z.literal('attach'), ...inSession, plugin: z.literal('janus.plugin.sip') }),
  z.object({ janus: z.literal('detach'), ...inHandle }),
  z.object({ janus: z.literal('trickle'), ...inHandle, candidate: candidateSchema }),
  z.object({ ...bodied, body: z.object({ request: z.enum(['register', 'decline', 'hangup']) }) }),
  z.object({
    ...bodied,
    body: z.object({ request: z.literal('dtmf_info'), digit: z.string().check(z.regex(/^[0-9*#]$/)) }),
  }),
  z.object({ ...bodied, body: z.object({ request: z.literal('accept') }), jsep: answerSchema }),
  z.object({ ...bodied, body: z.object({ request: z.literal('update') }), jsep: z.union([answerSchema, offerSchema]) }),
  z.object({ ...bodied, body: z.object({ request: z.literal('call'), number: phoneNumberSchema }), jsep: offerSchema }),
]);

/** What to do with a page's message. `register` still needs its body: see `registerBody`. */
export type Verdict =
  | { readonly verdict: 'send' | 'register'; readonly message: Readonly<Record<string, unknown>>; readonly transaction: string }
  | { readonly verdict: 'refuse'; readonly transaction: string; readonly reason: string };

export type Rules = {
  readonly kind: JanusUser['kind'];
  readonly owns: (sessionId: number) => boolean;
  readonly newSessionId: () => number;
  /** Numbers that a booth may call; nobody else may call anything. */
  readonly boothNumbers: readonly string[];
  readonly sipPort: number;
};

/** Judges one message of a page and rebuilds it from what the schema knows. */
export function judge(raw: string, rules: Rules): Verdict {
  const json = parseJson(raw);
  const transaction = z.object(base).safeParse(json).data?.transaction ?? '';
  const parsed = pageMessageSchema.safeParse(json);
  if (!parsed.success) return { verdict: 'refuse', transaction, reason: 'not allowed' };
  const message = parsed.data;
  if ('session_id' in message && !rules.owns(message.session_id)) {
    return { verdict: 'refuse', transaction, reason: 'No such session' };
  }
  if (message.janus === 'create') return { verdict: 'send', transaction, message: { ...message, id: rules.newSessionId() } };
  if (message.janus !== 'message') return { verdict: 'send', transaction, message };
  if (message.body.request === 'register') return { verdict: 'register', transaction, message };
  if (message.body.request !== 'call') return { verdict: 'send', transaction, message };
  if (rules.kind !== 'booth' || !rules.boothNumbers.includes(message.body.number)) {
    return { verdict: 'refuse', transaction, reason: 'not allowed' };
  }
  const uri = `sip:${message.body.number}@127.0.0.1:${rules.sipPort}`;
  return { verdict: 'send', transaction, message: { ...message, body: { request: 'call', uri } } };
}

/** The whole body of `register`: a page that could name a proxy would get the secret's digest sent to any address. */
export function registerBody(sip: SipCredentials, sipPort: number): Readonly<Record<string, unknown>> {
  return {
    request: 'register',
    username: `sip:${sip.user}@127.0.0.1:${sipPort}`,
    authuser: sip.user,
    secret: sip.secret,
    proxy: `sip:127.0.0.1:${sipPort}`,
    force_udp: true,
    register_ttl: 120,
  };
}

/** An error in Janus' own form, so that the page's library takes it as an answer. */
export function errorAnswer(transaction: string, code: number, reason: string): string {
  return JSON.stringify({ janus: 'error', transaction, error: { code, reason } });
}

const secretKeys = new Set(['token', 'secret', 'apisecret', 'ha1_secret', 'authuser']);

const answerSchemaOfJanus = z.object({
  janus: z.string(),
  transaction: z.optional(z.string()),
  session_id: z.optional(z.number()),
  data: z.optional(z.object({ id: z.optional(z.number()) })),
});

/** What Janus said, without anything secret; null when it is not a message. */
export function cleanAnswer(raw: string): (z.infer<typeof answerSchemaOfJanus> & { readonly text: string }) | null {
  const json = parseJson(raw);
  const parsed = answerSchemaOfJanus.safeParse(json);
  if (!parsed.success) return null;
  const text = JSON.stringify(json, (key, value: unknown) => (secretKeys.has(key) ? undefined : value));
  return { ...parsed.data, text };
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined; // not JSON: no schema matches it, so it is refused and counted
  }
}
