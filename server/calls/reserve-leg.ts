import type { Account } from '#shared/accounts/account.ts';
import { outboundRulesOf } from '#shared/accounts/outbound-rules.ts';
import { wallClock } from '#shared/accounts/wall-clock.ts';
import type { LegPrice } from '#shared/calls/leg-price.ts';
import { type DialDecision, mayDial, operatorLimits } from '#shared/calls/outbound-policy.ts';
import { type Floor, legsOf } from './floor-state.ts';

type Wanted = {
  readonly account: Account;
  /** Null: the exchange calls by itself. */
  readonly operatorId: string | null;
  /** The account's own number. */
  readonly home: string;
  readonly number: string;
};

/** What the one outbound policy says to a number for an account, before limits are looked at. */
export const judge = (floor: Floor, { account, home, number }: Wanted): DialDecision =>
  mayDial(number, { legs: legsOf(floor, account.id), home, abroad: outboundRulesOf(account).abroad });

/** Counts the leg against the limits of account and operator; null when it may be dialled, else why not. Unknown limits let nothing pass. */
export async function reserveLeg(floor: Floor, legId: string, wanted: Wanted, price: LegPrice): Promise<string | null> {
  const { outboundLedger, clock, settings, log } = floor.deps;
  const { account, operatorId } = wanted;
  const rules = outboundRulesOf(account);
  const day = wallClock(clock(), settings.bureau.timeZone).slice(0, 10);
  const limits = { account: { legs: rules.legsPerDay, cents: rules.centsPerDay }, operator: operatorLimits };
  try {
    const answer = await outboundLedger.reserve(
      { id: legId, accountId: account.id, operatorId, day, cents: price.cents },
      limits,
    );
    return answer === 'reserved' ? null : answer;
  } catch (cause) {
    log('outbound.limits_unknown', { accountId: account.id, operatorId, cause: String(cause) });
    return 'limits-unknown';
  }
}

/** The leg was counted and then not dialled. */
export function giveBack(floor: Floor, legId: string): void {
  const { outboundLedger, log } = floor.deps;
  outboundLedger.settle(legId, 0).catch((cause: unknown) => log('outbound.not_settled', { legId, cause: String(cause) }));
}
