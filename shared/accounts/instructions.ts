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

export type InstructionsByTime = {
  readonly standing: Instruction[];
  readonly inForce: Instruction[];
  readonly coming: Instruction[];
  /** Run out, the latest first. */
  readonly past: Instruction[];
};

/** All instructions as their author looks through them: what holds at this instant, what will and what did. */
export function instructionsByTime(all: readonly Instruction[], at: Instant): InstructionsByTime {
  const { temporary } = instructionsInForce(all, at);
  const others = all.filter((i) => i.layer === 'temporary' && !temporary.includes(i));
  const isPast = (i: Instruction) => i.to !== null && i.to <= at;
  return {
    standing: all.filter((i) => i.layer === 'standing').sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1)),
    inForce: temporary,
    coming: others.filter((i) => !isPast(i)).sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)),
    past: others.filter(isPast).sort((a, b) => ((a.to ?? '') > (b.to ?? '') ? -1 : 1)),
  };
}
