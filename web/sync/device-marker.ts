import * as z from 'zod/mini';
import type { DeviceMarker } from '../ports/sync.ts';

const markSchema = z.object({ unsent: z.int() });

/** The mark of a user's database in the browser's local storage, which Chromium keeps when it deletes databases for want of room. */
export function deviceMarker(userId: string, storage: Storage): DeviceMarker {
  const key = `permanence.device.${userId}`;
  return {
    read() {
      const kept = storage.getItem(key);
      const parsed = markSchema.safeParse(kept === null ? null : JSON.parse(kept));
      return parsed.success ? parsed.data : null;
    },
    write: (mark) => storage.setItem(key, JSON.stringify(mark)),
    forget: () => storage.removeItem(key),
  };
}
