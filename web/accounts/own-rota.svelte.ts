import type { Person } from '#shared/accounts/roster.ts';
import { wallClock } from '#shared/accounts/wall-clock.ts';
import { onCallAt, turnsFrom } from '#shared/delivery/on-call.ts';
import type { Rota } from '#shared/delivery/rota.ts';
import {
  newRota,
  type RotaDraft,
  type RotaProblem,
  rotaDraftOf,
  rotaDraftSchema,
  rotaOf,
  rotaProblems,
} from '#shared/delivery/rota-draft.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

const dayMs = 24 * 3600_000;
/** How many turns are shown. */
const SHOWN = 4;

/** The on-call rota of one account while it is written. */
export class OwnRota {
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof rotaDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `rota/${own.deps.accountId}`, rotaDraftSchema);
  }

  get draft(): RotaDraft {
    return this.#form.typed ?? this.#asItIs;
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  get problems(): readonly RotaProblem[] {
    return rotaProblems(this.draft, this.#own.timeZone);
  }
  /** Null: none, or something is in the way. */
  get rota(): Rota | null {
    return rotaOf(this.draft, this.#own.timeZone);
  }
  get onCall(): Person | undefined {
    const id = this.rota === null ? null : onCallAt(this.rota, this.#own.timeZone, this.#own.deps.now());
    return this.#own.people.find((person) => person.id === id);
  }
  /** The turn that holds and those after it, by the wall clock. */
  get turns() {
    return this.rota === null ? [] : turnsFrom(this.rota, this.#own.timeZone, { at: this.#own.deps.now(), count: SHOWN });
  }

  edit(part: Partial<RotaDraft>): void {
    void this.#form.write({ ...this.draft, ...part });
  }

  /** Into the rota, last, or out of it. */
  toggle(personId: string): void {
    const { people } = this.draft;
    this.edit({ people: people.includes(personId) ? people.filter((id) => id !== personId) : [...people, personId] });
  }

  giveUp(): void {
    void this.#form.done();
  }

  /** Keeps it, on this device at once; false while something is in the way. */
  async save(): Promise<boolean> {
    if (this.problems.length > 0) return false;
    await this.#own.deps.device.mutate('setRota', { accountId: this.#own.deps.accountId, rota: this.rota });
    await this.#form.done();
    return true;
  }

  get #asItIs(): RotaDraft {
    const { account, people, timeZone, deps } = this.#own;
    return account?.rota === undefined
      ? newRota(people, mondayOf(wallClock(deps.now(), timeZone).slice(0, 10)))
      : rotaDraftOf(account.rota, timeZone);
  }
}

/** The Monday of the week of a date. */
function mondayOf(date: string): string {
  const ms = Date.parse(`${date}T00:00:00Z`);
  const weekday = (new Date(ms).getUTCDay() + 6) % 7;
  return new Date(ms - weekday * dayMs).toISOString().slice(0, 10);
}
