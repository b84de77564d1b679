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
  'transfer.emergency': m.desk_refused_emergency,
  'transfer.premium': m.desk_refused_premium,
  'transfer.short': m.desk_refused_premium,
  'transfer.country-not-allowed': m.desk_refused_country,
  'transfer.unreadable-number': m.desk_refused_number,
  'transfer.too-many-legs': m.desk_refused_legs,
  'dial.emergency': m.desk_refused_emergency,
  'dial.premium': m.desk_refused_premium,
  'dial.short': m.desk_refused_premium,
  'dial.country-not-allowed': m.desk_refused_country,
  'dial.unreadable-number': m.desk_refused_number,
  'dial.too-many-legs': m.desk_refused_legs,
  'dial.not-ready': m.desk_refused_not_ready,
  'dial.no-task': m.desk_refused_no_task,
  'dial.account-wants-none': m.desk_refused_account,
  'dial.only-callbacks': m.desk_refused_account,
};

/** Why nobody is called, in words; empty for a code that is not about calling somebody. */
export const transferRefusal = (code: string | null): string => (code === null ? '' : (refusals[code]?.() ?? ''));
