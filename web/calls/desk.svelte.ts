import type { ScreenPop } from '#shared/calls/screen-pop.ts';
import type { ReturnReason } from '#shared/calls/transfer-attempt.ts';
import { never } from '#shared/errors.ts';
import type { LiveCall, OperatorStatus, Presence, ToPage, ToServer, WaitingCall } from '#shared/live.ts';
import type { Draft } from '#shared/notes/note.ts';
import type { Clock, Device, LiveSocket, Phone, PhoneState } from '../ports.ts';
import type { Later } from '../ui/later.ts';
import { readPop } from './pop.ts';

/*
 *            ready ⇄ pause                      (the operator's wish, granted by the server)
 *              │ offer            ↘ unreachable (the server, or this page, cannot reach the other)
 *           offered ──offer-ended──→ ready
 *              │ F2
 *           talking ⇄ held, consulting (a third party is asked)
 *              │ the call ends
 *           wrap-up ──the note is finished──→ ready
 */
export type DeskState = Presence['state'] | 'consulting';
export type Link = 'open' | 'connecting' | 'closed';
export type OfferEnd = Extract<ToPage, { t: 'offer-ended' }>['reason'];

/** What the calls need of the notes: one note per call. */
type NoteSide = {
  /** A call is shown: its note is there to be written. `handed` was begun by a colleague whose page died. */
  open(call: LiveCall, handed: Draft | null): Promise<void>;
  /** The pop is there or has changed. */
  inform(pop: ScreenPop): void;
  /** The offer went elsewhere: nothing to write, unless something has been typed. */
  withdraw(callId: string): void;
  isFinished(callId: string): boolean;
  /** What became of an attempt to put the caller through: it stands in the note [P09]. */
  transferred(callId: string, transfer: NonNullable<LiveCall['transfer']>): void;
  /** The server knows nothing of this call's note: it is told as far as it got. */
  tellDraft(callId: string): void;
};

export type DeskDeps = {
  readonly device: Pick<Device, 'watch' | 'sync'>;
  readonly live: LiveSocket;
  readonly phone: Phone;
  readonly notes: NoteSide;
  /** Stands in the greeting. */
  readonly operatorName: string;
  readonly now: Clock;
  readonly later: Later;
};

/** How long the first connection may take before it is called lost, milliseconds. */
const FIRST_LINK_MS = 3000;

/** How long a call that is being answered may stay without the server's word, milliseconds. */
const ANSWER_PATIENCE_MS = 4000;

/** The operator's side of the calls: what the server says over `/live`, and what the operator wants. */
export class Desk {
  #presence = $state<Presence | null>(null);
  #link = $state<Link>('connecting');
  #linkLostAt = $state<string | null>(null);
  #phone = $state<PhoneState>('off');
  #phoneProblem = $state<string | null>(null);
  #call = $state.raw<LiveCall | null>(null);
  #pop = $state.raw<ScreenPop | null>(null);
  #waiting = $state.raw<readonly WaitingCall[]>([]);
  #colleagues = $state.raw<readonly OperatorStatus[]>([]);
  #muted = $state(false);
  #answering = $state(false);
  #replaced = $state(false);
  #wantsReady = $state(false);
  #lastOfferEnd = $state<OfferEnd | null>(null);
  #refused = $state<string | null>(null);
  #serverVersion = $state<string | null>(null);

