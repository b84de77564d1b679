import type { TransferOutcome } from '#shared/calls/transfer-attempt.ts';
import { m } from '#web/paraglide/messages.js';

/** What became of an attempt, said to the operator. */
export const outcomeWords: Readonly<Record<TransferOutcome, () => string>> = {
  connected: m.desk_outcome_connected,
  'no-answer': m.desk_outcome_no_answer,
  busy: m.desk_outcome_busy,
  refused: m.desk_outcome_refused,
  'voicemail-reached': m.desk_outcome_voicemail,
  'forwarded-back-to-us': m.desk_outcome_forwarded_back,
  failed: m.desk_outcome_failed,
};

const refusals: Readonly<Record<string, () => string>> = {
  emergency: m.desk_refused_emergency,
  premium: m.desk_refused_premium,
  short: m.desk_refused_premium,
  'country-not-allowed': m.desk_refused_country,
  'abroad-not-allowed': m.desk_refused_abroad,
  'unreadable-number': m.desk_refused_number,
  'too-many-legs': m.desk_refused_legs,
  'account-legs': m.desk_refused_account_legs,
  'account-spending': m.desk_refused_account_spending,
  'operator-legs': m.desk_refused_operator_limit,
  'operator-spending': m.desk_refused_operator_limit,
  'limits-unknown': m.desk_refused_limits_unknown,
  'not-ready': m.desk_refused_not_ready,
  'no-task': m.desk_refused_no_task,
  'account-wants-none': m.desk_refused_account,
  'only-callbacks': m.desk_refused_account,
};

/** Why nobody is called, in words; empty for a code that is not about calling somebody. */
export function transferRefusal(code: string | null): string {
  if (code === 'call.colleague_not_free') return m.desk_refused_colleague();
  return refusals[/^(?:transfer|dial)\.(.+)$/.exec(code ?? '')?.[1] ?? '']?.() ?? '';
}
