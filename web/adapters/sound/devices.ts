import type { PresentDevices, SoundDevice } from '#shared/operators/sound-devices.ts';
import type { SoundDevices } from '../../ports/sound.ts';

/** Chromium lists the system's own choice once more under these names. */
const standIns = new Set(['default', 'communications']);

/** The devices of this computer, as `navigator.mediaDevices` names them. */
export function browserSoundDevices(media: MediaDevices | undefined): SoundDevices {
  return {
    choosesOutput: media !== undefined && 'setSinkId' in HTMLMediaElement.prototype,
    present: async () => (media === undefined ? null : presentOf(await media.enumerateDevices())),
    onChange(listener) {
      media?.addEventListener('devicechange', listener);
      return () => media?.removeEventListener('devicechange', listener);
    },
  };
}

/** What a listing means; null when it tells no names. */
export function presentOf(
  listed: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>[],
): PresentDevices | null {
  const named = listed.filter(({ label }) => label !== '');
  if (named.length === 0 && listed.length > 0) return null;
  const of = (kind: MediaDeviceKind): SoundDevice[] =>
    named
      .filter((device) => device.kind === kind && !standIns.has(device.deviceId))
      .map(({ deviceId, groupId, label }) => ({ id: deviceId, group: groupId, label }));
  const outputs = of('audiooutput');
  const standard = named.find(({ kind, deviceId }) => kind === 'audiooutput' && deviceId === 'default');
  return {
    inputs: of('audioinput'),
    outputs,
    standardOutput: outputs.find(({ group }) => standard !== undefined && group === standard.groupId) ?? null,
  };
}
