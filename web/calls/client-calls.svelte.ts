import type { Account } from '#shared/accounts/account.ts';
import type { Person } from '#shared/accounts/roster.ts';
import { type Counting, counting } from '#shared/billing/usage.ts';
import type { ClientCall } from '#shared/calls/client-call.ts';
import { ringsHeard } from '#shared/calls/rings.ts';
import type { Note } from '#shared/notes/note.ts';
import { plain } from '#shared/plain.ts';
import type { Device, Reader } from '../ports/device.ts';

/** A call with what its note tells. */
export type ListedCall = {
  readonly call: ClientCall;
  readonly note: Note | undefined;
  /** Whom the caller wanted; empty when nobody was named or there is no note. */
  readonly wanted: string;
  readonly counting: Counting;
  /** Rings that the caller heard before the answer, the one that began included; null: nobody answered. */
  readonly rings: number | null;
};

/** What the list is narrowed to; empty fields narrow nothing. */
export type CallFilter = {
  /** Dates by the account's calendar, both included. */
  readonly from: string;
  readonly to: string;
  readonly outcome: '' | NonNullable<ClientCall['outcome']>;
  /** Digits of the number, or words of the caller's name. */
  readonly caller: string;
  /** Whom the caller wanted. */
  readonly personId: string;
  /** Waited at least so many seconds. */
  readonly waited: number;
};

const noFilter: CallFilter = { from: '', to: '', outcome: '', caller: '', personId: '', waited: 0 };

const SHOWN = 200;

/** The calls of a client on this device, newest first [S18]. */
export class ClientCalls {
  #calls = $state.raw<readonly ListedCall[] | null>(null);
  #account = $state.raw<Account | null>(null);
  #people = $state.raw<readonly Person[]>([]);
  #filter = $state.raw<CallFilter>(noFilter);
  readonly #stop: () => void;

  constructor({ device, accountId }: { readonly device: Pick<Device, 'watch'>; readonly accountId: string }) {
    this.#stop = device.watch(
      (rows) => readCalls(rows, accountId),
      ({ calls, account, people }) => {
        this.#calls = calls;
        this.#account = account;
        this.#people = people;
      },
    );
  }

  /** The device is still being read. */
  get isReading(): boolean {
    return this.#calls === null;
  }
  get isEmpty(): boolean {
    return this.#calls?.length === 0;
  }
  get account(): Account | null {
    return this.#account;
  }
  get people(): readonly Person[] {
    return this.#people;
  }
  get filter(): CallFilter {
    return this.#filter;
  }

  narrow(part: Partial<CallFilter>): void {
    this.#filter = { ...this.#filter, ...part };
  }

  /** All that fit the filter: what the file holds. */
  readonly matching: readonly ListedCall[] = $derived.by(() => {
    const zone = this.#account?.timeZone ?? 'UTC';
    return (this.#calls ?? []).filter((listed) => fits(listed, this.#filter, zone));
  });

  /** The newest of them: what the screen holds. */
  get shown(): readonly ListedCall[] {
    return this.matching.slice(0, SHOWN);
  }

  close(): void {
    this.#stop();
  }
}

async function readCalls(rows: Reader, accountId: string) {
  const [calls, notes, people, account] = await Promise.all([
    rows.list('clientCall', accountId),
    rows.list('note', accountId),
    rows.list('person', accountId),
    rows.get('account', accountId),
  ]);
  const noteOf = new Map(notes.map((note) => [note.callId, note]));
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const listed = calls
    .toSorted((a, b) => (a.arrivedAt < b.arrivedAt ? 1 : -1))
    .map((call): ListedCall => {
      const note = noteOf.get(call.id);
      const forWhom = note?.content.forWhom;
      return {
        call,
        note,
        wanted: forWhom?.kind === 'person' ? (nameOf.get(forWhom.personId) ?? '') : '',
        counting: counting(call),
        rings: call.answeredAt === null || call.kind === 'out' ? null : ringsHeard(call.waitedSeconds ?? 0, call.caller),
      };
    });
  return { calls: listed, account: account ?? null, people };
}

function fits({ call, note }: ListedCall, filter: CallFilter, timeZone: string): boolean {
  const date = new Date(call.arrivedAt).toLocaleDateString('sv-SE', { timeZone });
  const { forWhom } = note?.content ?? {};
  return (
    (filter.from === '' || filter.from <= date) &&
    (filter.to === '' || date <= filter.to) &&
    (filter.outcome === '' || call.outcome === filter.outcome) &&
    (filter.personId === '' || (forWhom?.kind === 'person' && forWhom.personId === filter.personId)) &&
    (call.waitedSeconds ?? 0) >= filter.waited &&
    isCaller(filter.caller, call, note)
  );
}

function isCaller(typed: string, { caller }: ClientCall, note: Note | undefined): boolean {
  const digits = /^[+\d\s().-]+$/.test(typed) ? typed.replace(/\D/g, '').replace(/^0+/, '') : '';
  if (digits !== '') return caller?.includes(digits) === true;
  return plain(`${note?.content.fromWhom ?? ''} ${note?.content.company ?? ''}`).includes(plain(typed));
}
