/** What a headset's button did. A switch says what it is now; others only that it was pushed. `hook-off` lifts the handset. */
export type HeadsetPress =
  | 'hook-off'
  | 'hook-on'
  | 'hook-turn'
  | 'hook-press'
  | 'hook-release'
  | 'mute-on'
  | 'mute-off'
  | 'mute-press'
  | 'flash-press';

export type HeadsetLights = { readonly ring: boolean; readonly offHook: boolean; readonly mute: boolean };

/** `lost`: it was connected and has been unplugged; `name` is its own. */
export type HeadsetState = { readonly kind: 'none' } | { readonly kind: 'connected' | 'lost'; readonly name: string };

/** The buttons and lights of a headset; a device that was allowed once is taken up by itself. */
export type Headset = {
  /** Asks which one; to be called from a click. Resolves when it is connected or nothing was chosen. */
  connect(): Promise<void>;
  onState(listener: (state: HeadsetState) => void): () => void;
  onPress(listener: (press: HeadsetPress) => void): () => void;
  light(lights: HeadsetLights): void;
  /** Lights off. */
  close(): void;
};
