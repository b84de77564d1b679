/** Short sounds, each under 400 ms but the tone that is asked for; every other one has its words in a live region too. */
export type Earcon = 'ring' | 'connected' | 'hold' | 'lost' | 'kept' | 'sent' | 'tone';

/** Where sounds are heard: an output's id, empty for the system's, and how loud, 0–1. */
export type Outlet = { readonly sinkId: string; readonly volume: number };

type Tone = { readonly hz: number; readonly at: number; readonly length: number };

const scores: Readonly<Record<Earcon, readonly Tone[]>> = {
  ring: [
    { hz: 660, at: 0, length: 0.16 },
    { hz: 880, at: 0.18, length: 0.2 },
  ],
  connected: [{ hz: 1175, at: 0, length: 0.09 }],
  hold: [
    { hz: 330, at: 0, length: 0.12 },
    { hz: 330, at: 0.17, length: 0.12 },
  ],
  lost: [
    { hz: 587, at: 0, length: 0.14 },
    { hz: 440, at: 0.16, length: 0.2 },
  ],
  kept: [{ hz: 1568, at: 0, length: 0.03 }],
  sent: [
    { hz: 1568, at: 0, length: 0.03 },
    { hz: 1568, at: 0.09, length: 0.03 },
  ],
  tone: [{ hz: 523, at: 0, length: 0.6 }],
};

/** −12 dB below full voice. */
const GAIN = 0.2;

const everywhere: Outlet = { sinkId: '', volume: 1 };

/** Plays earcons, the ring at an output of its own; silent until the page was touched once, as browsers demand. */
export class Earcons {
  readonly #ringer = new Speaker();
  readonly #ear = new Speaker();

  play(name: Earcon): void {
    (name === 'ring' ? this.#ringer : this.#ear).play(scores[name]);
  }

  route(to: { readonly ringer: Outlet; readonly ear: Outlet }): void {
    this.#ringer.outlet = to.ringer;
    this.#ear.outlet = to.ear;
  }
}

/** One output. Browsers that cannot turn a context to it turn an element that plays what the context makes. */
class Speaker {
  outlet = everywhere;
  #context: AudioContext | null = null;
  #element: HTMLAudioElement | null = null;

  play(score: readonly Tone[]): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    if (context.state === 'suspended') void context.resume();
    const volume = new GainNode(context, { gain: this.outlet.volume });
    volume.connect(this.#turn(context));
    for (const tone of score) this.#tone(context, volume, tone);
  }

  /** An output that has gone plays nothing; the ring must be heard: then where the system says. */
  #turn(context: AudioContext): AudioNode {
    const { sinkId } = this.outlet;
    if (isTurning(context)) {
      if (context.sinkId !== sinkId) context.setSinkId(sinkId).catch(() => context.setSinkId(''));
      return context.destination;
    }
    if (sinkId === '' && this.#element === null) return context.destination;
    const node = new MediaStreamAudioDestinationNode(context);
    this.#element ??= new Audio();
    this.#element.srcObject = node.stream;
    void this.#element.setSinkId(sinkId).then(() => this.#element?.play());
    return node;
  }

  #tone(context: AudioContext, out: AudioNode, { hz, at, length }: Tone): void {
    const start = context.currentTime + at;
    const oscillator = new OscillatorNode(context, { frequency: hz, type: 'triangle' });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(GAIN, start + 0.008);
    gain.gain.setValueAtTime(GAIN, start + length - 0.012);
    gain.gain.linearRampToValueAtTime(0, start + length);
    oscillator.connect(gain).connect(out);
    oscillator.start(start);
    oscillator.stop(start + length);
  }
}

/** An AudioContext that can be turned to an output; TypeScript's own library does not know it. */
type Turning = AudioContext & { readonly sinkId: unknown; setSinkId(id: string): Promise<void> };
const isTurning = (context: AudioContext): context is Turning => 'setSinkId' in context;
