import type { Account, Line } from '#shared/accounts/account.ts';
import type { Instruction } from '#shared/accounts/instructions.ts';
import type { Person } from '#shared/accounts/roster.ts';
import type { CallerCard } from '#shared/calls/caller-card.ts';
import type { Device, Reader } from '../ports/device.ts';

const CHANGES = 6;

/** Everything of one account that a call needs at once. */
export type AccountSheet = {
  readonly account: Account;
  readonly line: Line | null;
  readonly people: readonly Person[];
  readonly instructions: readonly Instruction[];
  readonly cards: readonly CallerCard[];
};

type Rows = {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly people: readonly Person[];
  readonly instructions: readonly Instruction[];
  readonly cards: readonly CallerCard[];
};

/** The accounts on this device, held in memory: an offer is drawn without waiting for the disk. */
export class AccountsSeen {
  #rows = $state.raw<Rows | null>(null);
  readonly #changes: readonly Instruction[] = $derived(
    (this.#rows?.instructions ?? []).toSorted((a, b) => b.changedAt.localeCompare(a.changedAt)).slice(0, CHANGES),
  );
  readonly #numbers: ReadonlyMap<string, string> = $derived(
    new Map(Array.from(this.#rows?.lines.values() ?? [], (line) => [line.accountId, line.number])),
  );
  readonly #listeners = new Set<() => void>();
  readonly #stop: () => void;

  constructor(device: Pick<Device, 'watch'>) {
    this.#stop = device.watch(readRows, (rows) => {
      this.#rows = rows;
      for (const listener of this.#listeners) listener();
    });
  }

  get accounts(): ReadonlyMap<string, Account> {
    return this.#rows?.accounts ?? new Map();
  }
  /** A number of ours of each account. */
  get lines(): ReadonlyMap<string, string> {
    return this.#numbers;
  }
  /** Newest change first. */
  get changes(): readonly Instruction[] {
    return this.#changes;
  }

  /** `missing`: the device has been read and does not hold the account; null: it has not been read yet. */
  sheetOf({ accountId, lineId }: { readonly accountId: string; readonly lineId: string }): AccountSheet | 'missing' | null {
    if (this.#rows === null) return null;
    const { accounts, lines, people, instructions, cards } = this.#rows;
    const account = accounts.get(accountId);
    if (account === undefined) return 'missing';
    return {
      account,
      line: lines.get(lineId) ?? null,
      people: people.filter((person) => person.accountId === accountId),
      instructions: instructions.filter((instruction) => instruction.accountId === accountId),
      cards: cards.filter((card) => card.accountId === accountId),
    };
  }

  /** Calls back after each change of what is held; returns what stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
  }
}

async function readRows(rows: Reader): Promise<Rows> {
  const [accounts, lines, people, instructions, cards] = await Promise.all([
    rows.all('account'),
    rows.all('line'),
    rows.all('person'),
    rows.all('instruction'),
    rows.all('card'),
  ]);
  return {
    accounts: new Map(accounts.map((account) => [account.id, account])),
    lines: new Map(lines.map((line) => [line.id, line])),
    people,
    instructions,
    cards,
  };
}
