import type { LiveCall, UnsentUrgent } from '../live.ts';
import { isPageAway, type OnDuty } from '../operators/presence.ts';
import { type Instant, toMs } from '../time.ts';

/** So long after the end of its call, or after he took it over, an operator may still write an urgent note before colleagues are warned, milliseconds. */
const patienceMs = 60_000;

/** What stands at an operator's desk after a call. */
export type LeftAtDesk = {
  readonly call: Pick<LiveCall, 'callId' | 'accountId' | 'endedAt'>;
  /** The note as far as the server heard of it; null: nothing. */
  readonly draft: { readonly urgent: boolean } | null;
  /** Null: he is not there any more. */
  readonly onDuty: OnDuty | null;
  readonly operator: { readonly id: string; readonly name: string };
};

/** The warning that an urgent note was left unsent [S14]: at once when its operator's page is away, else after a minute. */
export function unsentUrgentOf({ call, draft, onDuty, operator }: LeftAtDesk, at: Instant): UnsentUrgent | null {
  const { callId, accountId, endedAt } = call;
  if (endedAt === null || draft?.urgent !== true) return null;
  const isAway = onDuty === null || isPageAway(onDuty, at);
  const since = onDuty?.work.kind === 'wrap-up' && onDuty.work.callId === callId ? onDuty.work.since : endedAt;
  if (!isAway && toMs(at) - toMs(since) < patienceMs) return null;
  return { callId, accountId, operatorId: operator.id, operator: operator.name, endedAt };
}
