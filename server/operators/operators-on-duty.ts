import type { Presence } from '#shared/live.ts';
import type { OnDuty } from '#shared/operators/presence.ts';
import type { Live, Telephony } from '../ports/telephony.ts';
import type { Clock } from '../ports/time.ts';

/** What is true now of the operators, and what it takes to tell them. */
export type Operators = {
  readonly operators: Map<string, OnDuty>;
  readonly presences: Map<string, Presence>;
  readonly legTriedAtMs: Map<string, number>;
  readonly echoing: Set<string>;
  /** False while the exchange is away, or another server decides. */
  readonly inCharge: boolean;
  readonly deps: {
    readonly clock: Clock;
    readonly live: Live;
    readonly telephony: Telephony;
    readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  };
};
