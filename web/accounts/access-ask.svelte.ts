import type { Access } from '../ports/identity.ts';

/** Somebody without a password asks for access with the address that he typed [S07]. */
export class AccessAsk {
  #state = $state<'none' | 'asking' | 'asked' | 'limited' | 'unreachable'>('none');
  readonly #access: Pick<Access, 'ask'>;

  constructor(access: Pick<Access, 'ask'>) {
    this.#access = access;
  }

  get state() {
    return this.#state;
  }

  async ask(email: string): Promise<void> {
    if (this.#state === 'asking') return;
    this.#state = 'asking';
    this.#state = await this.#access.ask(email);
  }
}
