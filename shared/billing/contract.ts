import * as z from 'zod/mini';
import { inOrder, type Person } from '../accounts/roster.ts';
import { highestPlan } from './tariff.ts';

/** What bureau and client have agreed on; its id is the account's. Absent: `noContract`. */
export const contractSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  /** 0 is the smallest. */
  plan: z.int().check(z.minimum(0), z.maximum(highestPlan)),
  /** Whom the thresholds of use are told [I08]; null: the first of the roster. */
  alertTo: z.nullable(z.array(z.uuid()).check(z.maxLength(20))),
});
export type Contract = z.infer<typeof contractSchema>;

/** The contract of an account about which nothing was agreed: the smallest plan. */
export const noContract = (accountId: string): Contract => ({ id: accountId, accountId, plan: 0, alertTo: null });

/** Whom the thresholds are told now; who has left the roster is left out. */
export function alertedOf({ alertTo }: Contract, roster: readonly Person[]): Person[] {
  const people = inOrder(roster);
  return alertTo === null ? people.slice(0, 1) : people.filter(({ id }) => alertTo.includes(id));
}
