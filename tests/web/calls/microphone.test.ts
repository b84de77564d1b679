import { expect, test } from 'vitest';
import { microphoneState } from '#web/adapters/janus/audio.ts';

test.each([
  [null, 'none'],
  [{ readyState: 'ended', muted: false }, 'none'],
  [{ readyState: 'live', muted: true }, 'muted'],
  [{ readyState: 'live', muted: false }, 'live'],
  // the operator muted himself: only `enabled` is false
  [{ readyState: 'live', muted: false, enabled: false }, 'live'],
] as const)('the microphone of track %j is %s', (track, state) => {
  expect(microphoneState(track)).toBe(state);
});
