/** A voice for one ear, to be played instead of its track. */
export type OneEar = { readonly stream: MediaStream; stop(): void };

/** The whole voice on one side: mixed to one channel first, so that nothing of a two-channel track is lost. */
export function createOneEar(context: AudioContext, track: MediaStreamTrack, ear: 'left' | 'right'): OneEar {
  const voice = new MediaStream([track]);
  // Chromium gives a remote track to Web Audio only while an element takes it too.
  const drain = new Audio();
  drain.muted = true;
  drain.srcObject = voice;
  void drain.play();
  const source = context.createMediaStreamSource(voice);
  const mono = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit' });
  const side = new StereoPannerNode(context, { pan: ear === 'left' ? -1 : 1 });
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
  source.connect(mono).connect(side).connect(out);
  return {
    stream: out.stream,
    stop() {
      source.disconnect();
      drain.srcObject = null;
    },
  };
}
