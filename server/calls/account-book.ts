import type { Account, Line } from '#shared/accounts/account.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import type { Operator } from '#shared/operators/operator.ts';
import type { Store } from '../ports.ts';

/** Accounts, lines and operators in memory: a call that arrives while the database is away is still routed. */
export type AccountBook = {
  /** False until the first reading; calls are then left to the exchange's own apology. */
  isLoaded(): boolean;
  /** Reads everything anew; rejects when the database is away, and what was known stays. */
  refresh(): Promise<void>;
  byNumber(number: PhoneNumber): { readonly account: Account; readonly line: Line } | null;
  account(id: string): Account | null;
  accounts(): Iterable<Account>;
  operator(id: string): Operator | null;
};

export function createAccountBook(store: Store): AccountBook {
  let accounts = new Map<string, Account>();
  let lines = new Map<PhoneNumber, Line>();
  let operators = new Map<string, Operator>();
  let loaded = false;
  return {
    isLoaded: () => loaded,
    async refresh() {
      const [a, l, o] = await Promise.all([store.all('account'), store.all('line'), store.all('operator')]);
      accounts = new Map(a.map((account) => [account.id, account]));
      lines = new Map(l.map((line) => [line.number, line]));
      operators = new Map(o.map((operator) => [operator.id, operator]));
      loaded = true;
    },
    byNumber(number) {
      const line = lines.get(number);
      const account = line === undefined ? undefined : accounts.get(line.accountId);
      return line === undefined || account === undefined ? null : { account, line };
    },
    account: (id) => accounts.get(id) ?? null,
    accounts: () => accounts.values(),
    operator: (id) => operators.get(id) ?? null,
  };
}
