import type { Account, Line } from '#shared/accounts/account.ts';
import type { Person } from '#shared/accounts/roster.ts';
import type { Operator } from '#shared/operators/operator.ts';
import type { Store } from '../ports.ts';

/** The bureau's lists in memory: a call that arrives while the database is away is still routed, and cookies still name somebody. */
export type BureauDirectory = {
  /** Reads everything anew; the old lists stay when the database is away. */
  load(): Promise<void>;
  account(id: string): Account | undefined;
  accounts(): readonly Account[];
  /** The line that was dialled; exactly one account's [S03]. */
  lineByNumber(number: string): Line | undefined;
  lines(): readonly Line[];
  operator(id: string): Operator | undefined;
  operators(): readonly Operator[];
  person(id: string): Person | undefined;
  people(accountId: string): readonly Person[];
};

export function createDirectory(store: Pick<Store, 'all'>): BureauDirectory {
  let accounts = new Map<string, Account>();
  let lines: readonly Line[] = [];
  let byNumber = new Map<string, Line>();
  let operators = new Map<string, Operator>();
  let people = new Map<string, Person>();
  const byId = <T extends { readonly id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));

  return {
    async load() {
      const [a, l, o, p] = await Promise.all([
        store.all('account'),
        store.all('line'),
        store.all('operator'),
        store.all('person'),
      ]);
      accounts = byId(a);
      lines = l;
      byNumber = new Map(l.map((line) => [line.number, line]));
      operators = byId(o);
      people = byId(p);
    },
    account: (id) => accounts.get(id),
    accounts: () => [...accounts.values()],
    lineByNumber: (number) => byNumber.get(number),
    lines: () => lines,
    operator: (id) => operators.get(id),
    operators: () => [...operators.values()],
    person: (id) => people.get(id),
    people: (accountId) => [...people.values()].filter((person) => person.accountId === accountId),
  };
}
