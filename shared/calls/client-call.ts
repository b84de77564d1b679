import * as z from 'zod/mini';
import type { CallRecord } from './call-record.ts';
import { callRecordSchema } from './call-record.ts';

const { id, accountId, lineId, caller, arrivedAt, answeredAt, endedAt, outcome, waitedSeconds, disposition, billable } =
  callRecordSchema.shape;

/** A call as its client sees it [S18]: without the bureau's operators, their offers, and its prices. */
export const clientCallSchema = z.object({
  id,
  accountId,
  lineId,
  /** `out`: the bureau called somebody for the client; `bureau`: the client called the bureau itself [P07]. */
  kind: z.enum(['in', 'out', 'bureau']),
  /** Null when withheld; of `out` the number called. */
  caller,
  arrivedAt,
  answeredAt,
  endedAt,
  outcome,
  waitedSeconds,
  disposition,
  billable,
});
export type ClientCall = z.infer<typeof clientCallSchema>;

/** What of a call's facts its client sees. */
export function clientCallOf(call: CallRecord): ClientCall {
  const { id, accountId, lineId, caller, arrivedAt, answeredAt, endedAt, outcome, waitedSeconds, disposition, billable } = call;
  const kind = call.outbound ? 'out' : call.hotline ? 'bureau' : 'in';
  return {
    id,
    accountId,
    lineId,
    kind,
    caller,
    arrivedAt,
    answeredAt,
    endedAt,
    outcome,
    waitedSeconds,
    disposition,
    billable,
  };
}
