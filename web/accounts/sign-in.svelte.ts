import { leaseLeft } from '#shared/accounts/lease.ts';
import type { Session } from '#shared/api/sync.ts';
import { fromMs, type Instant, toMs } from '#shared/time.ts';
import type { Identity } from '../ports/identity.ts';
import type { Clock } from '../ports/time.ts';
import type { Later } from '../ui/later.ts';

/*
 *   checking ──401──→ signed-out ⇄ signed-in ──another user signed in──→ other-user
 *       │ no server          ↑          ↑ │
 *       └──the last user─────┴── offline  │ (until the lease is over)
 *                                    └────┴──→ lease-over ──a pull──→ signed-in
 */
export type SignInState = 'checking' | 'signed-out' | 'signed-in' | 'offline' | 'lease-over' | 'other-user';
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
  readonly later: Later;
};

/** The lease is looked at so often at least: a device that slept wakes with late timers. */
const LOOK_MS = 60_000;

/** Who works here: asks the server, else the device's memory of its last user, as long as the lease holds. */
export class SignIn {
  #state = $state<SignInState>('checking');
  #attempt = $state<Attempt>('none');
  #waitMinutes = $state(0);
  #session = $state.raw<Session | null>(null);
  #offsetMs = 0;
  #stopLooking: () => void = () => undefined;
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
    if (answer.kind === 'session') return this.#isOther(answer.session) ? this.#closeForOther() : this.#enter(answer.session);
    if (answer.kind === 'signed-out') this.#signedOut();
    else this.#openOffline();
  }

  async signIn(email: string, password: string): Promise<void> {
    if (this.#attempt === 'trying') return;
    this.#attempt = 'trying';
    const answer = await this.#deps.identity.signIn(email, password);
    if (answer.kind === 'limited') this.#waitMinutes = Math.max(1, Math.ceil(answer.waitSeconds / 60));
    this.#attempt = answer.kind === 'signed-in' ? 'none' : answer.kind;
    if (answer.kind === 'signed-in') await this.goOn();
  }

  /** To be called after the device's data were wiped. */
  async signOut(): Promise<void> {
    await this.#deps.identity.signOut();
    this.#deps.store.forget();
    this.#session = null;
    this.#state = 'signed-out';
  }

  /** The server no longer takes this page for its user: the queue stays for the same user, and nothing is shown. */
  async expired(): Promise<void> {
    this.#signedOut();
    const answer = await this.#deps.identity.session();
    if (answer.kind === 'session' && this.#isOther(answer.session)) this.#closeForOther();
  }

  /** Goes on as the one who is signed in now, here or on another page of this browser. */
  async goOn(): Promise<void> {
    this.#session = null;
    await this.check();
  }

  /** The device has pulled at this instant: its lease begins anew. */
  renewed(at: Instant): void {
    const last = this.#deps.store.read();
    const seenAtMs = toMs(at) - this.#offsetMs;
    if (last === null || this.#isOther(last.session) || seenAtMs > this.#deps.deviceMs()) return;
    const wasAway = this.#state === 'offline' || this.#state === 'lease-over';
    if (seenAtMs - last.seenAtMs < (wasAway ? 1 : LOOK_MS)) return;
    this.#deps.store.write({ ...last, seenAtMs });
    if (wasAway) void this.check();
  }

  close(): void {
    this.#stopLooking();
  }

  #enter(session: Session): void {
    const seenAtMs = this.#deps.deviceMs();
    this.#offsetMs = Date.parse(session.serverTime) - seenAtMs;
    this.#deps.store.write({ session, offsetMs: this.#offsetMs, seenAtMs });
    this.#session = session;
    this.#state = 'signed-in';
    this.#lookAtLease();
  }

  #isOther(session: Session): boolean {
    return this.#session !== null && this.#session.userId !== session.userId;
  }

  #closeForOther(): void {
    this.#state = 'other-user';
  }

  /** The server has spoken: also without a network nothing is shown any more before the next sign-in. */
  #signedOut(): void {
    this.#state = 'signed-out';
    const last = this.#deps.store.read();
    if (last !== null && !this.#isOther(last.session)) this.#deps.store.write({ ...last, seenAtMs: 0 });
  }

  /** Also while the page is open: what runs out is closed, whatever the operator is looking at. */
  #lookAtLease(): void {
    this.#stopLooking();
    if (this.#state !== 'signed-in' && this.#state !== 'offline') return;
    const left = this.#leaseLeft();
    if (left === 0) this.#state = 'lease-over';
    else this.#stopLooking = this.#deps.later(Math.min(left, LOOK_MS), () => this.#lookAtLease());
  }

  #leaseLeft(): number {
    const last = this.#deps.store.read();
    return last === null || this.#isOther(last.session)
      ? 0
      : leaseLeft({ ...last, leaseSeconds: last.session.leaseSeconds }, this.#deps.deviceMs());
  }

  #openOffline(): void {
    const last = this.#deps.store.read();
    if (last === null) {
      this.#state = 'signed-out';
      this.#attempt = 'unreachable';
      return;
    }
    if (this.#isOther(last.session)) {
      this.#closeForOther();
      return;
    }
    this.#offsetMs = last.offsetMs;
    this.#session = last.session;
    this.#state = 'offline';
    this.#lookAtLease();
  }
}
