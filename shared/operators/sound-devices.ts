import * as z from 'zod/mini';

/** What an operator chooses a device for, each for itself. */
export type SoundPart = 'microphone' | 'voice' | 'ringer';

/** A microphone or an output as the browser names it. Ids change with every profile and are forgotten; labels stay. */
export type SoundDevice = { readonly id: string; readonly group: string; readonly label: string };

/** The devices that are there. */
export type PresentDevices = {
  readonly inputs: readonly SoundDevice[];
  readonly outputs: readonly SoundDevice[];
  /** The output that the system uses; null: the browser does not tell. */
  readonly standardOutput: SoundDevice | null;
};

/** A device by its label; `nth`, from 0, of those that are called the same, unless one of them is still known by its group. */
const rememberedDeviceSchema = z.object({ label: z.string(), group: z.string(), nth: z.int() });
export type RememberedDevice = z.infer<typeof rememberedDeviceSchema>;

const share = z.number().check(z.minimum(0), z.maximum(1));

/** What one operator chose in one browser; null: what the system uses. */
export const soundChoiceSchema = z.object({
  microphone: z.nullable(rememberedDeviceSchema),
  voice: z.nullable(rememberedDeviceSchema),
  ringer: z.nullable(rememberedDeviceSchema),
  volume: z.object({ voice: share, ringer: share }),
  /** Where the voice is heard. */
  ear: z.enum(['both', 'left', 'right']),
});
export type SoundChoice = z.infer<typeof soundChoiceSchema>;

export const standardSound: SoundChoice = {
  microphone: null,
  voice: null,
  ringer: null,
  volume: { voice: 1, ringer: 1 },
  ear: 'both',
};

/** Where sound goes or comes from; `gone`: nowhere, until the device is back or another is put in its place. */
export type SoundUse =
  | { readonly kind: 'system' }
  | { readonly kind: 'device'; readonly id: string }
  | { readonly kind: 'gone'; readonly label: string };

/** How to find the device again among those that are there now. */
export function rememberDevice(device: SoundDevice, present: readonly SoundDevice[]): RememberedDevice {
  const nth = present.filter(({ label }) => label === device.label).findIndex(({ id }) => id === device.id);
  return { label: device.label, group: device.group, nth: Math.max(0, nth) };
}

/** The remembered device: by its label; of several with the same, the one of its group, else the one in its place. */
export function findDevice(wanted: RememberedDevice, present: readonly SoundDevice[]): SoundDevice | null {
  const same = present.filter(({ label }) => label === wanted.label);
  return same.find(({ group }) => group !== '' && group === wanted.group) ?? same[wanted.nth] ?? same[0] ?? null;
}

export type UseQuestion = {
  readonly part: SoundPart;
  readonly chosen: RememberedDevice | null;
  /** What the system used when calls began to be taken: its loss is a loss too. Null: no call can come. */
  readonly pinned: RememberedDevice | null;
  /** What the operator puts in the place of a device that is gone, until it is back. */
  readonly standIn: RememberedDevice | null;
  readonly present: readonly SoundDevice[];
};

/**
 * What to use now. A chosen device that is there comes first, so that it is taken up as soon as it is back. One that is
 * gone leaves silence: a caller's voice never falls on a loudspeaker by itself. Only the ring looks for another way.
 */
export function useOf({ part, chosen, pinned, standIn, present }: UseQuestion): SoundUse {
  const wanted = chosen ?? pinned;
  if (wanted === null) return { kind: 'system' };
  const found = findDevice(wanted, present);
  if (found !== null) return { kind: 'device', id: found.id };
  if (part === 'ringer') return { kind: 'system' };
  const other = standIn === null ? null : findDevice(standIn, present);
  return other === null ? { kind: 'gone', label: wanted.label } : { kind: 'device', id: other.id };
}

/** What a device is called in a list: with a figure when several have its label. */
export function deviceName(device: SoundDevice, present: readonly SoundDevice[]): string {
  const same = present.filter(({ label }) => label === device.label);
  return same.length < 2 ? device.label : `${device.label} (${same.indexOf(device) + 1})`;
}
