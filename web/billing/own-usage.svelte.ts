import type { Account, Line } from '#shared/accounts/account.ts';
import { inOrder, type Person } from '#shared/accounts/roster.ts';
import { alertedOf, type Contract, noContract } from '#shared/billing/contract.ts';
import { arrivedFrom, type Counting, counting, isOfMonth } from '#shared/billing/usage.ts';
import { monthOf, type Usage, usageAt } from '#shared/billing/usage-month.ts';
import { type ClientCall, clientCallOf } from '#shared/calls/client-call.ts';
import type { Instant } from '#shared/time.ts';
import type { Device, Reader } from '../ports/device.ts';
import type { Clock } from '../ports/time.ts';

type Rows = {
  readonly account: Account | null;
  readonly contract: Contract;
  readonly people: readonly Person[];
  readonly line: Line | null;
  readonly calls: readonly ClientCall[];
};

export type OwnUsageDeps = {
  readonly device: Pick<Device, 'watch' | 'mutate'>;
  readonly accountId: string;
  readonly now: Clock;
};

/** The counter of one account and what it is made of [I07, I08], from the device alone. */
export class OwnUsage {
  #rows = $state.raw<Rows | null>(null);
  readonly #device: Pick<Device, 'watch' | 'mutate'>;
  readonly #accountId: string;
  readonly #stop: () => void;

  constructor({ device, accountId, now }: OwnUsageDeps) {
    this.#device = device;
    this.#accountId = accountId;
    this.#stop = device.watch(
      (rows) => readUsage(rows, accountId, now()),
      (rows) => {
        this.#rows = rows;
      },
    );
  }

  get account(): Account | null {
    return this.#rows?.account ?? null;
  }
  get people(): readonly Person[] {
    return this.#rows?.people ?? [];
  }
  /** The number of ours to which the client forwards. */
  get line(): string | null {
    return this.#rows?.line?.number ?? null;
  }
  get plan(): number {
    return this.#rows?.contract.plan ?? 0;
  }
  /** Who is told at a threshold. */
  get alerted(): readonly Person[] {
    return this.#rows === null ? [] : alertedOf(this.#rows.contract, this.#rows.people);
  }

  /** Null until the device has been read. */
  at(now: Instant): Usage | null {
    const rows = this.#rows;
    return rows?.account ? usageAt({ account: rows.account, contract: rows.contract, calls: rows.calls }, now) : null;
  }

  /** The month's calls, newest first, by whether they count and why not; those that count come first. */
  ofMonth({ month }: Usage): ReadonlyMap<Counting, readonly ClientCall[]> {
    const found = new Map<Counting, ClientCall[]>([['counted', []]]);
    for (const call of (this.#rows?.calls ?? []).filter((one) => isOfMonth(one, month))) {
      found.set(counting(call), [call, ...(found.get(counting(call)) ?? [])]);
    }
    return found;
  }

  setPlan(plan: number): Promise<void> {
    return this.#device.mutate('setPlan', { accountId: this.#accountId, plan });
  }

  /** Nobody named: the first of the roster. */
  alert(personId: string, isOn: boolean): Promise<void> {
    const others = this.alerted.map(({ id }) => id).filter((id) => id !== personId);
    const alertTo = isOn ? [...others, personId] : others;
    return this.#device.mutate('setUsageAlerts', {
      accountId: this.#accountId,
      alertTo: alertTo.length === 0 ? null : alertTo,
    });
  }

  close(): void {
    this.#stop();
  }
}

/** The bureau's devices have the whole of the calls, a client's what he sees of them. */
async function readUsage(rows: Reader, accountId: string, now: Instant): Promise<Rows> {
  const account = (await rows.get('account', accountId)) ?? null;
  const since = arrivedFrom(monthOf(now, account?.timeZone ?? 'UTC'));
  const shown = await rows.callsSince('clientCall', accountId, since);
  const calls = shown.length > 0 ? shown : (await rows.callsSince('call', accountId, since)).map(clientCallOf);
  return {
    account,
    contract: (await rows.get('contract', accountId)) ?? noContract(accountId),
    people: inOrder(await rows.list('person', accountId)),
    line: (await rows.list('line', accountId))[0] ?? null,
    calls: calls.toSorted((a, b) => (a.arrivedAt < b.arrivedAt ? -1 : 1)),
  };
}
