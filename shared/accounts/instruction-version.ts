import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';
import { type Instruction, instructionSchema } from './instructions.ts';

/** An instruction as somebody saved it; null: taken away. `before`: as it stood when versions began to be kept. */
export const instructionVersionSchema = z.object({
  accountId: z.uuid(),
  instructionId: z.uuid(),
  at: instantSchema,
  /** Name of who saved it; empty when nobody knows any more. */
  by: z.string(),
  through: z.enum(['portal', 'floor', 'hotline', 'before']),
  instruction: z.nullable(instructionSchema),
});
export type InstructionVersion = z.infer<typeof instructionVersionSchema>;

/** A version with the one that it took the place of; null: the instruction was new. */
export type InstructionStep = { readonly version: InstructionVersion; readonly before: Instruction | null };

/** Versions, newest first, each beside what stood there before. */
export function instructionSteps(versions: readonly InstructionVersion[]): InstructionStep[] {
  const before = new Map<string, Instruction | null>();
  const steps = versions
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map((version) => {
      const step = { version, before: before.get(version.instructionId) ?? null };
      before.set(version.instructionId, version.instruction);
      return step;
    });
  return steps.reverse();
}
