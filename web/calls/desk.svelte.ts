import { type ScreenPop, screenPop } from '#shared/calls/screen-pop.ts';
import { never } from '#shared/errors.ts';
import type { LiveCall, Presence, ToPage } from '#shared/live.ts';
import type { Draft } from '#shared/notes/note.ts';
import type { Device } from '../ports/device.ts';
import type { LiveSocket } from '../ports/live.ts';
import type { Phone } from '../ports/phone.ts';
import type { Clock } from '../ports/time.ts';
import type { Later } from '../ui/later.ts';
import { type CallerRows, isTurn, readCaller, type Sheets } from './pop.ts';
import { Post } from './post.svelte.ts';
import { ThirdParty } from './third-party.svelte.ts';

/*
 *            ready ⇄ pause                      (the operator's wish, granted by the server)
 *              │ offer            ↘ unreachable (the server, or this page, cannot reach the other)
 *           offered ──offer-ended──→ ready
 *              │ F2
 *           talking ⇄ held, consulting (a third party is asked)
 *              │ the call ends
 *           wrap-up ──the note is finished──→ ready
 *
 *            ready ──a task is called──→ dialling ──answered──→ talking, nobody reached──→ ready
 */
export type DeskState = Presence['state'] | 'consulting' | 'dialling';
export type OfferEnd = Extract<ToPage, { t: 'offer-ended' }>['reason'] | 'taken-over';

/** What the calls need of the notes: one note per call. */
type NoteSide = {
  /** A call is shown: its note is there to be written. `handed` was begun by a colleague whose page died. */
  open(call: LiveCall, handed: Draft | null): Promise<void>;
  /** The pop is there or has changed. */
  inform(pop: ScreenPop): void;
  /** The offer went elsewhere: nothing to write, unless something has been typed. */
  withdraw(callId: string): void;
  /** A colleague has the caller, and the note as far as it got. */
  handedOver(callId: string): void;
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
  readonly sheets: Sheets;
  /** Stands in the greeting. */
  readonly operatorName: string;
  readonly now: Clock;
  readonly later: Later;
};

/** How long an offer waits for who calls before it is drawn without, milliseconds: a large pull may keep the device busy. */
const LOOK_UP_PATIENCE_MS = 100;

/** How long a call that is being answered may stay without the server's word, milliseconds. */
const ANSWER_PATIENCE_MS = 4000;

/** The operator's call on the desk: what the server says of it over `/live`, and what the operator does with it. */
export class Desk {
  #call = $state.raw<LiveCall | null>(null);
  #pop = $state.raw<ScreenPop | null>(null);
  #lacksAccount = $state(false);
  #muted = $state(false);
  #answering = $state(false);
  #lastOfferEnd = $state<OfferEnd | null>(null);
  #refused = $state<string | null>(null);
  #notReached = $state.raw<LiveCall | null>(null);
  #noteTakenBy = $state<string | null>(null);

