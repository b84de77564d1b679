import * as z from 'zod/mini';
import { sessionSchema } from '#shared/session.ts';
import { readKept } from '../ui/kept.ts';
import type { LastUserStore } from './sign-in.svelte.ts';

const lastUserSchema = z.object({ session: sessionSchema, offsetMs: z.number(), seenAtMs: z.number() });

/** The last user of one part of the app (desk, portal, floor), in the browser's local storage. */
export function lastUserOf(part: string, storage: Storage): LastUserStore {
  const key = `permanence.${part}.user`;
  return {
    read() {
      return lastUserSchema.safeParse(readKept(storage, key)).data ?? null;
    },
    write: (user) => storage.setItem(key, JSON.stringify(user)),
    forget: () => storage.removeItem(key),
  };
}
