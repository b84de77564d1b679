import { wallClock } from '#shared/accounts/wall-clock.ts';
import { type CallerCard, isWaiting } from '#shared/calls/caller-card.ts';
import {
  type CardDraft,
  type CardProblem,
  cardDraftOf,
  cardDraftSchema,
  cardOf,
  cardProblems,
  newCard,
} from '#shared/calls/card-draft.ts';
import { fromMs, toMs } from '#shared/time.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

/** How long an expected call is waited for unless another end is given, milliseconds. */
const FOUR_HOURS_MS = 4 * 3600_000;

/** How long it can be called off that a card is taken away, milliseconds. */
const UNDO_MS = 8000;

/** What one client has left for callers: the list, and the card that is being written. */
export class OwnCards {
  #cards = $state.raw<readonly CallerCard[]>([]);
  #attempted = $state(false);
  #leaving = $state.raw<CallerCard | null>(null);
  #callOff: () => void = () => undefined;
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof cardDraftSchema>;
  readonly #stop: () => void;

  constructor(own: OwnAccount) {
    const { device, accountId } = own.deps;
    this.#own = own;
    this.#form = new KeptForm(device, `card/${accountId}`, cardDraftSchema);
    this.#stop = device.watch(
      (rows) => rows.list('card', accountId),
      (cards) => {
        this.#cards = cards;
      },
    );
  }

  /** What waits first, the newest of each on top; the one that is leaving is left out. */
  get cards(): readonly CallerCard[] {
    const shown = this.#cards.filter(({ id }) => id !== this.#leaving?.id);
    return shown.toSorted((a, b) => Number(this.isWaiting(b)) - Number(this.isWaiting(a)) || (a.id > b.id ? -1 : 1));
  }
  get draft(): CardDraft | null {
    return this.#form.typed;
  }
  get problems(): readonly CardProblem[] {
    return this.#attempted && this.draft !== null ? cardProblems(this.draft, this.#reading) : [];
  }
  get leaving(): CallerCard | null {
    return this.#leaving;
  }

  isWaiting(card: CallerCard): boolean {
    return isWaiting(card, this.#own.deps.now());
  }

  begin(kind: CallerCard['kind']): void {
    this.#attempted = false;
    const inFourHours = fromMs(toMs(this.#own.deps.now()) + FOUR_HOURS_MS);
    void this.#form.write(newCard(kind, kind === 'expected' ? wallClock(inFourHours, this.#own.timeZone) : ''));
  }

  change(card: CallerCard): void {
    this.#attempted = false;
    const { timeZone, numbers } = this.#own;
    void this.#form.write(cardDraftOf(card, { timeZone, show: (number) => numbers.show(number) }));
  }

  edit(part: Partial<CardDraft>): void {
    if (this.draft !== null) void this.#form.write({ ...this.draft, ...part });
  }

  giveUp(): void {
    void this.#form.done();
  }

  /** Keeps the card, on this device at once; false when something is in the way. */
  async save(): Promise<boolean> {
    const { draft } = this;
    if (draft === null) return false;
    this.#attempted = true;
    if (this.problems.length > 0) return false;
    const { accountId, newId, device } = this.#own.deps;
    await device.mutate('saveCard', cardOf(draft, { ...this.#reading, accountId, newId: newId() }));
    await this.#form.done();
    return true;
  }

  /** After 8 s or when the page is left; until then it can be called off. */
  remove(card: CallerCard): void {
    this.#leave();
    this.#leaving = card;
    this.#callOff = this.#own.deps.later(UNDO_MS, () => this.#leave());
  }

  stay(): void {
    this.#callOff();
    this.#leaving = null;
  }

  close(): void {
    this.#stop();
    this.#leave();
  }

  #leave(): void {
    const leaving = this.#leaving;
    this.#callOff();
    if (leaving === null) return;
    const { accountId, device } = this.#own.deps;
    void device.mutate('removeCard', { accountId, cardId: leaving.id }).then(() => {
      if (this.#leaving === leaving) this.#leaving = null;
    });
  }

  get #reading() {
    const { timeZone, deps, numbers } = this.#own;
    return { timeZone, now: deps.now(), read: (typed: string) => numbers.read(typed) };
  }
}
