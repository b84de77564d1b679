import * as z from 'zod/mini';
import { applicationKeptDays } from '#shared/accounts/application.ts';
import { applicationDraftSchema, formSteps } from '#shared/accounts/application-draft.ts';

/** The pages on the way, in their order; `done`: the number is there, or will come by mail. */
export const joinSteps = [...formSteps, 'code', 'password', 'done'] as const;
export type JoinStep = (typeof joinSteps)[number];

const keptApplicationSchema = z.object({
  /** When it was last written, milliseconds since the epoch. */
  atMs: z.number(),
  id: z.uuid(),
  step: z.enum(joinSteps),
  /** Null once the server has it. */
  draft: z.nullable(applicationDraftSchema),
  /** What the link of its mails carries; null before the address is proved. */
  token: z.nullable(z.string()),
});
export type KeptApplication = z.infer<typeof keptApplicationSchema>;

export type ApplicationKeeper = {
  read(nowMs: number): KeptApplication | null;
  write(kept: KeptApplication): void;
  forget(): void;
};

const key = 'permanence.join';

/** A form that was left is there again for its author, in the same browser, for as long as the server would keep it. */
export const keepApplication = (storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): ApplicationKeeper => ({
  read(nowMs) {
    const parsed = keptApplicationSchema.safeParse(jsonOf(storage.getItem(key)));
    if (parsed.success && nowMs - parsed.data.atMs < applicationKeptDays * 24 * 3600_000) return parsed.data;
    storage.removeItem(key);
    return null;
  },
  write: (kept) => storage.setItem(key, JSON.stringify(kept)),
  forget: () => storage.removeItem(key),
});

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
