import type { Counting } from '#shared/billing/usage.ts';
import type { ClientCall } from '#shared/calls/client-call.ts';
import { m } from '#web/paraglide/messages.js';

/** Whether a call counts, and if not, why. */
export const countingWords: Readonly<Record<Counting, () => string>> = {
  counted: m.client_counted,
  unanswered: m.client_not_unanswered,
  voicemail: m.client_not_voicemail,
  'not-greeted': m.client_not_greeted,
  'test-call': m.client_not_test,
  'wrong-number': m.client_not_wrong,
  'hung-up': m.client_not_hung_up,
  'not-billed': m.client_not_billed,
  'to-bureau': m.client_not_to_bureau,
  'by-bureau': m.client_not_by_bureau,
};

/** How a call ended. */
export const outcomeWords: Readonly<Record<NonNullable<ClientCall['outcome']>, () => string>> = {
  handled: m.client_call_handled,
  abandoned: m.client_call_abandoned,
  voicemail: m.client_call_voicemail,
  announced: m.client_call_announced,
  cut: m.client_call_cut,
};
