import { never } from '#shared/errors.ts';
import type { Headset, HeadsetPress, HeadsetState } from '../ports/headset.ts';
import type { Later } from '../ui/later.ts';

/** How long a second turn of a hook switch counts as meant, milliseconds: the caller hangs up first [S24]. */
const AGAIN_MS = 3000;

export type HeadsetDeps = {
  /** Null: this browser has no way to the buttons. */
  readonly headset: Headset | null;
  readonly later: Later;
  /** What the buttons do. */
  readonly desk: {
    readonly isOffered: () => boolean;
    readonly isUp: () => boolean;
    readonly callerIsThere: () => boolean;
    readonly isMuted: () => boolean;
    readonly answer: () => void;
    readonly hangUp: () => void;
    /** As the key does: at once without a caller, else while it is held. */
    readonly pressHangUp: () => void;
    readonly releaseHangUp: () => void;
    readonly toggleMute: () => void;
    readonly toggleHold: () => void;
  };
};

/** The buttons of the operator's headset: hook, mute and flash do what the keys do. */
export class HeadsetButtons {
  #state = $state.raw<HeadsetState>({ kind: 'none' });
  #failed = $state(false);
  #asksAgain = $state(false);
  #forget: (() => void) | null = null;
  readonly #deps: HeadsetDeps;
  readonly #stops: (() => void)[];

  constructor(deps: HeadsetDeps) {
    this.#deps = deps;
    this.#stops = [
      deps.headset?.onState((state) => {
        this.#state = state;
      }),
      deps.headset?.onPress((press) => this.#pressed(press)),
    ].filter((stop) => stop !== undefined);
  }

  get isSupported(): boolean {
    return this.#deps.headset !== null;
  }
  get state(): HeadsetState {
    return this.#state;
  }
  /** The device that was chosen could not be opened. */
  get failed(): boolean {
    return this.#failed;
  }
  /** The hook was turned while the caller is there: once more hangs up. */
  get asksAgain(): boolean {
    return this.#asksAgain;
  }

  /** From a click. */
  async connect(): Promise<void> {
    this.#failed = await (this.#deps.headset?.connect() ?? Promise.resolve()).then(
      () => false,
      () => true,
    );
  }

  /** To be called whenever one of them has changed. */
  light(): void {
    const { isOffered, isUp, isMuted } = this.#deps.desk;
    this.#deps.headset?.light({ ring: isOffered(), offHook: isUp(), mute: isUp() && isMuted() });
  }

  close(): void {
    this.#forget?.();
    for (const stop of this.#stops) stop();
    this.#deps.headset?.close();
  }

  #pressed(press: HeadsetPress): void {
    const { desk } = this.#deps;
    const isOffered = desk.isOffered();
    switch (press) {
      case 'hook-turn':
        if (isOffered) desk.answer();
        else this.#turnHook();
        break;
      case 'hook-off':
        if (isOffered) desk.answer();
        // Else the headset follows its own light, and says so: nobody's wish, unless it was turned before.
        else if (this.#asksAgain) this.#turnHook();
        break;
      case 'hook-on':
        if (!isOffered) this.#turnHook();
        break;
      case 'hook-press':
        if (isOffered) desk.answer();
        else desk.pressHangUp();
        break;
      case 'hook-release':
        desk.releaseHangUp();
        break;
      case 'mute-press':
        desk.toggleMute();
        break;
      case 'mute-on':
      case 'mute-off':
        if (desk.isMuted() !== (press === 'mute-on')) desk.toggleMute();
        break;
      case 'flash-press':
        desk.toggleHold();
        break;
      default:
        never(press);
    }
  }

  /** A switch cannot be held as a key is: with a caller on the line it is turned twice. */
  #turnHook(): void {
    const { desk } = this.#deps;
    if (!desk.isUp()) return;
    if (!desk.callerIsThere() || this.#asksAgain) {
      this.#forgetTurn();
      desk.hangUp();
      return;
    }
    this.#asksAgain = true;
    this.#forget = this.#deps.later(AGAIN_MS, () => {
      this.#forgetTurn();
      this.light(); // the switch stands on the hook, the call goes on
    });
  }

  #forgetTurn(): void {
    this.#forget?.();
    this.#forget = null;
    this.#asksAgain = false;
  }
}
