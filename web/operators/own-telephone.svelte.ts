import type { FallbackTelephone } from '#shared/operators/fallback-telephone.ts';
import type { NumberWriter } from '../ui/phone-number.ts';

export type OwnTelephoneDeps = {
  /** Rejects when the server cannot be reached. */
  readonly read: () => Promise<FallbackTelephone | null>;
  readonly keep: (
    telephone: FallbackTelephone | null,
  ) => Promise<{ readonly telephone: FallbackTelephone | null; readonly refused: string | null }>;
  readonly numbers: () => NumberWriter;
  /** Whether it rings, as this device heard last: a page that opens without network can say so. */
  readonly device?: { recall(): Promise<boolean>; remember(rings: boolean): Promise<void> };
};

/** What became of what was written; `refused`: such a number is not called from here. */
export type TelephoneAnswer = 'kept' | 'unreadable' | 'refused' | 'choose-yourself' | 'offline';

/** An operator's own telephone, while he or the supervisor writes it. */
export class OwnTelephone {
  #rings = $state(false);
  #state = $state<'reading' | 'read' | 'offline'>('reading');
  #typed = $state('');
  #use = $state(false);
  #answer = $state<TelephoneAnswer | null>(null);
  readonly #deps: OwnTelephoneDeps;

  constructor(deps: OwnTelephoneDeps) {
    this.#deps = deps;
  }

  get state(): 'reading' | 'read' | 'offline' {
    return this.#state;
  }
  get number(): string {
    return this.#typed;
  }
  get use(): boolean {
    return this.#use;
  }
  get answer(): TelephoneAnswer | null {
    return this.#answer;
  }
  /** Rings when the page is away, as far as this page has heard. */
  get rings(): boolean {
    return this.#rings;
  }

  async read(): Promise<void> {
    this.#state = this.#state === 'read' ? 'read' : 'reading';
    const [typed, use] = [this.#typed, this.#use];
    await this.#deps.read().then(
      (telephone) => {
        const isUntouched = this.#typed === typed && this.#use === use;
        this.#know(telephone);
        if (isUntouched) this.#show(telephone);
      },
      async () => {
        if (this.#state === 'reading') this.#state = 'offline';
        this.#rings = (await this.#deps.device?.recall()) ?? false;
      },
    );
  }

  type(number: string): void {
    this.#typed = number;
    this.#answer = null;
  }

  choose(use: boolean): void {
    this.#use = use;
    this.#answer = null;
  }

  async keep(): Promise<void> {
    const typed = this.#typed.trim();
    const number = typed === '' ? null : this.#deps.numbers().read(typed);
    if (typed !== '' && number === null) {
      this.#answer = 'unreadable';
      return;
    }
    const wish = number === null ? null : { number, use: this.#use };
    this.#answer = await this.#deps.keep(wish).then(
      ({ telephone, refused }) => {
        if (refused !== null) return 'refused';
        this.#know(telephone);
        this.#show(telephone);
        return wish?.use === true && telephone?.use === false ? 'choose-yourself' : 'kept';
      },
      () => 'offline',
    );
  }

  #know(telephone: FallbackTelephone | null): void {
    this.#rings = telephone?.use === true;
    void this.#deps.device?.remember(this.#rings);
    this.#state = 'read';
  }

  #show(telephone: FallbackTelephone | null): void {
    this.#typed = telephone === null ? '' : this.#deps.numbers().show(telephone.number);
    this.#use = telephone?.use ?? false;
  }
}
