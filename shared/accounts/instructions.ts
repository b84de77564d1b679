import * as z from 'zod/mini';
import { type Instant, instantSchema } from '../time.ts';

/** What the client wants done with calls: standing, or temporary from–to [S05, S17, P22]. */
export const instructionSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  layer: z.enum(['standing', 'temporary']),
  position: z.int().check(z.minimum(1)),
  text: z.string().check(z.minLength(1), z.maxLength(2000)),
  /** Words to say aloud to the caller, or empty. */
  say: z.string().check(z.maxLength(400)),
  from: z.nullable(instantSchema),
  to: z.nullable(instantSchema),
  /** While a temporary one holds, notes go by it [S17]; absent: as always. */
  deliver: z.optional(
    z.object({
      /** Instead of the person named and the first of the roster; empty: as always. */
      to: z.array(z.uuid()).check(z.maxLength(10)),
      /** All notes by SMS too, whatever the person's own rules are. */
      bySms: z.boolean(),
    }),
  ),
  /** While a temporary one holds, calls are answered at any hour, or none is; absent or null: by the opening hours. */
  opening: z.optional(z.nullable(z.enum(['open', 'closed']))),
  /** Whom a caller is put through to while a temporary one holds, if to anybody; absent or null: as always. */
  transferTo: z.optional(z.nullable(z.uuid())),
  changedAt: instantSchema,
});
export type Instruction = z.infer<typeof instructionSchema>;

export type InstructionsInForce = { readonly temporary: Instruction[]; readonly standing: Instruction[] };

/** The instructions that hold at an instant, each layer in order; temporary ones revert by themselves [S17]. */
export function instructionsInForce(all: readonly Instruction[], at: Instant): InstructionsInForce {
  const holds = (i: Instruction) => (i.from === null || i.from <= at) && (i.to === null || at < i.to);
  const sorted = all.filter(holds).sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  return {
    temporary: sorted.filter((i) => i.layer === 'temporary'),
    standing: sorted.filter((i) => i.layer === 'standing'),
  };
}
