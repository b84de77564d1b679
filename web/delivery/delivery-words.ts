import type { Channel, Delivery, DeliveryState } from '#shared/delivery/delivery.ts';
import { isAdded, isAgain, isAssigned, stepOf } from '#shared/delivery/delivery-key.ts';
import { isFax } from '#shared/delivery/fax.ts';
import type { Callback } from '#shared/notes/note.ts';
import { m } from '#web/paraglide/messages.js';
import type { PortalState } from './portal-state.ts';

export const channelWord: Readonly<Record<Channel, () => string>> = {
  email: m.portal_channel_email,
  sms: m.portal_channel_sms,
  push: m.portal_channel_push,
  telephone: m.portal_channel_telephone,
};

/** A mail to a number is a fax. */
export const wayWord = ({ channel, address }: Pick<Delivery, 'channel' | 'address'>): string =>
  channel === 'email' && address !== undefined && isFax(address) ? m.portal_channel_fax() : channelWord[channel]();

export const deliveryStateWord: Readonly<Record<DeliveryState, () => string>> = {
  queued: m.portal_delivery_queued,
  sent: m.portal_delivery_sent,
  delivered: m.portal_delivery_delivered,
  read: m.portal_delivery_read,
  acknowledged: m.portal_delivery_acknowledged,
  failed: m.portal_delivery_failed,
  expired: m.portal_delivery_expired,
};

/** One tick handed over, two ticks there. */
export const tick: Readonly<Record<DeliveryState, string>> = {
  queued: '',
  sent: '✓',
  delivered: '✓✓',
  read: '✓✓',
  acknowledged: '✓✓',
  failed: '✕',
  expired: '✕',
};

const problems: Readonly<Record<string, () => string>> = {
  refused: m.portal_problem_refused,
  unreachable: m.portal_problem_unreachable,
  timeout: m.portal_problem_timeout,
  gone: m.portal_problem_gone,
  unconfigured: m.portal_problem_unconfigured,
  undelivered: m.portal_problem_undelivered,
  'no-device': m.portal_problem_no_device,
  taken: m.portal_problem_taken,
  erased: m.data_erased_short,
  bounced: m.portal_problem_bounced,
  'not-understood': m.portal_problem_unreachable,
  ringing: m.portal_problem_ringing,
  'no-answer': m.portal_problem_no_answer,
  busy: m.portal_problem_busy,
  declined: m.portal_problem_declined,
  'not-connected': m.portal_problem_not_connected,
  'nothing-pressed': m.portal_problem_nothing_pressed,
  voicemail: m.portal_problem_voicemail,
  'passed-on': m.portal_problem_passed_on,
  'not-allowed': m.portal_problem_not_allowed,
  'forwarded-back-to-us': m.portal_problem_forwarded_back,
  interrupted: m.portal_problem_interrupted,
};

/** Why a delivery failed or waits, in words; empty when there is no problem or this version does not know it. */
export const problemWord = (problem: string | null): string => (problem === null ? '' : (problems[problem]?.() ?? ''));

/** Which step of the ladder a delivery is, in words; empty for the note's own. */
export function stepWord(delivery: Pick<Delivery, 'key'>): string {
  const step = stepOf(delivery);
  if (step === 'taken') return m.portal_told_taken();
  if (isAdded(step)) return m.portal_told_added();
  if (isAssigned(step)) return m.portal_told_assigned();
  if (isAgain(step)) return m.portal_told_again();
  return step > 1 ? m.portal_step({ step }) : '';
}

export const portalStateWord: Readonly<Record<PortalState, (at: { readonly time: string }) => string>> = {
  delivered: m.portal_state_new,
  read: m.portal_state_read,
  acknowledged: m.portal_state_acknowledged,
  done: m.portal_state_done,
};

export const wishWord: Readonly<Record<Callback, () => string>> = {
  'please-call-back': m.portal_wish_call_back,
  'will-call-again': m.portal_wish_calls_again,
  'for-information': m.portal_wish_information,
};
