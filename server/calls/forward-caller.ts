import type { Account } from '#shared/accounts/account.ts';
import { queueRulesOf } from '#shared/accounts/queue-rules.ts';
import type { Call, ForwardTo } from '#shared/calls/call-state.ts';
import { legId } from '#shared/calls/leg-cost.ts';
import { never } from '#shared/errors.ts';
import type { Floor, Unstamped } from './floor-state.ts';
import { giveBack, judge, reserveLeg } from './reserve-leg.ts';

/** Whom the bureau calls for a caller by itself: the same policy and the account's limits as for every other leg; a refusal is logged, without the number. */
export async function forwardCaller(floor: Floor, call: Call, to: ForwardTo): Promise<Unstamped> {
  const { directory, log } = floor.deps;
  const account = call.line === null ? undefined : directory.account(call.line.accountId);
  if (call.line === null || account === undefined) return { t: 'forward-refused' };
  const { number, personId } = whomToCall(floor, account, to);
  const wanted = { account, operatorId: null, home: call.line.number, number };
  const refused = (reason: string): Unstamped => {
    log('forward.refused', { callId: call.id, accountId: account.id, reason });
    return { t: 'forward-refused' };
  };
  const decision = judge(floor, wanted);
  if (decision.dial === 'no') return refused(decision.reason);
  const leg = legId(call.id, call.transfers.length + 1);
  const reason = await reserveLeg(floor, leg, wanted, decision.price);
  if (reason !== null) return refused(reason);
  if (floor.calls.get(call.id)?.state.name !== 'forwarding') giveBack(floor, leg);
  return { t: 'forward', number: decision.number, personId, price: decision.price };
}

type Whom = { readonly number: string; readonly personId: string | null };

/** An empty number when there is none (any more), which the policy refuses. */
function whomToCall(floor: Floor, account: Account, to: ForwardTo): Whom {
  switch (to.kind) {
    case 'number':
      return { number: to.number, personId: null };
    case 'person': {
      const person = floor.deps.directory.person(to.personId);
      const number = person?.accountId === account.id ? person.mobile : null;
      return { number: number ?? '', personId: to.personId };
    }
    case 'overflow': {
      const { overflow } = queueRulesOf(account);
      return { number: overflow.kind === 'number' ? overflow.number : '', personId: null };
    }
    default:
      return never(to);
  }
}
