import type { Instant } from '../time.ts';
import type { CallRecord } from './call-record.ts';
import type { Call, CallEffect, Step } from './call-state.ts';
import { conferenceOver, type TransferOutcome } from './transfer-attempt.ts';

/** Nothing changes: the event does not fit the state. */
export const stay = (call: Call): Step => ({ call, effects: [] });

/** No operator has the call any more: whoever followed it hears nobody. */
export const unheard = (call: Call, at: Instant): Call => ({
  ...call,
  listened: call.listened.map((l) => ({ ...l, until: l.until ?? at })),
});

/** The call is over; its facts are complete. */
export function ended(
  call: Call,
  end: {
    readonly at: Instant;
    readonly by: NonNullable<CallRecord['endedBy']>;
    readonly outcome: NonNullable<CallRecord['outcome']>;
  },
  effects: readonly CallEffect[] = [],
): Step {
  return {
    call: {
      ...unheard(call, end.at),
      transfers: conferenceOver(call.transfers, { until: end.at, endedBy: end.by === 'us' ? null : end.by }),
      state: { name: 'ended' },
      endedAt: call.endedAt ?? end.at,
      endedBy: call.endedBy ?? end.by,
      outcome: end.outcome,
    },
    effects: [...effects, { do: 'facts' }],
  };
}

/** A caller gives up before anybody spoke to him, or after his operator was lost. */
export function abandoned(call: Call, at: Instant, effects: readonly CallEffect[] = []): Step {
  return ended(call, { at, by: 'caller', outcome: call.answeredAt === null ? 'abandoned' : 'cut' }, effects);
}

/** The attempt to put the caller through that runs, with what it came to; one that is over stays as it is. */
export function concluded(call: Call, outcome: TransferOutcome): Call {
  const last = call.transfers.length - 1;
  return { ...call, transfers: call.transfers.map((t, i) => (i === last ? { ...t, outcome: t.outcome ?? outcome } : t)) };
}
