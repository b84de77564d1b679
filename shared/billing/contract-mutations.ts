import * as z from 'zod/mini';
import { mutation, type RowRef } from '../sync/mutation.ts';
import type { Transaction } from '../sync/transaction.ts';
import { contractSchema, noContract } from './contract.ts';

const contract = async (_: Transaction, { accountId }: { readonly accountId: string }): Promise<RowRef[]> => [
  { kind: 'contract', id: accountId },
];

/** Which plan the account has. */
export const setPlan = mutation({
  args: z.object({ accountId: z.uuid(), plan: contractSchema.shape.plan }),
  roles: ['supervisor'],
  guards: contract,
  async run(tx, { accountId, plan }) {
    if (!(await tx.get('account', accountId))) return 'not-found';
    await tx.put('contract', { ...((await tx.get('contract', accountId)) ?? noContract(accountId)), plan });
    return 'applied';
  },
});

/** Whom the thresholds of use are told [I08]; null: the first of the roster. */
export const setUsageAlerts = mutation({
  args: z.object({ accountId: z.uuid(), alertTo: contractSchema.shape.alertTo }),
  roles: ['person', 'supervisor'],
  onlyOffice: async () => true,
  guards: contract,
  async run(tx, { accountId, alertTo }) {
    for (const id of alertTo ?? []) {
      const person = await tx.get('person', id);
      if (person?.accountId !== accountId) return person === undefined ? 'not-found' : 'forbidden';
    }
    await tx.put('contract', { ...((await tx.get('contract', accountId)) ?? noContract(accountId)), alertTo });
    return 'applied';
  },
});
