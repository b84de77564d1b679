import { isGuessable, pinSchema } from '#shared/calls/pin.ts';

export type OwnPinDeps = {
  /** Both reject when the server cannot be reached. */
  readonly isSet: () => Promise<boolean>;
  readonly keep: (pin: string | null) => Promise<'kept' | 'guessable' | 'removed'>;
};
export type PinAnswer = 'kept' | 'removed' | 'guessable' | 'unreadable' | 'offline';

/** The PIN of the person who is signed in: it is set and ended, and never shown. */
export class OwnPin {
  #state = $state<'reading' | 'set' | 'none' | 'offline'>('reading');
  #typed = $state('');
  #answer = $state<PinAnswer | null>(null);
  readonly #deps: OwnPinDeps;

  constructor(deps: OwnPinDeps) {
    this.#deps = deps;
  }

  get state(): 'reading' | 'set' | 'none' | 'offline' {
    return this.#state;
  }
  get typed(): string {
    return this.#typed;
  }
  get answer(): PinAnswer | null {
    return this.#answer;
  }

  async read(): Promise<void> {
    this.#state = await this.#deps.isSet().then(
      (isSet) => (isSet ? 'set' : 'none'),
      () => 'offline' as const,
    );
  }

  type(pin: string): void {
    this.#typed = pin;
    this.#answer = null;
  }

  async keep(): Promise<void> {
    if (!pinSchema.safeParse(this.#typed).success) this.#answer = 'unreadable';
    else if (isGuessable(this.#typed)) this.#answer = 'guessable';
    else await this.#send(this.#typed);
  }

  async remove(): Promise<void> {
    await this.#send(null);
  }

  async #send(pin: string | null): Promise<void> {
    this.#answer = await this.#deps.keep(pin).catch(() => 'offline' as const);
    if (this.#answer === 'kept') this.#state = 'set';
    if (this.#answer === 'removed') this.#state = 'none';
    if (this.#answer !== 'offline') this.#typed = '';
  }
}
