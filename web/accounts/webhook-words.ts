import type { ShownWebhook } from '#shared/api/delivery.ts';
import type { WebhookEvent } from '#shared/delivery/webhook.ts';
import { m } from '#web/paraglide/messages.js';
import type { WebhookProblem } from './own-webhooks.svelte.ts';

export const eventWord: Readonly<Record<WebhookEvent | 'test', () => string>> = {
  'note.created': m.webhook_event_created,
  'note.addendum': m.webhook_event_addendum,
  'note.acknowledged': m.webhook_event_acknowledged,
  'note.done': m.webhook_event_done,
  'note.reopened': m.webhook_event_reopened,
  test: m.webhook_event_test,
};

export const webhookProblemWord: Readonly<Record<WebhookProblem, () => string>> = {
  url: m.webhook_problem_url,
  'no-event': m.webhook_problem_no_event,
  'not-outside': m.webhook_problem_not_outside,
  'too-many': m.webhook_problem_too_many,
};

const noAnswer: Readonly<Record<string, () => string>> = {
  timeout: m.webhook_no_answer_timeout,
  unreachable: m.webhook_no_answer_unreachable,
  refused: m.webhook_no_answer_refused,
  off: m.webhook_no_answer_off,
  erased: m.data_erased_short,
};

/** `✓ taken, 204`, `✕ not taken, 500`, or why no answer came. */
export function outcomeOf({ state, status, problem, attempts }: ShownWebhook): string {
  const answer = status === null ? (noAnswer[problem ?? '']?.() ?? '') : String(status);
  const word = {
    waiting: attempts === 0 ? m.webhook_going() : m.webhook_waiting(),
    delivered: m.webhook_taken(),
    failed: m.webhook_not_taken(),
  };
  return [word[state], answer].filter((part) => part !== '').join(', ');
}
