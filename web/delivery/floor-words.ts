import type { UnreachableReason } from '#shared/live.ts';
import { m } from '#web/paraglide/messages.js';

const whys: Readonly<Record<UnreachableReason, () => string>> = {
  'no-exchange': m.floor_why_no_exchange,
  'no-live': m.floor_why_no_live,
  'no-heartbeat': m.floor_why_no_heartbeat,
  'page-frozen': m.floor_why_page_frozen,
  'no-microphone': m.floor_why_no_microphone,
  'microphone-muted': m.floor_why_microphone_muted,
  'no-output': m.floor_why_no_output,
  'no-phone': m.floor_why_no_phone,
  'no-audio': m.floor_why_no_audio,
  'not-shown': m.floor_why_not_shown,
};
const isWhy = (reason: string): reason is UnreachableReason => Object.hasOwn(whys, reason);

/** Why an operator cannot be offered a call, as the supervisor reads it; empty for anything else. */
export const whyWord = (reason: string | null): string => (reason !== null && isWhy(reason) ? whys[reason]() : '');
