import type { OperatorStatus, Presence, ToPage, ToServer, UnsentUrgent, WaitingCall } from '#shared/live.ts';
import type { LiveSocket } from '../ports/live.ts';
import type { Phone, PhoneState } from '../ports/phone.ts';
import type { Clock } from '../ports/time.ts';
import type { Later } from '../ui/later.ts';

export type Link = 'open' | 'connecting' | 'closed';

export type PostDeps = {
  readonly live: LiveSocket;
  readonly phone: Phone;
  readonly now: Clock;
  readonly later: Later;
  /** The line to the server is open, for the first time or again. */
  readonly onOpen: () => void;
  /** The operator asks for calls: what the server refused before is over. */
  readonly onReady: () => void;
  /** Whether a note is still to be written before the next call. */
  readonly isWrappingUp: () => boolean;
};

/** How long the first connection may take before it is called lost, milliseconds. */
const FIRST_LINK_MS = 3000;

/** The operator's post: the line to the server, the telephone, his own state and who else is there. */
export class Post {
  #presence = $state<Presence | null>(null);
  #link = $state<Link>('connecting');
  #linkLostAt = $state<string | null>(null);
  #phone = $state<PhoneState>('off');
  #phoneProblem = $state<string | null>(null);
  #waiting = $state.raw<readonly WaitingCall[]>([]);
  #colleagues = $state.raw<readonly OperatorStatus[]>([]);
  #unsent = $state.raw<readonly UnsentUrgent[]>([]);
  #replaced = $state(false);
  #wantsReady = $state(false);
  #serverVersion = $state<string | null>(null);

  /** The telephone is being brought up: an older word of the server does not undo the wish. */
  #starting = false;
  readonly #deps: PostDeps;
  readonly #stops: (() => void)[];

  constructor(deps: PostDeps) {
    this.#deps = deps;
    this.#stops = [
      deps.live.onState((link) => this.#linkChanged(link)),
      deps.phone.onState((state, problem) => this.#phoneChanged(state, problem)),
      deps.later(FIRST_LINK_MS, () => {
        if (this.#link !== 'open') this.#linkLostAt ??= deps.now();
      }),
    ];
  }

  get presence(): Presence | null {
    return this.#presence;
  }
  get link(): Link {
    return this.#link;
  }
  /** Since when the server cannot be reached; null while it can. */
  get linkLostAt(): string | null {
    return this.#linkLostAt;
  }
  get phone(): PhoneState {
    return this.#phone;
  }
  get phoneProblem(): string | null {
    return this.#phoneProblem;
  }
  get waiting(): readonly WaitingCall[] {
    return this.#waiting;
  }
  get colleagues(): readonly OperatorStatus[] {
    return this.#colleagues;
  }
  /** Urgent notes that still stand at colleagues' desks although the call is over. */
  get unsent(): readonly UnsentUrgent[] {
    return this.#unsent;
  }
  get replaced(): boolean {
    return this.#replaced;
  }
  /** Ready was pressed; until the telephone and the server have agreed, the state is another. */
  get wantsReady(): boolean {
    return this.#wantsReady;
  }
  get serverVersion(): string | null {
    return this.#serverVersion;
  }

  send(message: ToServer): void {
    this.#deps.live.send(message);
  }

  /** Brings the telephone up, then asks for calls. */
  async ready(): Promise<void> {
    this.#wantsReady = true;
    this.#starting = true;
    this.#deps.onReady();
    await this.#deps.phone.start();
    this.#starting = false;
    if (this.#wantsReady) this.send({ t: 'ready' });
  }

  pause(reason: string): void {
    this.#wantsReady = false;
    this.send({ t: 'pause', reason });
  }

  /** A pause of the server's own does not undo the wish for calls. */
  askAgain(): void {
    if (this.#presence?.state === 'pause' && this.#wantsReady) this.send({ t: 'ready' });
  }

  /** The device says that it has no network: known at once, before the socket notices. */
  networkLost(): void {
    this.#linkLostAt ??= this.#deps.now();
  }

  welcomed(version: string): void {
    this.#serverVersion = version;
  }

  presenceChanged(presence: Presence): void {
    this.#presence = presence;
    if (presence.state === 'ready') this.#wantsReady = true;
    if (presence.state === 'pause' && presence.reason === 'signed-in') this.#wishAgain();
    else if (presence.state === 'pause' && !this.#starting) this.#wantsReady = false;
  }

  seen(message: Extract<ToPage, { t: 'queue' | 'floor' | 'unsent-urgent' }>): void {
    if (message.t === 'queue') this.#waiting = message.waiting;
    else if (message.t === 'floor') this.#colleagues = message.operators;
    else this.#unsent = message.notes;
  }

  legWanted(wanted: boolean): void {
    if (wanted) void this.#deps.phone.start();
    else this.#deps.phone.endLeg();
  }

  takenOver(): void {
    this.#replaced = true;
    this.#wantsReady = false;
    this.#deps.phone.stop();
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  /** A server that has just started knows nobody's wish: it is told again, after the note. */
  #wishAgain(): void {
    if (this.#wantsReady && !this.#deps.isWrappingUp()) this.send({ t: 'ready' });
  }

  #linkChanged(link: Link): void {
    const wasOpen = this.#link === 'open';
    this.#link = link;
    if (link === 'open') {
      this.#linkLostAt = null;
      this.#tellPhone();
      this.#deps.onOpen();
      return;
    }
    if (wasOpen || link === 'closed') this.#linkLostAt ??= this.#deps.now();
  }

  #phoneChanged(state: PhoneState, problem: string | null): void {
    this.#phone = state;
    this.#phoneProblem = problem;
    this.#tellPhone();
  }

  #tellPhone(): void {
    if (this.#link !== 'open') return;
    const registered = this.#phone === 'registered' || this.#phone === 'leg-up';
    this.send({ t: 'phone', state: registered ? 'registered' : 'gone', leg: this.#phone === 'leg-up' });
  }
}
