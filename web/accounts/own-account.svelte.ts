import type { Account, Line } from '#shared/accounts/account.ts';
import type { Instruction } from '#shared/accounts/instructions.ts';
import { inOrder, type Person } from '#shared/accounts/roster.ts';
import type { AccountServer } from '../ports/account-server.ts';
import type { Device } from '../ports/device.ts';
import type { Clock } from '../ports/time.ts';
import type { Later } from '../ui/later.ts';
import { type NumberWriter, plainNumbers } from '../ui/phone-number.ts';

export type OwnAccountDeps = {
  readonly device: Pick<Device, 'contacts' | 'read' | 'watch' | 'mutate' | 'mutateAll' | 'readForm' | 'keepForm'>;
  readonly server: AccountServer;
  readonly accountId: string;
  readonly now: Clock;
  readonly newId: () => string;
  readonly later: Later;
  /** Loads how numbers are written where this number of ours is. */
  readonly loadNumbers: (home: string) => Promise<NumberWriter>;
};

type Rows = {
  readonly account: Account | null;
  readonly instructions: readonly Instruction[];
  readonly people: readonly Person[];
  readonly line: Line | null;
};

/** One account as its client steers it: the rows of the device, own changes included. */
export class OwnAccount {
  #rows = $state.raw<Rows | null>(null);
  #numbers = $state.raw<NumberWriter>(plainNumbers);
  readonly deps: OwnAccountDeps;
  readonly #stop: () => void;

  constructor(deps: OwnAccountDeps) {
    this.deps = deps;
    let home = '';
    this.#stop = deps.device.watch(
      async (rows): Promise<Rows> => ({
        account: (await rows.get('account', deps.accountId)) ?? null,
        instructions: await rows.list('instruction', deps.accountId),
        people: inOrder(await rows.list('person', deps.accountId)),
        line: (await rows.list('line', deps.accountId))[0] ?? null,
      }),
      (rows) => {
        this.#rows = rows;
        if (rows.line === null || rows.line.number === home) return;
        home = rows.line.number;
        void deps.loadNumbers(home).then((numbers) => {
          this.#numbers = numbers;
        });
      },
    );
  }

  /** Null until the device has been asked, and when it holds no such account. */
  get account(): Account | null {
    return this.#rows?.account ?? null;
  }
  get isRead(): boolean {
    return this.#rows !== null;
  }
  get instructions(): readonly Instruction[] {
    return this.#rows?.instructions ?? [];
  }
  get people(): readonly Person[] {
    return this.#rows?.people ?? [];
  }
  /** The number that callers reach, as it is written there. */
  get line(): string {
    const line = this.#rows?.line ?? null;
    return line === null ? '' : this.#numbers.show(line.number);
  }
  /** The row of that number; null while there is none. */
  get lineRow(): Line | null {
    return this.#rows?.line ?? null;
  }
  get numbers(): NumberWriter {
    return this.#numbers;
  }
  get timeZone(): string {
    return this.account?.timeZone ?? 'UTC';
  }

  close(): void {
    this.#stop();
  }
}
