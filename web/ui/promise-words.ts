import type { PromiseName } from '#shared/notes/callback-promise.ts';
import { m } from '#web/paraglide/messages.js';

/** Until when somebody is called back, as it is said to him. */
export const promiseWords: Readonly<Record<PromiseName, () => string>> = {
  'within-the-hour': m.desk_promise_hour,
  'before-noon': m.desk_promise_noon,
  'before-five': m.desk_promise_five,
  'tomorrow-before-noon': m.desk_promise_tomorrow_noon,
  'tomorrow-before-five': m.desk_promise_tomorrow_five,
};
