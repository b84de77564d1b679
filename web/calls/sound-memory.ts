import { type SoundChoice, soundChoiceSchema } from '#shared/operators/sound-devices.ts';
import { readKept } from '../ui/kept.ts';

/** Where one operator's choice of devices is kept: in this browser, since other machines have other devices. */
export type SoundMemory = { read(): SoundChoice | null; write(choice: SoundChoice): void };

/** In the browser's local storage; what cannot be read is as if nothing had been chosen. */
export function soundMemory(userId: string, storage: Pick<Storage, 'getItem' | 'setItem'>): SoundMemory {
  const key = `permanence.sound.${userId}`;
  return {
    read: () => soundChoiceSchema.safeParse(readKept(storage, key)).data ?? null,
    write: (choice) => storage.setItem(key, JSON.stringify(choice)),
  };
}
