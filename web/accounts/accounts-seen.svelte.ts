import type { Account } from '#shared/accounts/account.ts';
import type { Instruction } from '#shared/accounts/instructions.ts';
import type { Device } from '../ports.ts';

const CHANGES = 6;

/** The accounts on this device by id, and the instructions that were changed last. */
export class AccountsSeen {
  #accounts = $state.raw<ReadonlyMap<string, Account>>(new Map());
  #lines = $state.raw<ReadonlyMap<string, string>>(new Map());
  #changes = $state.raw<readonly Instruction[]>([]);
  readonly #stops: (() => void)[];

  constructor(device: Pick<Device, 'watch'>) {
    this.#stops = [
      device.watch(
        (rows) => rows.all('account'),
        (all) => {
          this.#accounts = new Map(all.map((account) => [account.id, account]));
        },
      ),
      device.watch(
        (rows) => rows.all('line'),
        (all) => {
          this.#lines = new Map(all.map((line) => [line.accountId, line.number]));
        },
      ),
      device.watch(
        (rows) => rows.all('instruction'),
        (all) => {
          this.#changes = all.toSorted((a, b) => b.changedAt.localeCompare(a.changedAt)).slice(0, CHANGES);
        },
      ),
    ];
  }

  get accounts(): ReadonlyMap<string, Account> {
    return this.#accounts;
  }
  /** A number of ours of each account. */
  get lines(): ReadonlyMap<string, string> {
    return this.#lines;
  }
  /** Newest change first. */
  get changes(): readonly Instruction[] {
    return this.#changes;
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}
