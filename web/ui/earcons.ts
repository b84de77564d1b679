/** Short sounds, each under 400 ms; every one has its words in a live region too. */
export type Earcon = 'ring' | 'connected' | 'hold' | 'lost' | 'kept' | 'sent';

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
};

/** −12 dB below full voice. */
const GAIN = 0.2;

/** Plays earcons; silent until the page was touched once, as browsers demand. */
export class Earcons {
  #context: AudioContext | null = null;

  play(name: Earcon): void {
    this.#context ??= new AudioContext();
    if (this.#context.state === 'suspended') void this.#context.resume();
    for (const tone of scores[name]) this.#tone(this.#context, tone);
  }

  #tone(context: AudioContext, { hz, at, length }: Tone): void {
    const start = context.currentTime + at;
    const oscillator = new OscillatorNode(context, { frequency: hz, type: 'triangle' });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(GAIN, start + 0.008);
    gain.gain.setValueAtTime(GAIN, start + length - 0.012);
    gain.gain.linearRampToValueAtTime(0, start + length);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + length);
  }
}
