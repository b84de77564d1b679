import * as z from 'zod/mini';
import { sessionSchema } from '#shared/api.ts';
import type { LastUserStore } from './sign-in.svelte.ts';

const lastUserSchema = z.object({ session: sessionSchema, offsetMs: z.number(), seenAtMs: z.number() });

/** The last user of one part of the app (desk, portal, floor), in the browser's local storage. */
export function lastUserOf(part: string, storage: Storage): LastUserStore {
  const key = `permanence.${part}.user`;
  return {
    read() {
      const kept = storage.getItem(key);
      const parsed = kept === null ? null : lastUserSchema.safeParse(parsedJson(kept));
      return parsed?.success ? parsed.data : null;
    },
    write: (user) => storage.setItem(key, JSON.stringify(user)),
    forget: () => storage.removeItem(key),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
