import { m } from '#web/paraglide/messages.js';
import type { RecorderProblem } from './sound-recorder.svelte.ts';

/** What went wrong with a recording, and what to do. */
export const greetingProblemWord: Readonly<Record<RecorderProblem, () => string>> = {
  'too-short': m.greeting_problem_too_short,
  'too-long': m.greeting_problem_too_long,
  silent: m.greeting_problem_silent,
  unreadable: m.greeting_problem_unreadable,
  denied: m.greeting_problem_denied,
  missing: m.greeting_problem_missing,
  busy: m.greeting_problem_busy,
  insecure: m.greeting_problem_insecure,
  offline: m.greeting_problem_offline,
  refused: m.greeting_problem_refused,
};
