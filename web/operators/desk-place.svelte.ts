/*
 *   asked ──granted──> here ──another tab takes it──> elsewhere ──`take`──> here
 *     └──another tab has it──> elsewhere ──the other tab is closed──> here
 */

/** The one tab of this browser in which an operator's desk is open (a Web Lock); another tab can take it over. */
export class DeskPlace {
  #where = $state<'asked' | 'here' | 'elsewhere'>('asked');
  readonly #locks: Pick<LockManager, 'request'>;
  readonly #name: string;
  /** Gives the place back, or calls the waiting for it off. */
  #letGo: () => void = () => undefined;

  constructor(locks: Pick<LockManager, 'request'>, operatorId: string) {
    this.#locks = locks;
    this.#name = `permanence-desk-${operatorId}`;
    this.#ask({ ifAvailable: true });
  }

  get where(): 'asked' | 'here' | 'elsewhere' {
    return this.#where;
  }

  /** Takes the place from whichever tab has it. */
  take(): void {
    this.#letGo();
    this.#ask({ steal: true });
  }

  /** A device elsewhere has taken over: this tab does not ask again by itself. */
  lost(): void {
    this.#letGo();
    this.#where = 'elsewhere';
  }

  leave(): void {
    this.#letGo();
  }

  #ask(how: { readonly ifAvailable: true } | { readonly steal: true } | { readonly signal: AbortSignal }): void {
    let given = false;
    let over = false;
    this.#letGo = () => {
      over = true;
    };
    const held = this.#locks.request(this.#name, how, (lock) => {
      if (lock === null || over) return;
      given = true;
      this.#where = 'here';
      return new Promise<void>((resolve) => {
        this.#letGo = () => {
          over = true;
          resolve();
        };
      });
    });
    held.then(
      () => given || over || this.#wait(),
      () => over || this.#wait(), // it was taken
    );
  }

  /** For the other tab to be closed. */
  #wait(): void {
    this.#where = 'elsewhere';
    const calledOff = new AbortController();
    this.#ask({ signal: calledOff.signal });
    const letGo = this.#letGo;
    this.#letGo = () => {
      letGo();
      calledOff.abort();
    };
  }
}
