import type { LiveSocket } from '../ports/live.ts';
import type { Phone, PhoneState } from '../ports/phone.ts';
import {
  type AudioCheckRun,
  type AudioVerdict,
  audioVerdict,
  measured,
  passedHoursAgo,
  sampleEveryMs,
  startedRun,
  wantsNewLeg,
} from './audio-check.ts';

const PASSED = 'permanence.audio-checked';

/** Runs the audio check: starts the telephone, asks the server for an echo on the leg, and looks ten times a second. */
export class AudioCheck {
  #run = $state.raw<AudioCheckRun>(startedRun(0));
  #levels = $state.raw({ mic: 0, heard: 0 });
  /** Once good it stays good: nobody must go on talking to himself. */
  #passed = $state(false);
  readonly verdict: AudioVerdict = $derived(this.#passed ? 'good' : audioVerdict(this.#run));

  readonly #phone: Phone;
  readonly #live: LiveSocket;
  #phoneState: PhoneState = 'off';
  #problem: string | null = null;
  #linkOpen = false;
  #timer: ReturnType<typeof setInterval> | null = null;
  readonly #stops: (() => void)[];

  constructor(deps: { readonly phone: Phone; readonly live: LiveSocket }) {
    this.#phone = deps.phone;
    this.#live = deps.live;
    this.#stops = [
      deps.phone.onState((state, problem) => {
        this.#phoneState = state;
        this.#problem = problem;
        this.#askEcho();
      }),
      deps.live.onState((state) => {
        this.#linkOpen = state === 'open';
        this.#askEcho();
      }),
    ];
  }

  get levels(): { readonly mic: number; readonly heard: number } {
    return this.#levels;
  }

  start(): void {
    this.#passed = false;
    this.#run = startedRun(performance.now());
    void this.#phone.start();
    this.#askEcho();
    this.#timer ??= setInterval(() => this.#look(), sampleEveryMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    for (const stop of this.#stops) stop();
    this.#live.send({ t: 'echo', on: false });
  }

  /** The server brings the leg up for the echo; asked again after every reconnection. */
  #askEcho(): void {
    if (this.#passed || !this.#linkOpen) return;
    if (this.#phoneState === 'registered' || this.#phoneState === 'leg-up') this.#live.send({ t: 'echo', on: true });
  }

  #look(): void {
    this.#levels = this.#phone.levels();
    const sample = { atMs: performance.now(), ...this.#levels, phone: this.#phoneState, problem: this.#problem };
    this.#run = measured(this.#run, sample);
    if (this.#passed) return;
    if (wantsNewLeg(this.#run)) this.#phone.endLeg(); // the server brings another
    if (audioVerdict(this.#run) !== 'good') return;
    this.#passed = true;
    localStorage.setItem(PASSED, new Date().toISOString());
    this.#live.send({ t: 'echo', on: false });
  }
}

/** Hours since the check was passed on this device; null when it must be done. */
export const checkedHoursAgo = (): number | null => passedHoursAgo(localStorage.getItem(PASSED), Date.now());
