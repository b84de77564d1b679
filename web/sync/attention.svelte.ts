import type { Language } from '#shared/accounts/account.ts';
import { CodedError } from '#shared/errors.ts';
import { mineOf, subjectOf, theirsOf } from '#shared/sync/change-text.ts';
import type { ChangeWords, Line } from '#shared/sync/line.ts';
import { refKey } from '#shared/sync/mutation.ts';
import { type Change, isMutationName, type MutationName, parseChange } from '#shared/sync/mutations.ts';
import type { Instant } from '#shared/time.ts';
import type { Device, Reader, RefusedHere } from '../ports/device.ts';
import type { Later } from '../ui/later.ts';

/** How long a change that was let go can be kept after all, milliseconds. */
const UNDO_MS = 8000;

/** A refused change as it is shown: what I wrote beside what is there now. */
export type AttentionItem = {
  readonly seq: number;
  /** Null when this version does not know the change. */
  readonly name: MutationName | null;
  readonly code: string;
  readonly at: Instant;
  readonly account: { readonly name: string; readonly language: Language } | null;
  readonly mine: readonly Line[];
  /** Null: there is no such row (any more), or this device may not see it. */
  readonly theirs: readonly Line[] | null;
  /** Not before the next pull: until then the device cannot know the present rows. */
  readonly maySend: boolean;
  /** Both can stand: an instruction beside the changed one. */
  readonly mayKeepBoth: boolean;
};

type WordsIn = (timeZone: string | undefined) => Omit<ChangeWords, 'nameOf'>;

export type AttentionDeps = {
  readonly device: Pick<Device, 'watch' | 'onStatus' | 'dismissRefused' | 'sendAgain' | 'keepBoth'>;
  readonly later: Later;
  /** Asked at each reading: the language of the screens may change. By the clock of an account, or the device's. */
  readonly words: WordsIn;
};

/** What the server refused and nobody has decided about yet. */
export class Attention {
  #items = $state.raw<readonly AttentionItem[]>([]);
  #leaving = $state.raw<ReadonlySet<number>>(new Set());
  #problems = $state.raw<ReadonlyMap<number, string>>(new Map());
  #unwatch: () => void = () => undefined;
  readonly #undos = new Map<number, () => void>();
  readonly #deps: AttentionDeps;
  readonly #stop: () => void;

  constructor(deps: AttentionDeps) {
    this.#deps = deps;
    let known = '';
    this.#stop = deps.device.onStatus(({ refused }) => {
      const now = refused.map((r) => `${r.seq} ${r.isPulled}`).join();
      if (now !== known) this.#follow(refused);
      known = now;
    });
  }

  /** Oldest first; those that were let go a moment ago are still among them. */
  get items(): readonly AttentionItem[] {
    return this.#items;
  }

  /** Let go, and still to be kept for some seconds. */
  isLeaving(seq: number): boolean {
    return this.#leaving.has(seq);
  }

  /** Dotted code of why it could not be sent again; null when nothing was in the way. */
  problemOf(seq: number): string | null {
    return this.#problems.get(seq) ?? null;
  }

  /** What is on the server stays; mine goes from this list after 8 s. */
  letGo(seq: number): void {
    const cancel = this.#deps.later(UNDO_MS, () => {
      this.#undos.delete(seq);
      void this.#deps.device.dismissRefused(seq);
    });
    this.#undos.set(seq, cancel);
    this.#leaving = new Set([...this.#leaving, seq]);
  }

  keep(seq: number): void {
    this.#undos.get(seq)?.();
    this.#undos.delete(seq);
    this.#leaving = new Set([...this.#leaving].filter((other) => other !== seq));
  }

  /** Mine once more, on top of what is there now. */
  sendAgain(seq: number): Promise<void> {
    return this.#send(seq, this.#deps.device.sendAgain);
  }

  /** What is there stays, and mine stands beside it. */
  keepBoth(seq: number): Promise<void> {
    return this.#send(seq, this.#deps.device.keepBoth);
  }

  async #send(seq: number, send: (seq: number) => Promise<void>): Promise<void> {
    this.keep(seq);
    await send(seq).catch((error: unknown) => {
      if (!(error instanceof CodedError)) throw error;
      this.#problems = new Map([...this.#problems, [seq, error.code]]);
    });
  }

  /** What was let go and not yet taken off stays for the next time. */
  close(): void {
    for (const cancel of this.#undos.values()) cancel();
    this.#unwatch();
    this.#stop();
  }

  #follow(refused: readonly RefusedHere[]): void {
    this.#unwatch();
    this.#unwatch = this.#deps.device.watch(
      (rows) => Promise.all(refused.map((one) => itemOf(rows, one, this.#deps.words))),
      (items) => {
        this.#items = items;
      },
    );
  }
}

async function itemOf(rows: Reader, refused: RefusedHere, wordsIn: WordsIn): Promise<AttentionItem> {
  const { seq, code, at, isPulled } = refused;
  const change = isMutationName(refused.name) ? parseChange(refused.name, refused.args) : null;
  if (change === null)
    return { seq, name: null, code, at, account: null, mine: raw(refused), theirs: null, maySend: false, mayKeepBoth: false };
  const account = (await accountOf(rows, change)) ?? null;
  const words = { ...wordsIn(account?.timeZone), nameOf: await namesOf(rows, change) };
  const theirs = theirsOf(change, await rowOf(rows, change, refused), words);
  const mayKeepBoth = change.name === 'saveInstruction' && code === 'conflict' && theirs !== null && isPulled;
  return { seq, name: change.name, code, at, account, mine: mineOf(change, words), theirs, maySend: isPulled, mayKeepBoth };
}

/** Names of the persons and operators whom a change may name. */
async function namesOf(rows: Reader, { name, args }: Change): Promise<ChangeWords['nameOf']> {
  const people = 'accountId' in args ? await rows.list('person', args.accountId) : [];
  const operators = name === 'setQueueRules' ? await rows.all('operator') : [];
  const names = new Map([...people, ...operators].map((one) => [one.id, one.name]));
  return (id) => names.get(id) ?? '?';
}

const accountOf = async (rows: Reader, { args }: Change) =>
  'accountId' in args ? rows.get('account', args.accountId) : undefined;

/** The device's row after the pull; before it, the server's as it came with the refusal. */
async function rowOf(rows: Reader, change: Change, { theirs, isPulled }: RefusedHere): Promise<unknown> {
  const ref = subjectOf(change);
  if (isPulled) return rows.get(ref.kind, ref.id);
  return new Map<string, unknown>(Object.entries(theirs ?? {})).get(refKey(ref));
}

/** A change of another version: its text as it is, so that it can at least be copied. */
const raw = ({ args }: RefusedHere): readonly Line[] => [{ label: 'text', text: JSON.stringify(args) }];
