import * as z from 'zod/mini';

/** What a call came to [P26, J09, J12]; decides whether a note is due and whether the call is billed. */
export const dispositionSchema = z.enum([
  'message',
  'transferred',
  'appointment',
  'information',
  'test-call',
  'wrong-number',
  'hung-up',
]);
export type Disposition = z.infer<typeof dispositionSchema>;

/** Billable by disposition [P25]: wrong numbers, test calls and callers who hung up at once are not. */
export function isBillable(disposition: Disposition): boolean {
  return disposition !== 'test-call' && disposition !== 'wrong-number' && disposition !== 'hung-up';
}

/** Whether the call's note goes to the client; the test call's report does, marked TEST [J12]. */
export function isDelivered(disposition: Disposition): boolean {
  return disposition !== 'wrong-number' && disposition !== 'hung-up';
}
