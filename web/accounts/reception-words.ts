import type { choiceTimes } from '#shared/accounts/reception.ts';
import { m } from '#web/paraglide/messages.js';
import type { ChoiceDraft, ChoiceProblem } from './own-reception.svelte.ts';

/** When a key can be chosen. */
export const timeWords: Readonly<Record<(typeof choiceTimes)[number], () => string>> = {
  always: m.own_reception_always,
  open: m.own_reception_open,
  closed: m.own_reception_closed,
};

/** What a key does. */
export const leadWords: readonly { readonly to: ChoiceDraft['to']; readonly word: () => string }[] = [
  { to: 'queue', word: m.own_reception_to_queue },
  { to: 'voicemail', word: m.own_reception_to_voicemail },
  { to: 'announcement', word: m.own_reception_to_announcement },
  { to: 'person', word: m.own_reception_to_person },
  { to: 'number', word: m.own_reception_to_number },
];

/** What is in the way of a key. */
export const choiceProblemWords: Readonly<Record<ChoiceProblem['problem'], () => string>> = {
  label: m.own_reception_bad_label,
  twice: m.own_reception_bad_twice,
  text: m.own_reception_bad_text,
  person: m.own_reception_bad_person,
  number: m.own_outbound_number_bad,
};
