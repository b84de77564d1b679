import type { Account, Line } from '#shared/accounts/account.ts';
import { accountAt } from '#shared/accounts/meanwhile.ts';
import type { Person } from '#shared/accounts/roster.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import type { Operator } from '#shared/operators/operator.ts';
import type { Kind } from '#shared/sync/rows.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';

/** The bureau's lists in memory: a call that arrives while the database is away is still routed, and cookies still name somebody. */
export type BureauDirectory = {
  /** False until the first reading; calls are then left to the exchange's own apology. */
  isLoaded(): boolean;
  /** Reads everything anew; rejects when the database is away, and what was known stays. */
  load(): Promise<void>;
  /** As it stands now: temporary instructions open or close it [S17]. */
  account(id: string): Account | undefined;
  accounts(): readonly Account[];
  /** The line that was dialled, exactly one account's [S03]. */
  dialled(number: PhoneNumber): { readonly account: Account; readonly line: Line } | undefined;
  lines(): readonly Line[];
  operator(id: string): Operator | undefined;
  person(id: string): Person | undefined;
  /** Of all rosters. */
  people(): readonly Person[];
};

/** The kinds of rows that the lists are made of; nothing else is read. */
export const listedKinds = ['account', 'line', 'operator', 'person', 'instruction'] as const satisfies readonly Kind[];

export function createDirectory(store: Pick<Store, 'all'>, clock: Clock): BureauDirectory {
  let lists: Lists | null = null;
  let reading: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    lists = await readLists(store);
  };
  /** One reading at a time; those who ask meanwhile share the next, which sees what they wrote. */
  function load(): Promise<void> {
    if (reading === null) {
      reading = read().finally(() => {
        reading = null;
      });
      return reading;
    }
    const again = (): Promise<void> => {
      next = null;
      return load();
    };
    next ??= reading.then(again, again);
    return next;
  }

  const asItStands = (account: Account): Account => {
    const temporary = lists?.temporary.get(account.id);
    return temporary === undefined ? account : accountAt(account, temporary, clock());
  };
  const accountOf = (id: string): Account | undefined => {
    const account = lists?.accounts.get(id);
    return account && asItStands(account);
  };

  return {
    isLoaded: () => lists !== null,
    load,
    account: accountOf,
    accounts: () => [...(lists?.accounts.values() ?? [])].map(asItStands),
    dialled(number) {
      const line = lists?.lines.get(number);
      const account = line && accountOf(line.accountId);
      return line && account && { account, line };
    },
    lines: () => [...(lists?.lines.values() ?? [])],
    operator: (id) => lists?.operators.get(id),
    person: (id) => lists?.people.get(id),
    people: () => [...(lists?.people.values() ?? [])],
  };
}

type Lists = Awaited<ReturnType<typeof readLists>>;

async function readLists(store: Pick<Store, 'all'>) {
  const all = <K extends (typeof listedKinds)[number]>(kind: K) => store.all(kind);
  const [accounts, lines, operators, people, instructions] = await Promise.all([
    all('account'),
    all('line'),
    all('operator'),
    all('person'),
    all('instruction'),
  ]);
  return {
    accounts: byId(accounts),
    lines: new Map<PhoneNumber, Line>(lines.map((line) => [line.number, line])),
    operators: byId(operators),
    people: byId(people),
    temporary: byAccount(instructions.filter(({ opening }) => opening)),
  };
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

function byAccount<T extends { readonly accountId: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.accountId, [...(groups.get(row.accountId) ?? []), row]);
  return groups;
}
