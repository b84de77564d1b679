import type { CallbackTask } from '#shared/calls/callback-task.ts';
import type { DialResult } from '#shared/calls/dial-result.ts';
import { m } from '#web/paraglide/messages.js';

const originWords: Readonly<Record<CallbackTask['origin'], () => string>> = {
  promise: m.desk_task_promise,
  'missed-call': m.desk_task_missed,
  'by-hand': m.desk_task_by_hand,
};

/** Why this one is to be called back. */
export const whyCalled = ({ origin, place }: CallbackTask): string =>
  place === undefined ? originWords[origin]() : m.desk_task_place();

/** What became of a number that was called. */
export const resultWords: Readonly<Record<DialResult, () => string>> = {
  answered: m.desk_result_answered,
  'no-answer': m.desk_outcome_no_answer,
  busy: m.desk_outcome_busy,
  refused: m.desk_outcome_refused,
  failed: m.desk_outcome_failed,
  'called-off': m.desk_result_called_off,
};
