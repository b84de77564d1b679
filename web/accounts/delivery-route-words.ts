import type { Channel } from '#shared/delivery/delivery.ts';
import { isFax } from '#shared/delivery/fax.ts';
import type { LadderProblem } from '#shared/delivery/ladder-draft.ts';
import type { Because, NotTaken, Way } from '#shared/delivery/route.ts';
import { toMs } from '#shared/time.ts';
import { m } from '#web/paraglide/messages.js';

export const channelWords: Readonly<Record<Channel, () => string>> = {
  email: m.own_channel_email,
  sms: m.own_channel_sms,
  push: m.own_channel_push,
  telephone: m.own_channel_telephone,
};

/** A mail to a number is a fax. */
export const wayWord = ({ channel, address }: Way<Channel>): string =>
  channel === 'email' && address !== null && isFax(address) ? m.own_channel_fax() : channelWords[channel]();

/** Why a way is not taken. */
export const notTakenWords: Readonly<Record<NotTaken, () => string>> = {
  off: m.own_way_off,
  'no-address': m.own_way_no_address,
  'only-urgent': m.own_way_only_urgent,
  'other-kind': m.own_way_other_kind,
  'only-steps': m.own_way_only_steps,
};

/** What stands in the way of keeping a ladder. */
export const ladderProblemWords: Readonly<Record<LadderProblem['problem'], () => string>> = {
  'no-step': m.own_ladder_no_step,
  'no-channel': m.own_ladder_no_channel,
  wait: m.own_ladder_wait_wrong,
  rounds: m.own_ladder_rounds_wrong,
};

/** Why somebody gets the note. */
export function becauseWord(because: Because): string {
  switch (because.why) {
    case 'named':
      return m.own_because_named();
    case 'first':
      return m.own_because_first();
    case 'substitute':
      return m.own_because_substitute({ name: because.of.name });
    case 'instruction':
      return m.own_because_instruction({ text: because.instruction.text.slice(0, 80) });
  }
}

/** The hour by the account's clock, with the day when it is not that of `now`. */
export function clockOf(
  at: string,
  { timeZone, locale, now }: { readonly timeZone: string; readonly locale: string; readonly now: string },
): string {
  const day = (instant: string) => new Date(toMs(instant)).toLocaleDateString('en-CA', { timeZone });
  const date = day(at) === day(now) ? {} : ({ weekday: 'short', day: 'numeric' } as const);
  return new Date(toMs(at)).toLocaleString(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...date });
}
