import type { Language } from '#shared/accounts/account.ts';
import type { Relay } from '#shared/api/calls.ts';
import { CodedError } from '#shared/errors.ts';
import type { BoothPhone, BoothState } from '../ports/phone.ts';

/** A line of the demonstration that the booth may call. */
export type BoothLine = { readonly number: string; readonly name: string; readonly language: Language };

export type BoothDeps = {
  readonly phone: () => Promise<BoothPhone>;
  /** Rejects with a `CodedError` `http.…`. */
  readonly token: (
    caller: string | null,
  ) => Promise<{ readonly token: string; readonly lines: readonly BoothLine[]; readonly relay: Relay }>;
  readonly nowMs: () => number;
};

/** Callers to try: known ones of Dr Martin's directory, one that nobody knows, and a withheld number. */
export const boothCallers: readonly { readonly number: string | null; readonly name: string | null }[] = [
  { number: '+33639980001', name: 'Paul Durand' },
  { number: '+33639980002', name: 'Hélène Lefèvre' },
  { number: '+33639980777', name: null },
  { number: null, name: null },
];

export type BoothProblem = 'not-here' | 'too-many' | 'microphone' | 'refused';

/** The telephone booth: each call is a new booth with its own number. */
export class Booth {
  #state = $state<BoothState>('off');
  #problem = $state<BoothProblem | null>(null);
  #lines = $state.raw<readonly BoothLine[]>([]);
  #calling = $state<BoothLine | null>(null);
  #sent = $state('');
  #talkingSince = $state<number | null>(null);
  #phone: BoothPhone | null = null;
  #ready: (() => void) | null = null;
  readonly #deps: BoothDeps;

  constructor(deps: BoothDeps) {
    this.#deps = deps;
  }

  get state(): BoothState {
    return this.#state;
  }
  get problem(): BoothProblem | null {
    return this.#problem;
  }
  get lines(): readonly BoothLine[] {
    return this.#lines;
  }
  /** The line that is called, while it is. */
  get calling(): BoothLine | null {
    return this.#calling;
  }
  get sent(): string {
    return this.#sent;
  }
  get talkingSince(): number | null {
    return this.#talkingSince;
  }
  get heardHz(): number {
    return this.#phone?.heardHz() ?? 0;
  }

  /** The lines that can be called; also tells whether there is a booth at all. */
  async open(): Promise<void> {
    await this.#withToken(null, ({ lines }) => {
      this.#lines = lines;
    });
  }

  async call(line: BoothLine, caller: string | null): Promise<void> {
    if (this.#calling) return;
    this.#problem = null;
    this.#calling = line;
    this.#sent = '';
    await this.#withToken(caller, async ({ token, relay }) => {
      const phone = await this.#newPhone();
      const ready = new Promise<void>((resolve) => {
        this.#ready = resolve;
      });
      await phone.start(token, relay);
      if (this.#problem === 'microphone') return;
      await ready;
      await phone.call(line.number);
    });
    if (this.#problem) this.#calling = null;
  }

  hangup(): void {
    if (this.#state === 'talking' || this.#state === 'ringing' || this.#state === 'calling') this.#phone?.hangup();
    else this.close();
  }

  digit(digit: string): void {
    if (this.#state !== 'talking') return;
    this.#sent += digit;
    this.#phone?.digit(digit);
  }

  close(): void {
    const phone = this.#phone;
    this.#phone = null;
    phone?.stop();
    if (this.#state !== 'ready') this.#state = 'off';
    this.#calling = null;
    this.#talkingSince = null;
  }

  async #newPhone(): Promise<BoothPhone> {
    this.#phone?.stop();
    const phone = await this.#deps.phone();
    this.#phone = phone;
    phone.onState((state, problem) => {
      if (phone === this.#phone) this.#changed(state, problem);
    });
    return phone;
  }

  #changed(state: BoothState, problem: string | null): void {
    const before = this.#state;
    this.#state = state;
    this.#talkingSince = state === 'talking' ? (this.#talkingSince ?? this.#deps.nowMs()) : null;
    if (state === 'failed') this.#problem = 'microphone';
    if (state !== 'ready') return;
    this.#ready?.();
    this.#ready = null;
    if (before !== 'calling' && before !== 'ringing' && before !== 'talking') return;
    this.#problem = problem === null ? null : 'refused';
    this.close();
  }

  async #withToken(caller: string | null, then: (given: Awaited<ReturnType<BoothDeps['token']>>) => unknown): Promise<void> {
    try {
      await then(await this.#deps.token(caller));
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause;
      this.#problem = cause.message.includes('404') ? 'not-here' : cause.message.includes('429') ? 'too-many' : 'refused';
    }
  }
}
