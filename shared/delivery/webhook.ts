import * as z from 'zod/mini';
import { fromMs, type Instant, instantSchema, toMs } from '../time.ts';

/** What an account's own systems can be told of its notes [R17], each to those that asked for it. */
export const webhookEvents = ['note.created', 'note.addendum', 'note.acknowledged', 'note.done', 'note.reopened'] as const;
export const webhookEventSchema = z.enum(webhookEvents);
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

/** Where a system of the account is told. */
export const webhookEndpointSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  url: z.string().check(z.maxLength(500)),
  events: z.array(webhookEventSchema).check(z.minLength(1)),
  createdAt: instantSchema,
  /** Counts the secrets that it has had, from 1. */
  secretVersion: z.int(),
  /** When the present secret took the place of another, which holds for a day more; null: it is the first. */
  rotatedAt: z.nullable(instantSchema),
  /** Since when nothing has been taken there; null: what was sent last was, or nothing was sent yet. */
  failingSince: z.nullable(instantSchema),
  /** Since when it is told nothing any more: it said that it is gone (410), or took nothing for days; null: it is told. */
  off: z.nullable(z.object({ at: instantSchema, why: z.enum(['gone', 'failing']) })),
});
export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>;

/** One event to one endpoint; a retry and "send again" keep the id, by which the receiver knows it. */
export const webhookDeliverySchema = z.object({
  id: z.uuid(),
  endpointId: z.uuid(),
  accountId: z.uuid(),
  type: z.enum([...webhookEvents, 'test']),
  at: instantSchema,
  /** Exactly what is sent, JSON; null: its contents were erased. */
  body: z.nullable(z.string()),
  /** waiting → delivered | failed, and back to waiting when it is sent again */
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int(),
  triedAt: z.nullable(instantSchema),
  /** The last answer; null: none came. */
  status: z.nullable(z.int()),
  /** Why no answer came, or why nothing is sent, in a word that the screens translate; null otherwise. */
  problem: z.nullable(z.string()),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

/** What an account may have. */
export const mostWebhooks = 10;
/** What was sent can be looked at and sent again for so many days. */
export const webhookDaysKept = 30;

const second = 1000;
const hour = 3600 * second;
/** Waits after the first, second, … failed attempt, as Standard Webhooks proposes: three days in all. */
const pauses = [5 * second, 300 * second, 0.5 * hour, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
/** An endpoint that has taken nothing for so long is told nothing any more. */
const failsFor = 5 * 24 * hour;
/** How long the secret of before signs too, so that the receiver has time to change. */
const bothSecretsFor = 24 * hour;

/** The versions of the secret that sign now, the present one first. */
export function signingVersions(
  { secretVersion, rotatedAt }: Pick<WebhookEndpoint, 'secretVersion' | 'rotatedAt'>,
  at: Instant,
): number[] {
  const isFresh = rotatedAt !== null && toMs(at) - toMs(rotatedAt) < bothSecretsFor;
  return isFresh ? [secretVersion, secretVersion - 1] : [secretVersion];
}

/** The status of an answer and how long it asks to be left alone, in milliseconds, or why none came. */
export type WebhookAnswer = { readonly status: number; readonly waitMs: number | null } | { readonly problem: string };

type Tried = { readonly endpoint: WebhookEndpoint; readonly delivery: WebhookDelivery };

/**
 * What an attempt makes of delivery and endpoint, and when the next one is due: only 2xx is success; null: there is none.
 * `spread` from 0 to 1 makes the wait up to a fifth longer, so that what failed together does not come again together; whoever
 * asks for more time has it.
 */
export function afterAttempt(
  { endpoint, delivery }: Tried,
  answer: WebhookAnswer,
  { at, spread }: { readonly at: Instant; readonly spread: number },
): Tried & { readonly again: Instant | null } {
  const attempts = delivery.attempts + 1;
  const status = 'status' in answer ? answer.status : null;
  const problem = 'problem' in answer ? answer.problem : null;
  const asked = ('waitMs' in answer ? answer.waitMs : null) ?? 0;
  const tried = { ...delivery, attempts, status, problem, triedAt: at };
  if (status !== null && status >= 200 && status < 300) {
    return { endpoint: { ...endpoint, failingSince: null }, delivery: { ...tried, state: 'delivered' }, again: null };
  }
  const failing = afterFailure(endpoint, status, at);
  const pause = failing.off === null ? pauses[attempts - 1] : undefined;
  return pause === undefined
    ? { endpoint: failing, delivery: { ...tried, state: 'failed' }, again: null }
    : { endpoint: failing, delivery: tried, again: fromMs(toMs(at) + Math.max(Math.round(pause * (1 + spread / 5)), asked)) };
}

function afterFailure(endpoint: WebhookEndpoint, status: number | null, at: Instant): WebhookEndpoint {
  const failingSince = endpoint.failingSince ?? at;
  if (status === 410) return { ...endpoint, failingSince, off: { at, why: 'gone' } };
  const isOver = toMs(at) - toMs(failingSince) >= failsFor;
  return { ...endpoint, failingSince, off: endpoint.off ?? (isOver ? { at, why: 'failing' } : null) };
}
