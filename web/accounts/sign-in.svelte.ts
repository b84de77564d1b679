import type { Session } from '#shared/api.ts';
import { fromMs } from '#shared/time.ts';
import type { Clock, Identity } from '../ports.ts';

/*
 *   checking ──401──→ signed-out ⇄ signed-in
 *       │ no server          ↑          ↑
 *       └──the last user─────┴── offline (until the lease is over)
 */
export type SignInState = 'checking' | 'signed-out' | 'signed-in' | 'offline' | 'lease-over';
export type Attempt = 'none' | 'trying' | 'wrong' | 'limited' | 'unreachable';

/** The last user of this profile, kept so that the app opens without the server. */
export type LastUser = { readonly session: Session; readonly offsetMs: number; readonly seenAtMs: number };

/** Where the last user is kept; in the browser, its local storage. */
export type LastUserStore = {
  read(): LastUser | null;
  write(user: LastUser): void;
  forget(): void;
};

export type SignInDeps = {
  readonly identity: Identity;
  readonly store: LastUserStore;
  /** Milliseconds of the device's own clock. */
  readonly deviceMs: () => number;
};

/** Who works here: asks the server, else the device's memory of its last user, as long as the lease holds. */
export class SignIn {
  #state = $state<SignInState>('checking');
  #attempt = $state<Attempt>('none');
  #waitMinutes = $state(0);
  #session = $state.raw<Session | null>(null);
  #offsetMs = 0;
  readonly #deps: SignInDeps;

  constructor(deps: SignInDeps) {
    this.#deps = deps;
  }

  get state(): SignInState {
    return this.#state;
  }
  get attempt(): Attempt {
    return this.#attempt;
  }
  /** How long the server wants us to wait after too many failures. */
  get waitMinutes(): number {
    return this.#waitMinutes;
  }
  get session(): Session | null {
    return this.#session;
  }

  /** The clock of the rules: the device's, corrected by the server's offset. */
  readonly now: Clock = () => fromMs(this.#deps.deviceMs() + this.#offsetMs);

  /** At the start of the page, and again when the network is back. */
  async check(): Promise<void> {
    const answer = await this.#deps.identity.session();
    if (answer.kind === 'session') return this.#enter(answer.session);
    if (answer.kind === 'signed-out') {
      this.#state = 'signed-out';
      return;
    }
    this.#openOffline();
  }

  async signIn(email: string, password: string): Promise<void> {
    if (this.#attempt === 'trying') return;
    this.#attempt = 'trying';
    const answer = await this.#deps.identity.signIn(email, password);
    if (answer.kind === 'limited') this.#waitMinutes = Math.max(1, Math.ceil(answer.waitSeconds / 60));
    this.#attempt = answer.kind === 'signed-in' ? 'none' : answer.kind;
    if (answer.kind === 'signed-in') await this.check();
  }

  /** To be called after the device's data were wiped. */
  async signOut(): Promise<void> {
    await this.#deps.identity.signOut();
    this.#deps.store.forget();
    this.#session = null;
    this.#state = 'signed-out';
  }

  /** The server no longer knows this session: the queue stays for the same user. */
  expired(): void {
    this.#state = 'signed-out';
  }

  #enter(session: Session): void {
    const seenAtMs = this.#deps.deviceMs();
    this.#offsetMs = Date.parse(session.serverTime) - seenAtMs;
    this.#deps.store.write({ session, offsetMs: this.#offsetMs, seenAtMs });
    this.#session = session;
    this.#state = 'signed-in';
  }

  #openOffline(): void {
    const last = this.#deps.store.read();
    if (last === null) {
      this.#state = 'signed-out';
      this.#attempt = 'unreachable';
      return;
    }
    this.#offsetMs = last.offsetMs;
    this.#session = last.session;
    this.#state = this.#leaseHolds(last) ? 'offline' : 'lease-over';
  }

  #leaseHolds(last: LastUser): boolean {
    const age = this.#deps.deviceMs() - last.seenAtMs;
    return age >= 0 && age < last.session.leaseSeconds * 1000;
  }
}
