import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import { never } from '#shared/errors.ts';
import type { LiveCall } from '#shared/live.ts';
import { m } from '#web/paraglide/messages.js';
import type { OfferEnd } from '../../calls/desk.svelte.ts';

/** What became of an offer that went away, said about the caller. */
export function offerEndWords(reason: OfferEnd): string {
  switch (reason) {
    case 'abandoned':
      return m.desk_offer_abandoned();
    case 'not-shown':
    case 'not-answered':
      return m.desk_offer_next();
    case 'voicemail':
      return m.desk_offer_voicemail();
    case 'handed-over':
      return m.desk_offer_handed_over();
    case 'taken-over':
      return m.desk_offer_taken_over();
    case 'taken':
      return m.desk_offer_taken();
    default:
      return never(reason);
  }
}

/** Who follows the conversation, and whether he is heard [S15]. */
export function listenerWords({ name, how }: NonNullable<LiveCall['listeners']>[number]): string {
  if (how === 'listen') return m.desk_listener_listen({ name });
  return how === 'whisper' ? m.desk_listener_whisper({ name }) : m.desk_listener_join({ name });
}

/** How a call ended, for whoever writes its note; one that we ended was cut by a fault. */
export const endedWords: Readonly<Record<NonNullable<LiveCall['endedBy']>, () => string>> = {
  caller: m.desk_caller_gone,
  operator: m.desk_call_over,
  us: m.desk_call_cut,
};

/** Which of the client's own lines sent the call to us, and why [P03, S08, S09]; empty when none did. */
export function forwardedWords(diversion: LiveCall['diversion'], show: (number: PhoneNumber) => string): string {
  if (diversion === null) return '';
  const line = diversion.number === null ? '' : ` · ${show(diversion.number)}`;
  return `${reasonWords(diversion.reason)}${line}`;
}

function reasonWords(reason: string): string {
  if (reason === 'user-busy') return m.desk_forwarded_busy();
  if (reason === 'no-answer') return m.desk_forwarded_no_answer();
  return reason === 'unconditional' ? m.desk_forwarded_all() : m.desk_forwarded();
}

/** A digit without any modifier. */
export const isDigit = ({ key, altKey, ctrlKey, metaKey, isComposing }: KeyboardEvent): boolean =>
  /^\d$/.test(key) && !altKey && !ctrlKey && !metaKey && !isComposing;

/** Whether somebody types here: keys without a modifier belong to the text, and the focus stays. */
export function isTypingIn(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}