  readonly post: Post;
  readonly third: ThirdParty;
  readonly state: DeskState = $derived.by(() => this.#deriveState());

  readonly #deps: DeskDeps;
  /** Who calls, as far as the device has been asked. */
  #caller: CallerRows | null = null;
  /** A poke that came while an offer waited to be painted. */
  #isPoked = false;
  #isShown = false;
  #stopLooking: (() => void) | null = null;
  #stopPatience: (() => void) | null = null;
  readonly #stop: () => void;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.post = new Post({
      ...deps,
      onOpen: () => {
        this.#tellWrapUp();
        deps.device.sync();
      },
      onReady: () => this.#clearRefusal(),
      isWrappingUp: () => this.#call?.state === 'ended',
    });
    this.third = new ThirdParty({
      call: () => this.#call,
      send: (message) => deps.live.send(message),
      tellDraft: (callId) => deps.notes.tellDraft(callId),
      onCall: () => this.#clearRefusal(),
    });
    const stops = [deps.live.onMessage((message) => this.#hear(message)), deps.sheets.onChange(() => this.#draw())];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
  }

  get call(): LiveCall | null {
    return this.#call;
  }
  get pop(): ScreenPop | null {
    return this.#pop;
  }
  /** The device has been read and does not hold the account that is called. */
  get lacksAccount(): boolean {
    return this.#lacksAccount;
  }
  get muted(): boolean {
    return this.#muted;
  }
  /** F2 was pressed and the server has not yet said that the call is ours. */
  get answering(): boolean {
    return this.#answering;
  }
  get lastOfferEnd(): OfferEnd | null {
    return this.#lastOfferEnd;
  }
  /** Dotted code of the last thing that the server refused. */
  get refused(): string | null {
    return this.#refused;
  }
  /** The last call of ours that reached nobody, until the next call. */
  get notReached(): LiveCall | null {
    return this.#notReached;
  }
  /** Who has taken an urgent note of ours over, until the next call. */
  get noteTakenBy(): string | null {
    return this.#noteTakenBy;
  }
  /** A caller is on the line, speaking or on hold. */
  get callerIsThere(): boolean {
    return this.#call !== null && ['talking', 'held', 'rejoining', 'consulting', 'conference'].includes(this.#call.state);
  }

  /** To be called after the offer was really painted. */
  shown(callId: string): void {
    if (this.#call?.callId === callId && this.#call.state === 'offered') this.#deps.live.send({ t: 'shown', callId });
    this.#isShown = true;
    this.#pullIfPoked();
  }

  answer(): void {
    if (this.#call?.state !== 'offered' || this.#answering || this.post.link !== 'open') return;
    this.#answering = true;
    this.#deps.live.send({ t: 'answer', callId: this.#call.callId });
    this.#stopPatience = this.#deps.later(ANSWER_PATIENCE_MS, () => this.#stopAnswering());
  }

  /** The line is up and no call is there: somebody can be called. The server's word about the call before may still be on its way. */
  get mayDial(): boolean {
    const { link, presence } = this.post;
    return this.#call === null && link === 'open' && presence !== null && !['pause', 'unreachable'].includes(presence.state);
  }

  /** Calls back whom a task is about. */
  dial(taskId: string): void {
    if (!this.mayDial) return;
    this.#clearRefusal();
    this.#notReached = null;
    this.#deps.live.send({ t: 'dial', taskId });
  }

  /** Goes on with a colleague's urgent note. */
  takeNote(callId: string): void {
    if (this.#call !== null || this.post.link !== 'open') return;
    this.#clearRefusal();
    this.#deps.live.send({ t: 'take-note', callId });
  }

  toggleHold(): void {
    const call = this.#call;
    if (call?.state === 'talking') this.#deps.live.send({ t: 'hold', callId: call.callId });
    if (call?.state === 'held') this.#deps.live.send({ t: 'unhold', callId: call.callId });
    this.third.comeBack(null);
  }

  toggleMute(): void {
    if (!this.callerIsThere) return;
    this.#mute(!this.#muted);
  }

  /** A call that rings can be called off; whoever is consulted is not the caller. */
  get mayHangUp(): boolean {
    return this.#call?.state === 'dialling' || (this.callerIsThere && this.#call?.state !== 'consulting');
  }

  hangUp(): void {
    if (this.mayHangUp && this.#call) this.#deps.live.send({ t: 'hangup', callId: this.#call.callId });
  }

  sendTones(digits: string): void {
    if (this.#call?.state === 'talking') this.#deps.live.send({ t: 'dtmf', callId: this.#call.callId, digits });
  }

  /** The note of this call is finished: the view is cleared when the call is over. */
  noteFinished(callId: string): void {
    if (this.#call?.callId === callId && this.#call.state === 'ended') this.#wrapUp(callId);
  }

  close(): void {
    this.#stop();
    this.post.close();
    this.#stopLooking?.();
    this.#stopPatience?.();
  }

  #deriveState(): DeskState {
    if (this.#call?.state === 'ended') return 'wrap-up';
    if (this.post.linkLostAt !== null) return 'unreachable';
    if (this.#call?.state === 'offered') return 'offered';
    const shown = this.#call?.state;
    if (shown === 'held' || shown === 'consulting' || shown === 'dialling') return shown;
    if (this.#call) return 'talking';
    const state = this.post.presence?.state ?? 'pause';
    return state === 'offered' || state === 'talking' || state === 'held' ? 'ready' : state;
  }

  #hear(message: ToPage): void {
    switch (message.t) {
      case 'welcome':
        this.post.welcomed(message.version);
        return;
      case 'presence':
        this.#presenceChanged(message.presence);
        return;
      case 'offer':
        this.#show(message.call, message.draft);
        return;
      case 'offer-ended':
        this.#offerEnded(message.callId, message.takenOver ? 'taken-over' : message.reason);
        return;
      case 'call':
        this.#callChanged(message.call, message.draft);
        return;
      case 'queue':
      case 'floor':
      case 'unsent-urgent':
        this.post.seen(message);
        return;
      case 'note-taken':
        this.#noteTaken(message.callId, message.by);
        return;
      case 'conversations':
        return; // the supervisor's
      case 'leg':
        this.post.legWanted(message.wanted);
        return;
      case 'poke':
        this.#poked();
        return;
      case 'replaced':
        this.post.takenOver();
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
    this.post.presenceChanged(presence);
    const call = this.#call;
    const isOther = call !== null && presence.callId !== call.callId;
    // What became of the offer was told while this page was cut off, or nobody knows: a server that has just started.
    if (isOther && call.state === 'offered') this.#withdraw(call.callId);
    const lost = isOther && call.state !== 'ended' && call.state !== 'offered';
    const ended = presence.state === 'wrap-up' && call === null ? presence.callId : null;
    if (ended !== null && this.#deps.notes.isFinished(ended)) this.#wrapUp(ended);
    if (lost) this.#callChanged({ ...call, state: 'ended', endedAt: this.#deps.now(), endedBy: null });
  }

  #show(call: LiveCall, handed: Draft | null): void {
    this.#lastOfferEnd = null;
    this.#notReached = null;
    this.#noteTakenBy = null;
    this.#clearRefusal();
    this.#adopt(call);
    if (call.state !== 'dialling' && !isTurn(call)) void this.#deps.notes.open(call, handed);
  }

  /** The server may be another one than before: it is told what it cannot know, that a note is still being written. */
  #tellWrapUp(): void {
    const call = this.#call;
    if (call?.state !== 'ended') return;
    this.#deps.live.send({ t: 'wrapping-up', callId: call.callId });
    this.#deps.notes.tellDraft(call.callId);
  }

  #callChanged(call: LiveCall, handed: Draft | null = null): void {
    if (isNotReached(call)) {
      this.#notReached = call;
      this.#wrapUp(call.callId);
      return;
    }
    if (this.#call?.callId !== call.callId) {
      if (call.state === 'ended' && this.#deps.notes.isFinished(call.callId)) {
        this.#wrapUp(call.callId);
        return;
      }
      this.#show(call, handed);
    } else if (handed === null) this.#deps.notes.tellDraft(call.callId);
    if (this.#wasReached(call)) void this.#deps.notes.open(call, handed);
    this.#call = call;
    if (call.transfer?.outcome) this.#deps.notes.transferred(call.callId, call.transfer);
    if (call.state !== 'offered') this.#stopAnswering();
    if (call.state !== 'ended') return;
    this.#mute(false);
    if (this.#deps.notes.isFinished(call.callId)) this.#wrapUp(call.callId);
  }

  /** Who was called has answered: now there is something to write. */
  #wasReached(call: LiveCall): boolean {
    return this.#call?.state === 'dialling' && call.state !== 'dialling';
  }

  #offerEnded(callId: string, reason: OfferEnd): void {
    const wentOn = reason === 'handed-over' || reason === 'taken-over';
    if (this.#call?.callId !== callId || (this.#call.state !== 'offered' && !wentOn)) return;
    this.#lastOfferEnd = reason;
    if (wentOn) {
      this.#deps.notes.handedOver(callId);
      this.#clear();
    } else this.#withdraw(callId);
  }

  /** What was written here is laid aside, not thrown away: the server may not have heard all of it. */
  #noteTaken(callId: string, by: string): void {
    this.#noteTakenBy = by;
    this.#deps.notes.withdraw(callId);
    this.#wrapUp(callId);
  }

  #withdraw(callId: string): void {
    this.#deps.notes.withdraw(callId);
    this.#clear();
  }

  #adopt(call: LiveCall): void {
    this.#clear();
    this.#call = call;
    const { device, later } = this.#deps;
    const unwatch = device.watch(
      (rows) => readCaller(rows, call),
      (found) => {
        this.#caller = found;
        this.#draw();
      },
    );
    const hurry = later(LOOK_UP_PATIENCE_MS, () => {
      this.#caller ??= { contacts: null, notes: [], calls: { count: 0, latest: [] }, task: undefined };
      this.#draw();
    });
    this.#stopLooking = () => {
      unwatch();
      hurry();
    };
  }

  /** The pop, from what is held in memory and the caller's rows. */
  #draw(): void {
    const call = this.#call;
    if (call === null || this.#caller === null) return;
    const sheet = this.#deps.sheets.sheetOf(call);
    if (sheet === null) return;
    this.#lacksAccount = sheet === 'missing';
    if (sheet === 'missing') {
      this.#deps.device.sync();
      return;
    }
    const viewer = { operatorName: this.#deps.operatorName, at: this.#deps.now() };
    this.#pop = screenPop(call, { ...sheet, ...this.#caller }, viewer);
    this.#deps.notes.inform(this.#pop);
  }

  /** The offer comes before what may be pulled. */
  #poked(): void {
    this.#isPoked = true;
    if (this.#call?.state !== 'offered' || this.#isShown) this.#pullIfPoked();
  }

  #pullIfPoked(): void {
    if (this.#isPoked) this.#deps.device.sync();
    this.#isPoked = false;
  }

  #wrapUp(callId: string): void {
    this.#deps.live.send({ t: 'wrapped-up', callId });
    this.post.askAgain();
    if (this.#call?.callId === callId) this.#clear();
  }

  #clear(): void {
    this.#stopLooking?.();
    this.#stopLooking = null;
    this.#caller = null;
    this.#lacksAccount = false;
    this.#isShown = false;
    this.#pullIfPoked();
    this.#stopAnswering();
    this.#call = null;
    this.#pop = null;
  }

  #clearRefusal(): void {
    this.#refused = null;
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
}

/** A call of ours that is over and that nobody took: nothing is left to write. */
const isNotReached = (call: LiveCall): boolean =>
  call.state === 'ended' && call.outbound !== undefined && call.outbound !== null && call.answeredAt === null;