  readonly state: DeskState = $derived.by(() => this.#deriveState());

  /** The telephone is being brought up: an older word of the server does not undo the wish. */
  #starting = false;
  readonly #deps: DeskDeps;
  #unwatchPop: (() => void) | null = null;
  #stopPatience: (() => void) | null = null;
  readonly #stops: (() => void)[];

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.#stops = [
      deps.live.onMessage((message) => this.#hear(message)),
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
  get call(): LiveCall | null {
    return this.#call;
  }
  get pop(): ScreenPop | null {
    return this.#pop;
  }
  get waiting(): readonly WaitingCall[] {
    return this.#waiting;
  }
  get colleagues(): readonly OperatorStatus[] {
    return this.#colleagues;
  }
  get muted(): boolean {
    return this.#muted;
  }
  /** F2 was pressed and the server has not yet said that the call is ours. */
  get answering(): boolean {
    return this.#answering;
  }
  get replaced(): boolean {
    return this.#replaced;
  }
  /** Ready was pressed; until the telephone and the server have agreed, the state is another. */
  get wantsReady(): boolean {
    return this.#wantsReady;
  }
  get lastOfferEnd(): OfferEnd | null {
    return this.#lastOfferEnd;
  }
  /** Dotted code of the last thing that the server refused. */
  get refused(): string | null {
    return this.#refused;
  }
  get serverVersion(): string | null {
    return this.#serverVersion;
  }
  /** A caller is on the line, speaking or on hold. */
  get callerIsThere(): boolean {
    return this.#call !== null && ['talking', 'held', 'rejoining', 'consulting'].includes(this.#call.state);
  }

  /** Brings the telephone up, then asks for calls. */
  async ready(): Promise<void> {
    this.#wantsReady = true;
    this.#starting = true;
    this.#refused = null;
    await this.#deps.phone.start();
    this.#starting = false;
    if (this.#wantsReady) this.#deps.live.send({ t: 'ready' });
  }

  pause(reason: string): void {
    this.#wantsReady = false;
    this.#deps.live.send({ t: 'pause', reason });
  }

  /** To be called after the offer was really painted. */
  shown(callId: string): void {
    if (this.#call?.callId === callId && this.#call.state === 'offered') this.#deps.live.send({ t: 'shown', callId });
  }

  answer(): void {
    if (this.#call?.state !== 'offered' || this.#answering || this.#link !== 'open') return;
    this.#answering = true;
    this.#deps.live.send({ t: 'answer', callId: this.#call.callId });
    this.#stopPatience = this.#deps.later(ANSWER_PATIENCE_MS, () => this.#stopAnswering());
  }

  toggleHold(): void {
    const call = this.#call;
    if (call?.state === 'talking') this.#deps.live.send({ t: 'hold', callId: call.callId });
    if (call?.state === 'held') this.#deps.live.send({ t: 'unhold', callId: call.callId });
    this.comeBack(null);
  }

  /** Calls a third party [P08]: the caller hears music. */
  transfer(to: Extract<ToServer, { t: 'transfer' }>['to']): void {
    const call = this.#call;
    if (call === null || !this.mayTransfer) return;
    this.#refused = null;
    this.#deps.live.send({ t: 'transfer', callId: call.callId, to });
  }

  /** The caller is there, and nobody is being asked. */
  get mayTransfer(): boolean {
    const call = this.#call;
    if (call?.state === 'consulting') return call.transfer?.party === 'over';
    return call?.state === 'talking' || call?.state === 'held';
  }

  /** The third party has answered. */
  get mayJoin(): boolean {
    return this.#call?.state === 'consulting' && this.#call.transfer?.party === 'talking';
  }

  join(): void {
    if (this.#call && this.mayJoin) this.#deps.live.send({ t: 'join', callId: this.#call.callId });
  }

  /** Back to the caller; `reason` when the operator knows better than the exchange. */
  comeBack(reason: ReturnReason | null): void {
    if (this.#call?.state === 'consulting') this.#deps.live.send({ t: 'return', callId: this.#call.callId, reason });
  }

  toggleMute(): void {
    if (!this.callerIsThere) return;
    this.#mute(!this.#muted);
  }

  hangUp(): void {
    if (this.callerIsThere && this.#call?.state !== 'consulting' && this.#call)
      this.#deps.live.send({ t: 'hangup', callId: this.#call.callId });
  }

  sendTones(digits: string): void {
    if (this.#call?.state === 'talking') this.#deps.live.send({ t: 'dtmf', callId: this.#call.callId, digits });
  }

  /** The note of this call is finished: the view is cleared when the call is over. */
  noteFinished(callId: string): void {
    if (this.#call?.callId === callId && this.#call.state === 'ended') this.#wrapUp(callId);
  }

  /** The device says that it has no network: known at once, before the socket notices. */
  networkLost(): void {
    this.#linkLostAt ??= this.#deps.now();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#unwatchPop?.();
    this.#stopPatience?.();
  }

  #deriveState(): DeskState {
    if (this.#call?.state === 'ended') return 'wrap-up';
    if (this.#linkLostAt !== null) return 'unreachable';
    if (this.#call?.state === 'offered') return 'offered';
    if (this.#call?.state === 'held' || this.#call?.state === 'consulting') return this.#call.state;
    if (this.#call) return 'talking';
    const state = this.#presence?.state ?? 'pause';
    return state === 'offered' || state === 'talking' || state === 'held' ? 'ready' : state;
  }

  #hear(message: ToPage): void {
    switch (message.t) {
      case 'welcome':
        this.#serverVersion = message.version;
        return;
      case 'presence':
        this.#presenceChanged(message.presence);
        return;
      case 'offer':
        this.#show(message.call, message.draft);
        return;
      case 'offer-ended':
        this.#offerEnded(message.callId, message.reason);
        return;
      case 'call':
        this.#callChanged(message.call, message.draft);
        return;
      case 'queue':
        this.#waiting = message.waiting;
        return;
      case 'floor':
        this.#colleagues = message.operators;
        return;
      case 'leg':
        this.#legWanted(message.wanted);
        return;
      case 'poke':
        this.#deps.device.sync();
        return;
      case 'replaced':
        this.#takenOver();
        return;
      case 'refused':
        this.#refused = message.code;
        this.#stopAnswering();
        return;
      default:
        never(message);
    }
  }

  #presenceChanged(presence: Presence): void {
    this.#presence = presence;
    if (presence.state === 'ready') this.#wantsReady = true;
    if (presence.state === 'pause' && presence.reason === 'signed-in') this.#wishAgain();
    else if (presence.state === 'pause' && !this.#starting) this.#wantsReady = false;
    const call = this.#call;
    const lost = call !== null && presence.callId !== call.callId && call.state !== 'ended' && call.state !== 'offered';
    const ended = presence.state === 'wrap-up' && call === null ? presence.callId : null;
    if (ended !== null && this.#deps.notes.isFinished(ended)) this.#wrapUp(ended);
    if (lost) this.#callChanged({ ...call, state: 'ended', endedAt: this.#deps.now(), endedBy: null });
  }

  #show(call: LiveCall, handed: Draft | null): void {
    this.#lastOfferEnd = null;
    this.#refused = null;
    this.#adopt(call);
    void this.#deps.notes.open(call, handed);
  }

  /** A server that has just started knows nobody's wish: it is told again, after the note. */
  #wishAgain(): void {
    if (this.#wantsReady && this.#call?.state !== 'ended') this.#deps.live.send({ t: 'ready' });
  }

  /** The server may be another one than before: it is told what it cannot know, that a note is still being written. */
  #tellWrapUp(): void {
    const call = this.#call;
    if (call?.state !== 'ended') return;
    this.#deps.live.send({ t: 'wrapping-up', callId: call.callId });
    this.#deps.notes.tellDraft(call.callId);
  }

  #callChanged(call: LiveCall, handed: Draft | null = null): void {
    if (this.#call?.callId !== call.callId) {
      if (call.state === 'ended' && this.#deps.notes.isFinished(call.callId)) {
        this.#wrapUp(call.callId);
        return;
      }
      this.#show(call, handed);
    } else if (handed === null) this.#deps.notes.tellDraft(call.callId);
    this.#call = call;
    if (call.transfer?.outcome) this.#deps.notes.transferred(call.callId, call.transfer);
    if (call.state !== 'offered') this.#stopAnswering();
    if (call.state !== 'ended') return;
    this.#mute(false);
    if (this.#deps.notes.isFinished(call.callId)) this.#wrapUp(call.callId);
  }

  #offerEnded(callId: string, reason: OfferEnd): void {
    if (this.#call?.callId !== callId || this.#call.state !== 'offered') return;
    this.#lastOfferEnd = reason;
    this.#deps.notes.withdraw(callId);
    this.#clear();
  }

  #adopt(call: LiveCall): void {
    this.#clear();
    this.#call = call;
    this.#unwatchPop = this.#deps.device.watch(
      (rows) => readPop(rows, call, { operatorName: this.#deps.operatorName, at: this.#deps.now() }),
      (pop) => this.#popRead(call.callId, pop),
    );
  }

  #popRead(callId: string, pop: ScreenPop | null): void {
    if (this.#call?.callId !== callId) return;
    if (pop === null) {
      this.#deps.device.sync();
      return;
    }
    this.#pop = pop;
    this.#deps.notes.inform(pop);
  }

  #wrapUp(callId: string): void {
    this.#deps.live.send({ t: 'wrapped-up', callId });
    if (this.#presence?.state === 'pause' && this.#wantsReady) this.#deps.live.send({ t: 'ready' });
    if (this.#call?.callId === callId) this.#clear();
  }

  #clear(): void {
    this.#unwatchPop?.();
    this.#unwatchPop = null;
    this.#stopAnswering();
    this.#call = null;
    this.#pop = null;
  }

  #stopAnswering(): void {
    this.#stopPatience?.();
    this.#stopPatience = null;
    this.#answering = false;
  }

  #mute(muted: boolean): void {
    if (this.#muted === muted) return;
    this.#muted = muted;
    this.#deps.phone.mute(muted);
  }

  #linkChanged(link: Link): void {
    const wasOpen = this.#link === 'open';
    this.#link = link;
    if (link === 'open') {
      this.#linkLostAt = null;
      this.#tellPhone();
      this.#tellWrapUp();
      this.#deps.device.sync();
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
    this.#deps.live.send({ t: 'phone', state: registered ? 'registered' : 'gone', leg: this.#phone === 'leg-up' });
  }

  #legWanted(wanted: boolean): void {
    if (wanted) void this.#deps.phone.start();
    else this.#deps.phone.endLeg();
  }

  #takenOver(): void {
    this.#replaced = true;
    this.#wantsReady = false;
    this.#deps.phone.stop();
  }
}
