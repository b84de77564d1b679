import type * as z from 'zod/mini';
import type { Role } from '../accounts/access.ts';
import type { Instant } from '../time.ts';
import type { Kind } from './rows.ts';
import type { Transaction } from './transaction.ts';

/** Who makes the change and when: the device's user and clock, or at the server the signed-in name and the bounded instant. */
export type Author = { readonly name: string; readonly at: Instant };

/** A row by its kind and id; `kind/id` on the wire. */
export type RowRef = { readonly kind: Kind; readonly id: string };

/** What a mutation came to. `unchanged`: it had been done already; the last two are refusals. */
export type Outcome = 'applied' | 'unchanged' | 'not-found' | 'forbidden';

/** What every mutation's arguments have, so that access can be decided before it runs. */
export type AccountArgs = { readonly accountId: string };
/** Or of those that change the operator's own rows. */
export type OwnArgs = { readonly operatorId: string };

/** One named change of rows; the same code runs on the device and at the server [MU1]. */
export type Mutation<S extends z.ZodMiniType<AccountArgs | OwnArgs> = z.ZodMiniType<AccountArgs | OwnArgs>> = {
  readonly args: S;
  /** The roles that may run it, in accounts that they see. */
  readonly roles: readonly Role[];
  /** Whether, among the client's people, only those of its office may run it; absent: all may. */
  onlyOffice?(tx: Transaction, args: z.infer<S>): Promise<boolean>;
  /** Rows that must not have changed since the device saw them; else the change is refused as `conflict` [CO1]. */
  guards(tx: Transaction, args: z.infer<S>): Promise<readonly RowRef[]>;
  run(tx: Transaction, args: z.infer<S>, author: Author): Promise<Outcome>;
};

/** No guard: the later in server order wins [CO2]. */
export const laterWins = async (): Promise<readonly RowRef[]> => [];

/** Declares a mutation, so that `run` and `guards` get the type of its arguments. */
export function mutation<S extends z.ZodMiniType<AccountArgs | OwnArgs>>(m: Mutation<S>): Mutation<S> {
  return m;
}

/** The key of a row in `saw`. */
export const refKey = (ref: RowRef): string => `${ref.kind}/${ref.id}`;

/** Whether the mutation left the rows in a state that it wants; a refusal goes to "needs your attention". */
export const isRefusal = (outcome: Outcome): outcome is 'not-found' | 'forbidden' =>
  outcome === 'not-found' || outcome === 'forbidden';
