import type { PathStep } from '#shared/calls/call-path.ts';
import { m } from '#web/paraglide/messages.js';

/** One thing that a caller met before an operator, as the desk says it [R09]. */
export function pathWord({ what, key, label }: PathStep): string {
  switch (what) {
    case 'pressed':
      return m.desk_path_pressed({ label, key: key ?? '' });
    case 'no-key':
      return m.desk_path_no_key();
    case 'wrong-key':
      return m.desk_path_wrong_key({ key: key ?? '' });
    case 'more-operators':
      return m.desk_path_more_operators();
    case 'forwarded':
      return key === null ? m.desk_path_forwarded() : m.desk_path_not_taken({ label });
    case 'kept-place':
      return m.desk_path_kept_place();
  }
}
